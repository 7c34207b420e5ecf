"""Where everything lies in the arena."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tuidl.program.tensor import Tensor

MOMENTS = 2  # regions kept for optimisers, each as large as the parameters that are trained
FROZEN = -1  # the part of parameters that are not trained
REGIONS = ("params", "grads", *(f"moments{i}" for i in range(MOMENTS)), "average", "state")


@dataclass
class Layout:
    """Parameters, gradients, moments and state come first, then each program's own tensors.

    Parameters, gradients and moments are regions of equal order, so that an optimiser works on whole regions, or on
    parts of them: ``part_of`` says to which part a parameter belongs. Frozen ones stand last and have no moments.

    A layout ``beside`` another has regions of its own in the same arena, and finds the other's persistent tensors by
    their names: those it shares. What lies in its own regions is what its optimiser trains.
    """

    persistent: dict[str, Tensor] = field(default_factory=dict)
    initial: dict[str, tuple[Tensor, object]] = field(default_factory=dict)  # name -> (tensor, initialiser)
    sizes: dict[str, int] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)
    end: int = 0
    frozen: bool = False
    part_of: Callable[[str], int] = lambda name: 0
    parts: dict[str, int] = field(default_factory=dict)  # of the persistent tensors that belong to parameters
    averaged: bool = False  # whether a running average of every trained parameter is kept
    beside: "Layout | None" = None
    layouts: int = 1  # that share the arena
    suffix: str = ""  # of the names of this layout's regions and programs: empty for the first in an arena

    def __post_init__(self) -> None:
        if self.beside:
            self.root.layouts += 1
            self.suffix = f"#{self.root.layouts}"

    @property
    def root(self) -> "Layout":
        """The first layout in the arena."""
        return self.beside.root if self.beside else self

    def own(self, name: str) -> str:
        """The name of a region or program of this layout, unlike that of any other in the arena."""
        return f"{name}{self.suffix}"

    def add(self, tensor: Tensor, private: bool = False) -> Tensor:
        """Give a persistent tensor its place; the same name gives the same tensor, the shared one if there is one.

        A ``private`` tensor is never shared. ValueError if the name is known with another shape.
        """
        known = self.persistent.get(tensor.name)
        if known is None and self.beside and not private:
            known = self.beside.persistent.get(tensor.name)
        if known is not None:
            if known.shape != tensor.shape:
                raise ValueError(f"tensor {tensor.name} exists with shape {known.shape}, not {tensor.shape}")
            return self.persistent.setdefault(tensor.name, known)
        if self.frozen:
            raise ValueError(f"tensor {tensor.name} is new, but the layout is frozen")
        tensor.place = self.sizes.get(tensor.region, 0)
        self.sizes[tensor.region] = tensor.place + tensor.words
        self.persistent[tensor.name] = tensor
        return tensor

    def owns(self, tensor: Tensor) -> bool:
        """Whether a persistent tensor lies in this layout's own regions."""
        return tensor.region in self.sizes

    def knows(self, name: str) -> bool:
        """Whether the layout beside has a tensor of this name, which is then shared."""
        return self.beside is not None and name in self.beside.persistent

    def span(self, region: str, part: int | None = None) -> tuple[int, int]:
        """Where a part lies in a persistent region, and how many words it has; None: all parts that are trained."""
        own = [tensor for tensor in self._in(self.own(region)) if self._has(tensor, part)]
        return min((tensor.place for tensor in own), default=0), sum(tensor.words for tensor in own)

    def _in(self, region: str) -> list[Tensor]:
        return [tensor for tensor in self.persistent.values() if tensor.region == region]

    def _has(self, tensor: Tensor, part: int | None) -> bool:
        there = self.parts.get(tensor.name, 0)
        return there != FROZEN if part is None else there == part

    def _order(self, tensor: Tensor) -> tuple[bool, int]:
        part = self.parts.get(tensor.name, 0)
        return part == FROZEN, part

    def trains(self, tensor: Tensor) -> bool:
        """Whether a parameter, or what belongs to one, is trained: it is this layout's own and not frozen."""
        return self.owns(tensor) and self._has(tensor, None)

    def freeze(self) -> None:
        """Fix where the persistent tensors lie, part by part; further programs only add tensors of their own."""
        if not self.frozen:
            self.frozen = True
            for region in map(self.own, REGIONS):
                place = 0
                for tensor in sorted(self._in(region), key=self._order):
                    tensor.place, place = place, place + tensor.words
                self.reserve(region, self.sizes.get(region, 0))

    def reserve(self, region: str, words: int) -> None:
        """Put a region at the end of the arena."""
        root = self.root
        root.starts[region] = root.end
        root.end += words

    def offset(self, tensor: Tensor) -> int:
        """Words from the start of the arena."""
        return tensor.place + (self.offset(tensor.base) if tensor.base else self.root.starts[tensor.region])
