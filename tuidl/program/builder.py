"""Building programs: places for tensors, instructions in order, and a tape that turns the forward pass round."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import tuidl.program.catalogue  # noqa: F401 - fills the instruction set
from tuidl.program.program import Instruction, Program, Value, bind
from tuidl.program.tensor import Kind, Parameter, Role, Tensor

Initialiser = Callable[[tuple[int, ...]], object]  # given the shape; ``nn`` decides what it means
Backward = Callable[[Tensor, Tensor | None], None]  # (dy, dx): write dx if there is one
Gradients = tuple[Tensor | None, ...]
Rule = Callable[[Gradients, Gradients], None]  # (dys, dxs): write each dx that there is
MOMENTS = 2  # regions kept for optimisers, each as large as the parameters


@dataclass
class Layout:
    """Where everything lies in the arena: parameters, gradients, moments and state, then each program's own tensors.

    Parameters, gradients and moments are regions of equal order, so that an optimiser works on whole regions.
    """

    persistent: dict[str, Tensor] = field(default_factory=dict)
    initial: dict[str, tuple[Tensor, object]] = field(default_factory=dict)  # name -> (tensor, initialiser)
    sizes: dict[str, int] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)
    end: int = 0
    frozen: bool = False

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

    def freeze(self) -> None:
        """Fix where the persistent regions start; further programs only add tensors of their own."""
        if not self.frozen:
            self.frozen = True
            for region in ("params", "grads", *(f"moments{i}" for i in range(MOMENTS)), "state"):
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

    def __init__(self, name: str, layout: Layout, batch: int, training: bool) -> None:
        self.name, self.layout, self.batch, self.training = name, layout, batch, training
        self.instructions: list[Instruction] = []
        self.tensors: dict[str, Tensor] = {}
        self.words = 0
        self._prefix = ""
        self._tape: list[tuple[tuple[Tensor, ...], tuple[Tensor, ...], Rule]] = []
        self._layers = 0

    # ---- tensors ----------------------------------------------------------------------------------------------------

    @contextmanager
    def scope(self, name: str) -> Iterator[None]:
        """Names inside begin with ``name.``."""
        before, self._prefix = self._prefix, f"{self._prefix}{name}."
        yield
        self._prefix = before

    def tensor(
        self, name: str, shape: tuple[int, ...], kind: Kind = "float", role: Role = "activation", tight: bool = False
    ) -> Tensor:
        """A tensor of this program alone."""
        full = self._prefix + name
        tensor = Tensor(full, shape, role, self.name, kind, self.words, tight=tight)
        if self.tensors.setdefault(full, tensor) is not tensor:
            raise ValueError(f"program {self.name} has two tensors named {full}")
        self.words += tensor.words
        return tensor

    def parameter(self, name: str, shape: tuple[int, ...], initial: object) -> Parameter:
        """A trainable tensor, its gradient, and room for the optimiser's moments."""
        full = self._prefix + name
        for i in range(MOMENTS):
            self.layout.add(Tensor(f"{full}.moment{i}", shape, "moment", f"moments{i}"))
        value = self.layout.add(Tensor(full, shape, "param", "params"))
        self.layout.initial.setdefault(full, (value, initial))
        return Parameter(value, self.layout.add(Tensor(f"{full}.grad", shape, "grad", "grads")))

    def state(self, name: str, shape: tuple[int, ...], initial: object) -> Tensor:
        """A tensor that lives on between programs without being trained."""
        tensor = self.layout.add(Tensor(self._prefix + name, shape, "state", "state"))
        self.layout.initial.setdefault(tensor.name, (tensor, initial))
        return tensor

    def region(self, region: str) -> Tensor:
        """A whole persistent region as one vector."""
        return Tensor(region, (self.layout.sizes.get(region, 0),), "param", region)

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
        self.backward_all((x,), (y,), lambda dys, dxs: rule(dys[0], dxs[0]) if dys[0] is not None else None)

    def backward_all(self, inputs: tuple[Tensor, ...], outputs: tuple[Tensor, ...], rule: Rule) -> None:
        """Remember how the gradients of several inputs follow from those of several outputs, all in one rule.

        The rule gets a gradient for each output, None for one that nothing depends on (but never for all), and writes
        those of the inputs, where there is a tensor for them.
        """
        self._tape.append((inputs, outputs, rule))

    def differentiate(self, output: Tensor, gradient: Tensor) -> None:
        """Emit the backward pass from the gradient of ``output``.

        Where a tensor was used more than once, the gradients of its uses are added.
        """
        made = {y.name for _, outputs, _ in self._tape for y in outputs}
        gradients = {output.name: gradient}
        for inputs, outputs, rule in reversed(self._tape):
            dys = tuple(gradients.get(y.name) for y in outputs)
            if all(dy is None for dy in dys):
                continue
            dxs = tuple(self._gradient(x) if x.name in made else None for x in inputs)
            rule(dys, dxs)
            for x, dx in zip(inputs, dxs, strict=True):
                if dx is not None:
                    gradients[x.name] = self._added(x, gradients.get(x.name), dx)

    def _added(self, x: Tensor, known: Tensor | None, dx: Tensor) -> Tensor:
        """The gradient of ``x`` after one more use."""
        if known is None:
            return dx
        total = self._gradient(x)
        self("sum.add", a=known, b=dx, y=total)
        return total

    def _gradient(self, x: Tensor) -> Tensor:
        """A new tensor for a gradient of ``x``."""
        uses = sum(name.startswith(f"{x.name}.grad") for name in self.tensors)
        return self._plain(f"{x.name}.grad{uses or ''}", x.shape)

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
