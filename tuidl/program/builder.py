"""Building programs: places for tensors, instructions in order, and a tape that turns the forward pass round."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import tuidl.program.catalogue  # noqa: F401 - fills the instruction set
from tuidl.program.program import Instruction, Program, Value, bind
from tuidl.program.tensor import Kind, Parameter, Role, Tensor

Initialiser = Callable[[tuple[int, ...]], object]  # given the shape; ``nn`` decides what it means
Backward = Callable[[Tensor, Tensor | None], None]  # (dy, dx): write dx if there is one
MOMENTS = 2  # regions kept for optimisers, each as large as the parameters that are trained
FROZEN = -1  # the part of parameters that are not trained
REGIONS = ("params", "grads", *(f"moments{i}" for i in range(MOMENTS)), "average", "state")


@dataclass
class Layout:
    """Where everything lies in the arena: parameters, gradients, moments and state, then each program's own tensors.

    Parameters, gradients and moments are regions of equal order, so that an optimiser works on whole regions, or on
    parts of them: ``part_of`` says to which part a parameter belongs. Frozen ones stand last and have no moments.
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

    def add(self, tensor: Tensor) -> Tensor:
        """Give a persistent tensor its place; the same name gives the same tensor."""
        known = self.persistent.get(tensor.name)
        if known is not None:
            if known.shape != tensor.shape:
                raise ValueError(f"tensor {tensor.name} exists with shape {known.shape}, not {tensor.shape}")
            return known
        if self.frozen:
            raise ValueError(f"tensor {tensor.name} is new, but the layout is frozen")
        tensor.place = self.sizes.get(tensor.region, 0)
        self.sizes[tensor.region] = tensor.place + tensor.words
        self.persistent[tensor.name] = tensor
        return tensor

    def span(self, region: str, part: int | None = None) -> tuple[int, int]:
        """Where a part lies in a persistent region, and how many words it has; None: all parts that are trained."""
        own = [tensor for tensor in self._in(region) if self._has(tensor, part)]
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
        """Whether a parameter, or what belongs to one, is trained."""
        return self._has(tensor, None)

    def freeze(self) -> None:
        """Fix where the persistent tensors lie, part by part; further programs only add tensors of their own."""
        if not self.frozen:
            self.frozen = True
            for region in REGIONS:
                place = 0
                for tensor in sorted(self._in(region), key=self._order):
                    tensor.place, place = place, place + tensor.words
                self.starts[region] = self.end
                self.end += self.sizes.get(region, 0)

    def reserve(self, region: str, words: int) -> None:
        """Put a program's own region at the end."""
        self.starts[region] = self.end
        self.end += words

    def offset(self, tensor: Tensor) -> int:
        """Words from the start of the arena."""
        return tensor.place + (self.offset(tensor.base) if tensor.base else self.starts[tensor.region])


class Builder:
    """Collects the instructions of one program for one batch size."""

    def __init__(self, name: str, layout: Layout, batch: int, training: bool, averaged: bool = False) -> None:
        self.name, self.layout, self.batch, self.training = name, layout, batch, training
        self.averaged = averaged  # whether the averages of the parameters stand for them
        self.instructions: list[Instruction] = []
        self.tensors: dict[str, Tensor] = {}
        self.words = 0
        self._prefix = ""
        self._tape: list[tuple[Tensor, Tensor, Backward]] = []
        self._layers = 0

    # ---- tensors ----------------------------------------------------------------------------------------------------

    @contextmanager
    def scope(self, name: str) -> Iterator[None]:
        """Names inside begin with ``name.``."""
        before, self._prefix = self._prefix, f"{self._prefix}{name}."
        yield
        self._prefix = before

    def tensor(
        self,
        name: str,
        shape: tuple[int, ...],
        kind: Kind = "float",
        role: Role = "activation",
        tight: bool = False,
        timed: bool = False,
    ) -> Tensor:
        """A tensor of this program alone; one of three dimensions is a sequence."""
        full = self._prefix + name
        timed = timed or (len(shape) == 3 and kind == "float")
        tensor = Tensor(full, shape, role, self.name, kind, self.words, tight=tight, timed=timed)
        if self.tensors.setdefault(full, tensor) is not tensor:
            raise ValueError(f"program {self.name} has two tensors named {full}")
        self.words += tensor.words
        return tensor

    def parameter(self, name: str, shape: tuple[int, ...], initial: object) -> Parameter:
        """A trainable tensor, its gradient and, unless it is frozen, room for the moments and an average."""
        full, part = self._prefix + name, self.layout.part_of(self._prefix + name)

        def add(suffix: str, role: Role, region: str) -> Tensor:
            self.layout.parts[full + suffix] = part
            return self.layout.add(Tensor(full + suffix, shape, role, region))

        for i in range(MOMENTS if part != FROZEN else 0):
            add(f".moment{i}", "moment", f"moments{i}")
        value = add("", "param", "params")
        self.layout.initial.setdefault(full, (value, initial))
        grad = add(".grad", "grad", "grads")
        if self.layout.averaged and part != FROZEN:
            average = add(".average", "average", "average")
            value = average if self.averaged else value
        return Parameter(value, grad, frozen=part == FROZEN)

    def state(self, name: str, shape: tuple[int, ...], initial: object) -> Tensor:
        """A tensor that lives on between programs without being trained."""
        tensor = self.layout.add(Tensor(self._prefix + name, shape, "state", "state"))
        self.layout.initial.setdefault(tensor.name, (tensor, initial))
        return tensor

    def region(self, region: str, part: int | None = None) -> Tensor:
        """A part of a persistent region as one vector; None: all that is trained."""
        place, words = self.layout.span(region, part)
        return Tensor(f"{region}.{part}" if part else region, (words,), "param", region, place=place)

    def layer_number(self) -> int:
        """A number for each random layer, the same in every program of the model."""
        self._layers += 1
        return self._layers

    # ---- instructions -----------------------------------------------------------------------------------------------

    def __call__(self, operation: str, **operands: Value) -> None:
        """Append an instruction."""
        self.instructions.append(bind(operation, operands))

    def backward(self, x: Tensor, y: Tensor, rule: Backward) -> None:
        """Remember how the gradient of ``x`` follows from that of ``y``."""
        self._tape.append((x, y, rule))

    def differentiate(self, output: Tensor, gradient: Tensor) -> None:
        """Emit the backward pass from the gradient of ``output``.

        Where a tensor was used more than once, the gradients of its uses are added.
        """
        made = {y.name for _, y, _ in self._tape}
        gradients = {output.name: gradient}
        for x, y, rule in reversed(self._tape):
            dy = gradients.get(y.name)
            if dy is None:
                continue
            if x.name not in made:
                rule(dy, None)
                continue
            known = gradients.get(x.name)
            uses = sum(name.startswith(f"{x.name}.grad") for name in self.tensors)
            dx = self._plain(f"{x.name}.grad{uses or ''}", x.shape)
            rule(dy, dx)
            if known is not None:
                total = self._plain(f"{x.name}.grad{uses + 1}", x.shape)
                self("sum.add", a=known, b=dx, y=total)
                dx = total
            gradients[x.name] = dx

    def _plain(self, name: str, shape: tuple[int, ...]) -> Tensor:
        before, self._prefix = self._prefix, ""
        tensor = self.tensor(name, shape)
        self._prefix = before
        return tensor

    def build(self, first_backward: int, first_update: int) -> Program:
        """The finished program; its own tensors get their place in the arena."""
        self.layout.freeze()
        self.layout.reserve(self.name, self.words)
        return Program(self.name, self.batch, self.instructions, self.tensors, first_backward, first_update)
