"""From a lesson's words to layers that go on from what earlier layers gave, and that join it."""

from collections.abc import Mapping, Sequence
from typing import Any

from tuidl import nn
from tuidl.language import tr
from tuidl.train.pairs import ANSWER

KINDS = ("input", "residual", "parallel")
NAMING = ("source", "memory", "initial", "of", "graph")  # keys that name earlier layers

Options = Mapping[str, Any]


class Branches:
    """What the layers of a lesson gave so far, by their names there: after their activation."""

    def __init__(self) -> None:
        self._outputs: dict[str, str] = {}
        self._last = ""
        self._answering = False  # the branch goes on from the answer so far

    @property
    def answers(self) -> bool:
        """Whether some layer reads the answer so far."""
        return self._answering

    def resolved(self, kind: str, options: Options) -> dict[str, Any]:
        """The options of the next layer, names of earlier layers replaced by those that they have in the network."""
        found = dict(options)
        for key in NAMING:
            if key in found:
                named = found[key]
                several = isinstance(named, list | tuple)
                found[key] = [self._of(each) for each in named] if several else self._of(named)
        if kind == "input" and options.get("source") == ANSWER:
            self._answering = True
        if self._last == ANSWER:
            found["answering"] = True  # tokens are those of answers
        if kind == "residual":
            found["previous"] = self._of(self._last)
        return found

    def _of(self, name: Any) -> str:
        return self._outputs.get(str(name), str(name))

    def add(self, name: str, options: Options, made: Sequence[nn.Layer]) -> None:
        """Remember a layer."""
        self._outputs[name] = made[-1].name
        self._last = ANSWER if options.get("source") == ANSWER else name


def joining(name: str, kind: str, options: Options) -> nn.Layer:
    """The layer that goes on from an earlier one, or joins several."""
    if kind == "input":
        return nn.Input(str(options["source"]), name=name)
    if kind == "residual":
        if "of" not in options:
            raise ValueError(
                tr("layer '{name}' (residual) adds what an earlier layer gave: say which, of = \"LAYER\"", name=name)
            )
        return nn.Parallel(nn.Input(str(options["previous"])), nn.Input(str(options["of"])), name=name)
    of = options.get("of", ())
    if not isinstance(of, list | tuple) or not of:
        raise ValueError(
            tr('layer \'{name}\' (parallel) joins what earlier layers gave: say which, of = ["A", "B"]', name=name)
        )
    return nn.Parallel(*(nn.Input(str(each)) for each in of), join=options.get("join", "concat"), name=name)
