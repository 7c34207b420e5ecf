"""The programs of a model: train, evaluate, look inside, and take gradients, each for a batch size."""

from collections.abc import Sequence

from tuidl.nn.flops import flops
from tuidl.nn.groups import Group, Groups
from tuidl.nn.layers import Embedding, Layer, Noise, OneHot, Sequential, Softmax
from tuidl.nn.losses import Loss, split
from tuidl.nn.optimizer import Optimizer
from tuidl.nn.table import LayerRow
from tuidl.program import Builder, Layout, Program, Tensor, needed

READABLE = "give features (n,), sequences (time, n), images (h, w, c) or tokens (time,)"


class Programs:
    """Builds programs on demand and keeps them; all share one layout."""

    def __init__(
        self, network: Sequential, input_shape: tuple[int, ...], loss: Loss, optimizer: Optimizer, seed: int,
        groups: Sequence[Group] = (),
    ) -> None:  # fmt: skip
        self.layers, self.input_shape, self.loss, self.optimizer = network.layers, input_shape, loss, optimizer
        if not self.layers:
            raise ValueError("a network needs at least one layer")
        self.hidden, self.final = split(self.layers, loss)
        if not self.hidden:
            raise ValueError("a network needs a layer before its final activation")
        self.reads_tokens = isinstance(self.layers[0], OneHot | Embedding)
        self.groups = Groups(groups)
        self.layout = Layout(part_of=self.groups.part, averaged=optimizer.average is not None)
        self.averaged = self.layout.averaged  # whether evaluations use the average
        self.rows: list[LayerRow] = []
        self.output_shape: tuple[int, ...] = ()
        self.moments = 0  # of the output, where it is a sequence
        self._made: dict[str, Program] = {}
        for layer in network.everything():
            if isinstance(layer, Noise):
                layer.seed = seed

    # ---- what programs begin with -----------------------------------------------------------------------------------

    def _input(self, emit: Builder) -> Tensor:
        """Emit the gathering of a batch."""
        batch, shape = emit.batch, self.input_shape
        if min(shape, default=0) < 1 or (self.reads_tokens and len(shape) != 1):
            raise ValueError(f"examples of shape {shape} cannot be read; {READABLE}")
        if self.reads_tokens:
            x = emit.tensor("x", (*shape, batch), "int", "data", tight=True)
            emit("data.tokens", examples="x", indices="indices", x=x)
        elif len(shape) == 3:
            x = emit.tensor("x", (batch, *shape), "float", "data", tight=True)
            emit("data.images", examples="x", indices="indices", x=x)
        elif len(shape) == 2:
            x = emit.tensor("x", (shape[0], batch, shape[1]), "float", "data")
            emit("data.sequences", examples="x", indices="indices", x=x)
        elif len(shape) == 1:
            x = emit.tensor("x", (batch, *shape), "float", "data")
            emit("data.rows", examples="x", indices="indices", x=x)
        else:
            raise ValueError(f"examples of shape {shape} cannot be read; {READABLE}")
        return x

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
        x = self._input(emit)
        for layer in layers:
            begun = len(emit.instructions)
            with emit.scope(layer.name):
                x = layer.build(x, emit)
            if rows is not None:
                persistent = self.layout.persistent.values()
                size = sum(t.size for t in persistent if t.role == "param" and t.name.startswith(f"{layer.name}."))
                cost = flops(emit.instructions[begun:]) // emit.batch
                rows.append(LayerRow(layer.name, layer.kind, self._one(x.shape), size, cost))
        return x

    def _output(self, emit: Builder, rows: list[LayerRow] | None = None) -> Tensor:
        """Emit the layers up to what the loss wants."""
        output = self._forward(emit, self.hidden, rows)
        if isinstance(self.final, Softmax):
            with emit.scope(self.final.name):
                output = self.final.logits(output, emit)
        return output

    def _one(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """The shape of one example: without the batch, which stands second in sequences."""
        return (shape[0], *shape[2:]) if len(shape) == 3 else shape[1:]

    # ---- the programs -----------------------------------------------------------------------------------------------

    def train(self, batch: int) -> Program:
        """Forward, loss, backward, update; records the mean loss and the share of hits."""
        name = f"train/{batch}"
        if name not in self._made:
            first = not self._made
            emit = Builder(name, self.layout, batch, training=True)
            output = self._output(emit, self.rows if first else None)
            if first:
                self.output_shape = self._one(output.shape)
                self.moments = output.shape[0] if len(output.shape) == 3 else 0
                if self.final is not None:
                    self.rows.append(LayerRow(self.final.name, self.final.kind, self.output_shape, 0))
            made = self.loss.build(output, self._target(emit, output), emit)
            emit("data.mean", values=made.loss, history="loss")
            emit("data.mean", values=made.hit, history="hit")
            backward = len(emit.instructions)
            emit.differentiate(output, made.gradient)
            if first:
                self.groups.check([t.name for t in self.layout.persistent.values() if t.role == "param"])
            if not all(map(self.layout.trains, self.layout.persistent.values())):
                grads = (t for t in self.layout.persistent.values() if t.role == "grad" and self.layout.trains(t))
                emit.instructions[backward:] = needed(emit.instructions[backward:], grads)
            update = len(emit.instructions)
            self.optimizer.build(emit, self.groups.parts)
            self._made[name] = emit.build(backward, update)
        return self._made[name]

    def _looking(self, name: str, batch: int) -> Builder:
        """A builder of a program that changes nothing."""
        return Builder(name, self.layout, batch, training=False, averaged=self.averaged)

    def evaluate(self, batch: int) -> Program:
        """Forward and loss; keeps loss and hit of every row."""
        name = f"evaluate{'/average' * self.averaged}/{batch}"
        if name not in self._made:
            emit = self._looking(name, batch)
            output = self._output(emit)
            made = self.loss.build(output, self._target(emit, output), emit)
            for kept, tensor in (("loss", made.loss), ("hit", made.hit)):
                emit("data.vector", values=tensor, history=kept)
            self._made[name] = emit.build(len(emit.instructions), len(emit.instructions))
        return self._made[name]

    def observe(self, batch: int, names: tuple[str, ...]) -> Program:
        """Forward with the final activation; keeps the tensors named."""
        name = f"observe{'/average' * self.averaged}/{batch}/{','.join(names)}"
        if name not in self._made:
            emit = self._looking(name, batch)
            output = self._forward(emit, self.layers)
            known = {**emit.tensors, "output": output}
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

    def gradient(self, batch: int) -> Program:
        """Forward as in evaluation, loss and backward, without an update."""
        name = f"gradient/{batch}"
        if name not in self._made:
            emit = Builder(name, self.layout, batch, training=False)
            output = self._output(emit)
            made = self.loss.build(output, self._target(emit, output), emit)
            backward = len(emit.instructions)
            emit.differentiate(output, made.gradient)
            self._made[name] = emit.build(backward, len(emit.instructions))
        return self._made[name]
