"""Building programs: places for tensors, instructions in order, names, and masks that go from layer to layer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

import tuidl.program.catalogue  # noqa: F401 - fills the instruction set
from tuidl.program.layout import FROZEN, MOMENTS, Layout
from tuidl.program.program import Instruction, Program, Value, bind
from tuidl.program.tape import Backward, Rule, Tape
from tuidl.program.tensor import Kind, Parameter, Role, Tensor, in_one_row


class Buildable(Protocol):
    """A layer, as far as the builder knows one."""

    name: str

    def build(self, x: Tensor, emit: "Builder") -> Tensor:
        """Emit the layer; returns its output."""
        ...


class Builder:
    """Collects the instructions of one program for one batch size.

    ``inputs`` are what examples bring, by name; ``limits`` says below which number the values of a whole-number input
    must stay, as the layers that read it have found; ``seed`` is for layers that are random; ``averaged`` says whether
    the averages of the parameters stand for them. In a stream ``flowing`` are the tensors that come in pieces,
    ``goes_on`` says whether there was a piece before, and ``kept`` are the shapes of what layers carry from piece to
    piece. Where the program ``loops``, each of its steps is a piece and goes on from the step before; ``sources`` are
    what fills an input in place of the data set.
    """

    def __init__(
        self, name: str, layout: Layout, batch: int, training: bool, seed: int = 0, averaged: bool = False
    ) -> None:
        self.name, self.layout, self.batch, self.training = layout.own(name), layout, batch, training
        self.seed, self.averaged = seed, averaged
        self.instructions: list[Instruction] = []
        self.tensors: dict[str, Tensor] = {}
        self.inputs: dict[str, Tensor] = {}
        self.limits: dict[str, int] = {}
        self.flowing: set[str] = set()
        self.goes_on = self.loops = False
        self.sources: dict[str, Callable[[Tensor], None]] = {}
        self.kept: dict[str, tuple[int, ...]] = {}
        self.words = 0
        self._prefix = self._home = ""  # of the names of tensors, and of parameters
        self._around = [""]  # the prefixes of all scopes that are open
        self._homes: dict[int, str] = {}  # layer -> prefix of its parameters
        self._outputs: dict[str, Tensor] = {}
        self._offers: dict[str, tuple[str, str, Callable[[], Tensor]]] = {}
        self._masks: dict[str, Tensor] = {}
        self._used: set[str] = set()
        self._parts: list[tuple[Tensor, Tensor]] = []  # gradients of further uses of a parameter
        self._tape = Tape()
        self._layers = 0

    # ---- layers and names -------------------------------------------------------------------------------------------

    @contextmanager
    def scope(self, name: str, home: str | None = None) -> Iterator[None]:
        """Names inside begin with ``name.``, those of parameters with ``home`` if it is given."""
        before = self._prefix, self._home
        self._prefix, self._home = f"{self._prefix}{name}.", f"{self._home}{name}." if home is None else home
        self._around.append(self._prefix)
        yield
        self._around.pop()
        self._prefix, self._home = before

    def layer(self, layer: Buildable, x: Tensor) -> Tensor:
        """What a layer makes of ``x``, under the layer's name; a mask goes on with it while moments and batch stay.

        The same layer used again has the same parameters, wherever it stands; in the names of its tensors a second use
        under the same name is ``NAME/2``.
        """
        home = self._homes.setdefault(id(layer), f"{self._home}{layer.name}.")
        name, use = layer.name, 1
        while f"{self._prefix}{name}" in self._outputs:
            use += 1
            name = f"{layer.name}/{use}"
        before = self.words
        with self.scope(name, home):
            y = layer.build(x, self)
        self._outputs[f"{self._prefix}{name}"] = y
        if y.place >= before:  # made here, not an earlier tensor handed on
            mask = self.masked(x)
            if mask is not None and len(y.shape) == 3 and y.shape[:2] == mask.shape:
                self._masks.setdefault(y.name, mask)
            if x.name in self.flowing:
                self.flowing.add(y.name)
        return y

    def offer(self, name: str, make: Callable[[], Tensor]) -> None:
        """Let ``find`` give a tensor by this name inside the layer; it is made only when somebody asks for it."""
        self._offers[self._prefix + name] = self._prefix, self._home, make

    def find(self, name: str) -> Tensor:
        """The input of that name, what the layer of that name gave, or what it offers; the nearest around comes first.

        ValueError if there is nothing of that name before this place.
        """
        full = self._full(name)
        if full is None:
            there = ", ".join(f"'{each}'" for each in {**self._outputs, **self.inputs})
            raise ValueError(f"'{name}' is no input and no layer before this one; there are {there}")
        if full in self._offers:
            before = self._prefix, self._home, self._around
            self._prefix, self._home, make = self._offers.pop(full)
            self._around = ["", self._prefix]
            self._outputs[full] = make()
            self._prefix, self._home, self._around = before
        return self._outputs[full] if full in self._outputs else self.inputs[full]

    def offers(self, name: str) -> bool:
        """Whether a layer offers a tensor of that full name, not asked for until now."""
        return name in self._offers

    def knows(self, name: str) -> bool:
        """Whether ``find`` would find something."""
        return self._full(name) is not None

    def _full(self, name: str) -> str | None:
        known = (around + name for around in reversed(self._around))
        return next((n for n in known if n in self._outputs or n in self._offers or n in self.inputs), None)

    def masked(self, x: Tensor) -> Tensor | None:
        """The mask of a sequence, whole numbers (time, batch): 1 real, 0 padding; None if every moment is real."""
        return self._masks.get(x.name)

    def mask(self, x: Tensor, mask: Tensor) -> None:
        """Say which moments of a sequence are real."""
        self._masks[x.name] = mask

    def below(self, tokens: Tensor, limit: int) -> None:
        """Say that the values of an input must stay below ``limit``; of several limits the smallest holds."""
        self.limits[tokens.name] = min(limit, self.limits.get(tokens.name, limit))

    def resumed(self, name: str, shape: tuple[int, ...]) -> Tensor:
        """What the layer kept under this name in the piece of the stream before."""
        x = self.tensor(f"{name}.before", shape)
        if not self.loops:
            self("data.rows", examples=f"before {self._prefix}{name}", indices="indices", x=x)
        return x

    def keep(self, name: str, x: Tensor) -> None:
        """Keep rows (batch, features) for the next piece of the stream."""
        self.kept[self._prefix + name] = x.shape
        if self.loops:
            self("sum.copy", x=in_one_row(x), y=in_one_row(self.tensors[f"{self._prefix}{name}.before"]))
        else:
            self("data.keep", values=x, history=f"after {self._prefix}{name}")

    # ---- tensors ----------------------------------------------------------------------------------------------------

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
        return self._tensor(self._prefix + name, shape, kind, role, tight, timed)

    def _tensor(
        self,
        full: str,
        shape: tuple[int, ...],
        kind: Kind = "float",
        role: Role = "activation",
        tight: bool = False,
        timed: bool = False,
    ) -> Tensor:
        timed = timed or (len(shape) == 3 and kind == "float")
        tensor = Tensor(full, shape, role, self.name, kind, self.words, tight=tight, timed=timed)
        if self.tensors.setdefault(full, tensor) is not tensor:
            raise ValueError(f"program {self.name} has two tensors named {full}")
        self.words += tensor.words
        return tensor

    def parameter(self, name: str, shape: tuple[int, ...], initial: object) -> Parameter:
        """A trainable tensor, its gradient and, unless it is frozen, room for the moments and an average.

        Used once more in the same program it has a gradient of its own, which ``differentiate`` adds to the first. One
        that is shared is another layout's to train.
        """
        full = self._home + name
        part, shared = self.layout.part_of(full), self.layout.knows(full)

        def add(suffix: str, role: Role, region: str) -> Tensor:
            self.layout.parts[full + suffix] = part
            return self.layout.add(Tensor(full + suffix, shape, role, self.layout.own(region)))

        for i in range(MOMENTS if part != FROZEN and not shared else 0):
            add(f".moment{i}", "moment", f"moments{i}")
        value = add("", "param", "params")
        if not shared:
            self.layout.initial.setdefault(full, (value, initial))
        grad = add(".grad", "grad", "grads")
        if self.layout.averaged and part != FROZEN and not shared:
            average = add(".average", "average", "average")
            value = average if self.averaged else value
        if full in self._used:
            further = self.tensor(f"{name}.grad", shape)
            self._parts.append((grad, further))
            grad = further
        self._used.add(full)
        return Parameter(value, grad, frozen=part == FROZEN)

    def state(self, name: str, shape: tuple[int, ...], initial: object, private: bool = False) -> Tensor:
        """A tensor that lives on between programs without being trained; a ``private`` one is never shared."""
        tensor = self.layout.add(Tensor(self._home + name, shape, "state", self.layout.own("state")), private)
        if self.layout.owns(tensor):
            self.layout.initial.setdefault(tensor.name, (tensor, initial))
        return tensor

    def region(self, region: str, part: int | None = None) -> Tensor:
        """A part of a persistent region of this program's layout as one vector; None: all that is trained."""
        own, (place, words) = self.layout.own(region), self.layout.span(region, part)
        return Tensor(f"{own}.{part}" if part else own, (words,), "param", own, place=place)

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
        self._tape.add((x,), (y,), lambda dys, dxs: rule(dys[0], dxs[0]) if dys[0] is not None else None)

    def backward_all(self, inputs: tuple[Tensor, ...], outputs: tuple[Tensor, ...], rule: Rule) -> None:
        """Remember how the gradients of several inputs follow from those of several outputs, all in one rule.

        The rule gets a gradient for each output, None for one that nothing depends on (but never for all), and writes
        those of the inputs, where there is a tensor for them.
        """
        self._tape.add(inputs, outputs, rule)

    def want(self, x: Tensor) -> None:
        """Have a gradient for a tensor that no parameter stands before, as what a first layer reads."""
        self._tape.add((), (x,), lambda dys, dxs: None)

    def differentiate(self, output: Tensor, gradient: Tensor) -> dict[str, Tensor]:
        """Emit the backward pass from the gradient of ``output``; returns the gradients by the names of their tensors.

        Where a tensor or a parameter was used more than once, the gradients of its uses are added.
        """
        first = len(self.instructions)
        gradients = self._tape.run(output, gradient, self, self._tensor)
        written = {
            value.root.name
            for instruction in self.instructions[first:]
            for operand, value in instruction.operands.items()
            if isinstance(value, Tensor) and instruction.operation.by_name[operand].writes
        }
        for total, part in self._parts:
            if part.name in written:
                how = "sum.accumulate" if total.name in written else "sum.copy"
                self(how, x=in_one_row(part), y=in_one_row(total))
                written.add(total.name)
        return gradients

    def build(self, first_backward: int, first_update: int) -> Program:
        """The finished program; its own tensors get their place in the arena."""
        self.layout.freeze()
        self.layout.reserve(self.name, self.words)
        return Program(self.name, self.batch, self.instructions, self.tensors, first_backward, first_update)
