"""Groups: parameters, chosen by their names, that are trained in their own way, or not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from fnmatch import fnmatchcase
from typing import Any

from tuidl.language import tr
from tuidl.program import FROZEN


@dataclass(frozen=True)
class Group:
    """How the parameters of certain names are trained; None leaves a setting as it is.

    ``names``: a pattern (``*``, ``?``) for a parameter, or for a layer that it lies in: "dense_1", "conv*", "*.bias".
    ``frozen``: no update, no moments, no gradient; batch normalisation uses its running moments (Yosinski et al. 2014).
    ``rate``: a factor on the learning rate. ``l1`` λ₁ and ``l2`` λ₂: the gradient of λ₁ Σ |w| + ½ λ₂ Σ w² is added
    before any clipping; ``loss`` stays that of the data, the sum itself is ``Model.penalty`` (Tibshirani 1996; Hoerl &
    Kennard 1970). ``weight_decay``: in place of the optimiser's, 0 for none.
    """

    names: str
    frozen: bool | None = None
    rate: float | None = None
    l1: float | None = None
    l2: float | None = None
    weight_decay: float | None = None

    def __post_init__(self) -> None:
        for name in ("rate", "l1", "l2", "weight_decay"):
            value = getattr(self, name)
            if value is not None and not 0 <= value < float("inf"):
                raise ValueError(
                    tr(
                        "group '{names}': {name} must be a number from 0 up, not {value}",
                        names=self.names,
                        name=name,
                        value=value,
                    )
                )

    def has(self, parameter: str) -> bool:
        """Whether it says something of this parameter."""
        parts = parameter.split(".")
        return any(fnmatchcase(".".join(parts[:end]), self.names) for end in range(1, len(parts) + 1))


@dataclass(frozen=True)
class Regime:
    """How one parameter is trained, all groups taken together: of two that speak of it the later one counts."""

    frozen: bool = False
    rate: float = 1.0
    l1: float = 0.0
    l2: float = 0.0
    weight_decay: float | None = None  # None: the optimiser's


class Groups:
    """All groups of a model. Parameters of equal regime form a part, so that an optimiser updates them at once."""

    def __init__(self, given: Iterable[Group] = ()) -> None:
        self.given = tuple(given)
        self.parts: list[Regime] = []

    def regime(self, parameter: str) -> Regime:
        """How a parameter is trained."""
        said: dict[str, Any] = {}
        for group in self.given:
            if group.has(parameter):
                said |= {f.name: v for f in fields(Regime) if (v := getattr(group, f.name)) is not None}
        return Regime(**said)

    def part(self, parameter: str) -> int:
        """The number of the part it belongs to."""
        regime = self.regime(parameter)
        if regime.frozen:
            return FROZEN
        if regime not in self.parts:
            self.parts.append(regime)
        return self.parts.index(regime)

    def check(self, parameters: Sequence[str]) -> None:
        """ValueError for a group that speaks of no parameter."""
        for group in self.given:
            if not any(group.has(name) for name in parameters):
                raise ValueError(
                    tr(
                        "no parameter is named '{names}'; there are {parameters}",
                        names=group.names,
                        parameters=", ".join(parameters) or tr("none"),
                    )
                )


def written(groups: Iterable[Group]) -> list[dict[str, Any]]:
    """Groups as JSON."""
    return [{name: value for name, value in asdict(group).items() if value is not None} for group in groups]


def read(given: Iterable[dict[str, Any]]) -> list[Group]:
    """Groups from what ``written`` gave; TypeError or ValueError if it was something else."""
    return [Group(**settings) for settings in given]
