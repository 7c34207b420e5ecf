"""The tape: how gradients follow from gradients, written down on the way forward and read backwards."""

from collections.abc import Callable
from typing import Protocol

from tuidl.program.program import Value
from tuidl.program.tensor import Tensor

Gradients = tuple[Tensor | None, ...]
Backward = Callable[[Tensor, Tensor | None], None]  # (dy, dx): write dx if there is one
Rule = Callable[[Gradients, Gradients], None]  # (dys, dxs): write each dx that there is
Make = Callable[[str, tuple[int, ...]], Tensor]


class Emit(Protocol):
    """What appends instructions."""

    tensors: dict[str, Tensor]

    def __call__(self, operation: str, **operands: Value) -> None:
        """Append one."""
        ...


class Tape:
    """Rules in the order of the forward pass."""

    def __init__(self) -> None:
        self._rules: list[tuple[tuple[Tensor, ...], tuple[Tensor, ...], Rule]] = []

    def add(self, inputs: tuple[Tensor, ...], outputs: tuple[Tensor, ...], rule: Rule) -> None:
        """Remember how the gradients of the inputs follow from those of the outputs."""
        self._rules.append((inputs, outputs, rule))

    def run(self, output: Tensor, gradient: Tensor, emit: Emit, make: Make) -> dict[str, Tensor]:
        """Emit the backward pass; where a tensor was used more than once, the gradients of its uses are added.

        Returns the gradients by the names of their tensors.
        """
        made = {y.name for _, outputs, _ in self._rules for y in outputs}
        gradients = {output.name: gradient}
        for inputs, outputs, rule in reversed(self._rules):
            dys = tuple(gradients.get(y.name) for y in outputs)
            if all(dy is None for dy in dys):
                continue
            dxs = tuple(make(_free(f"{x.name}.grad", emit), x.shape) if x.name in made else None for x in inputs)
            rule(dys, dxs)
            for x, dx in zip(inputs, dxs, strict=True):
                if dx is None:
                    continue
                known = gradients.get(x.name)
                if known is not None:
                    total = make(_free(f"{x.name}.grad", emit), x.shape)
                    emit("sum.add", a=known, b=dx, y=total)
                    dx = total
                gradients[x.name] = dx
        return gradients


def _free(name: str, emit: Emit) -> str:
    """The name, with a number if it is taken."""
    uses = sum(each.startswith(name) for each in emit.tensors)
    return f"{name}{uses or ''}"
