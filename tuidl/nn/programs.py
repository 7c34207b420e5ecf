"""The programs of a model: train, evaluate, look inside, and take gradients, each for a batch size."""

from collections.abc import Sequence
from dataclasses import dataclass

from tuidl.nn.inputs import Inputs, Shapes
from tuidl.nn.layers import Layer, Sequential
from tuidl.nn.losses import Loss, LossTensors, split
from tuidl.nn.optimizer import Optimizer
from tuidl.nn.table import LayerRow
from tuidl.program import Builder, Layout, Program, Tensor


@dataclass(frozen=True)
class Mask:
    """Which rows of a loss count: 1 or 0 for each, and how many do."""

    weight: Tensor
    count: Tensor


class Programs:
    """Builds programs on demand and keeps them; all share one layout, which may lie ``beside`` another model's."""

    def __init__(
        self, network: Sequential, input_shape: Shapes, loss: Loss, optimizer: Optimizer, seed: int,
        beside: Layout | None = None,
    ) -> None:  # fmt: skip
        self.layers, self.loss, self.optimizer = network.layers, loss, optimizer
        if not self.layers:
            raise ValueError("a network needs at least one layer")
        self.hidden, self.final = split(self.layers, loss)
        if not self.hidden:
            raise ValueError("a network needs a layer before its final activation")
        self.inputs = Inputs.of(input_shape, self.layers[0])
        self.limits: dict[str, int] = {}  # of the whole numbers among the inputs
        self.layout = Layout(beside=beside)
        self.rows: list[LayerRow] = []
        self.output_shape: tuple[int, ...] = ()
        self.moments = 0  # of the output, where it is a sequence
        self.masked = False  # whether some moments of the output may be padding
        self._made: dict[str, Program] = {}
        self.seed = seed

    # ---- what programs begin with -----------------------------------------------------------------------------------

    def _target(self, emit: Builder, output: Tensor) -> Tensor:
        """Emit the gathering of the targets."""
        shape = self.loss.target_shape(output.shape)
        if not self.loss.integer_targets:
            target = emit.tensor("y", shape, "float", "data")
            emit("data.rows", examples="y", indices="indices", x=target)
            return target
        target = emit.tensor("y", shape, "int", "data", tight=True)
        emit("data.tokens" if len(shape) == 2 else "data.labels", examples="y", indices="indices", x=target)
        return target

    def _forward(self, emit: Builder, layers: Sequence[Layer], rows: list[LayerRow] | None = None) -> Tensor:
        """Emit the layers, noting their shapes if asked."""
        x = self.inputs.build(emit)
        for layer in layers:
            x = emit.layer(layer, x)
            if rows is not None and all(row.name != layer.name for row in rows):
                persistent = self.layout.persistent.values()
                size = sum(t.size for t in persistent if t.role == "param" and t.name.startswith(f"{layer.name}."))
                rows.append(LayerRow(layer.name, layer.kind, self._one(x.shape, x.kind), size))
        self.limits = emit.limits
        return x

    def _judged(self, emit: Builder, output: Tensor) -> tuple[LossTensors, Mask | None]:
        """Emit the loss; where the output has a mask, of its real moments alone."""
        made = self.loss.build(output, self._target(emit, output), emit)
        mask = emit.masked(output)
        if mask is None:
            return made, None
        weight, count = emit.tensor("real", (mask.size,)), emit.tensor("count", (1,))
        emit("mask.weights", mask=mask, weight=weight, count=count)
        emit("mask.loss", weight=weight, count=count, loss=made.loss, hit=made.hit, doutput=made.gradient)
        return made, Mask(weight, count)

    def _one(self, shape: tuple[int, ...], kind: str = "float") -> tuple[int, ...]:
        """The shape of one example: without the batch, which stands second in sequences and in tokens."""
        return (shape[0], *shape[2:]) if len(shape) == 3 or (kind == "int" and len(shape) == 2) else shape[1:]

    # ---- the programs -----------------------------------------------------------------------------------------------

    def train(self, batch: int) -> Program:
        """Forward, loss, backward, update; records the mean loss and the share of hits."""
        name = f"train/{batch}"
        if name not in self._made:
            first = not self._made
            emit = Builder(name, self.layout, batch, training=True, seed=self.seed)
            output = self._forward(emit, self.hidden, self.rows if first else None)
            if first:
                self.output_shape = self._one(output.shape)
                self.moments = output.shape[0] if len(output.shape) == 3 else 0
                self.masked = emit.masked(output) is not None
                if self.final is not None:
                    self.rows.append(LayerRow(self.final.name, self.final.kind, self.output_shape, 0))
            made, mask = self._judged(emit, output)
            for kept, tensor in (("loss", made.loss), ("hit", made.hit)):
                if mask is None:
                    emit("data.mean", values=tensor, history=kept)
                else:
                    emit("data.mean_of", values=tensor, count=mask.count, history=kept)
            backward = len(emit.instructions)
            emit.differentiate(output, made.gradient)
            update = len(emit.instructions)
            self.optimizer.build(emit)
            self._made[name] = emit.build(backward, update)
        return self._made[name]

    def evaluate(self, batch: int) -> Program:
        """Forward and loss; keeps loss and hit of every row."""
        name = f"evaluate/{batch}"
        if name not in self._made:
            emit = Builder(name, self.layout, batch, training=False, seed=self.seed)
            output = self._forward(emit, self.hidden)
            made, mask = self._judged(emit, output)
            kept = {"loss": made.loss, "hit": made.hit} | ({} if mask is None else {"real": mask.weight})
            for name_, tensor in kept.items():
                emit("data.vector", values=tensor, history=name_)
            self._made[name] = emit.build(len(emit.instructions), len(emit.instructions))
        return self._made[name]

    def observe(self, batch: int, names: tuple[str, ...]) -> Program:
        """Forward with the final activation; keeps the tensors named."""
        name = f"observe/{batch}/{','.join(names)}"
        if name not in self._made:
            emit = Builder(name, self.layout, batch, training=False, seed=self.seed)
            output = self._forward(emit, self.layers)
            known = {name: t for name, t in emit.tensors.items() if t.kind == "float" and t.role != "data"} | {
                "output": output
            }
            for wanted in names:
                if wanted not in known:
                    raise KeyError(f"no tensor '{wanted}' to observe; there are {', '.join(known)}")
                emit("data.keep", values=known[wanted], history=wanted)
            emit.tensors["output"] = output
            self._made[name] = emit.build(len(emit.instructions), len(emit.instructions))
        return self._made[name]

    def observed(self, program: Program, name: str) -> Tensor:
        """The tensor that a program of ``observe`` keeps under a name."""
        return program.tensors[name]

    def timed(self, shape: tuple[int, ...], batch: int) -> bool:
        """Whether a tensor of this shape is a sequence, time before batch."""
        return len(shape) >= 3 and shape[0] in {*self.inputs.moments, self.moments} and shape[1] == batch

    def gradient(self, batch: int) -> Program:
        """Forward as in evaluation, loss and backward, without an update."""
        name = f"gradient/{batch}"
        if name not in self._made:
            emit = Builder(name, self.layout, batch, training=False, seed=self.seed)
            output = self._forward(emit, self.hidden)
            made, mask = self._judged(emit, output)
            if mask is not None:
                emit("data.vector", values=mask.count, history="count")
            backward = len(emit.instructions)
            emit.differentiate(output, made.gradient)
            self._made[name] = emit.build(backward, len(emit.instructions))
        return self._made[name]
