"""The programs of a model: train, evaluate, look inside, and take gradients, each for a batch size."""

from collections.abc import Sequence
from dataclasses import dataclass

from tuidl.language import tr
from tuidl.nn.groups import Group, Groups
from tuidl.nn.inputs import Inputs, Seen, Shapes
from tuidl.nn.layers import Augment, Layer, Sequential, Softmax
from tuidl.nn.losses import Loss, LossTensors, split
from tuidl.nn.optimizer import Optimizer
from tuidl.nn.table import LayerRow, placed
from tuidl.program import Builder, Layout, Program, Tensor, needed
from tuidl.program.tensor import in_one_row


@dataclass(frozen=True)
class Mask:
    """Which rows of a loss count: 1 or 0 for each, and how many do."""

    weight: Tensor
    count: Tensor


class Programs:
    """Builds programs on demand and keeps them; all share one layout, which may lie ``beside`` another model's."""

    def __init__(
        self, network: Sequential, input_shape: Shapes, loss: Loss, optimizer: Optimizer, seed: int,
        groups: Sequence[Group] = (), beside: Layout | None = None,
    ) -> None:  # fmt: skip
        self.layers, self.loss, self.optimizer = network.layers, loss, optimizer
        if not self.layers:
            raise ValueError(tr("a network needs at least one layer"))
        self.hidden, self.final = split(self.layers, loss)
        if not self.hidden:
            raise ValueError(tr("a network needs a layer before its final activation"))
        self.inputs = Inputs.of(input_shape, self.layers[0])
        self.limits: dict[str, int] = {}  # of the whole numbers among the inputs
        self.groups = Groups(groups)
        self.layout = Layout(part_of=self.groups.part, averaged=optimizer.average is not None, beside=beside)
        self.averaged = self.layout.averaged  # whether evaluations use the average
        self.rows: list[LayerRow] = []
        self.output_shape: tuple[int, ...] = ()
        self.moments = 0  # of the output, where it is a sequence
        self.masked = False  # whether some moments of the output may be padding
        self._made: dict[str, Program] = {}
        self._kept: dict[str, dict[str, tuple[int, ...]]] = {}
        self.seed = seed

    # ---- what programs begin with -----------------------------------------------------------------------------------

    def _target(self, emit: Builder, output: Tensor) -> Tensor:
        """Emit the gathering of the targets."""
        shape = self.loss.target_shape(output.shape)
        if not self.loss.integer_targets:
            target = emit.tensor("y", shape, "float", "data")
            how = "data.sequences" if len(shape) == 3 else "data.rows"
            emit(how, examples="y", indices="indices", x=target)
            return target
        target = emit.tensor("y", shape, "int", "data", tight=True)
        emit("data.tokens" if len(shape) == 2 else "data.labels", examples="y", indices="indices", x=target)
        return target

    def _forward(
        self, emit: Builder, layers: Sequence[Layer], rows: list[LayerRow] | None = None, inputs: Inputs | None = None
    ) -> Tensor:
        """Emit the layers, noting their shapes if asked."""
        x = (inputs or self.inputs).build(emit)
        for layer in layers:
            x, row = placed(layer, x, emit)
            if rows is not None and all(other.name != layer.name for other in rows):
                rows.append(row)
        self.limits = emit.limits
        return x

    def _output(self, emit: Builder, rows: list[LayerRow] | None = None, inputs: Inputs | None = None) -> Tensor:
        """Emit the layers up to what the loss wants."""
        output = self._forward(emit, self.hidden, rows, inputs)
        if isinstance(self.final, Softmax):
            with emit.scope(self.final.name):
                mask, output = emit.masked(output), self.final.logits(output, emit)
            if mask is not None:
                emit.mask(output, mask)
        return output

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

    # ---- the programs -----------------------------------------------------------------------------------------------

    def train(self, batch: int) -> Program:
        """Forward, loss, backward, update; records the mean loss and the share of hits."""
        name = f"train/{batch}"
        if name not in self._made:
            first = not self._made
            emit = Builder(name, self.layout, batch, training=True, seed=self.seed)
            output = self._output(emit, self.rows if first else None)
            if first:
                self.output_shape = output.example
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
        return Builder(name, self.layout, batch, training=False, seed=self.seed, averaged=self.averaged)

    def evaluate(self, batch: int) -> Program:
        """Forward and loss; keeps loss and hit of every row."""
        name = f"evaluate{'/average' * self.averaged}/{batch}"
        if name not in self._made:
            emit = self._looking(name, batch)
            output = self._output(emit)
            made, mask = self._judged(emit, output)
            kept = {"loss": made.loss, "hit": made.hit} | ({} if mask is None else {"real": mask.weight})
            for name_, tensor in kept.items():
                emit("data.vector", values=tensor, history=name_)
            self._made[name] = emit.build(len(emit.instructions), len(emit.instructions))
        return self._made[name]

    def observe(self, batch: int, names: tuple[str, ...]) -> Program:
        """Forward with the final activation; keeps the tensors named."""
        name = f"observe{'/average' * self.averaged}/{batch}/{','.join(names)}"
        if name not in self._made:
            emit = self._looking(name, batch)
            output = self._forward(emit, self.layers)
            known = {name: t for name, t in emit.tensors.items() if t.kind == "float" and t.role != "data"} | {
                "output": output
            }
            for wanted in names:
                if wanted not in known and emit.offers(wanted):
                    known[wanted] = emit.find(wanted)
                if wanted not in known:
                    raise KeyError(
                        tr("no tensor '{name}' to observe; there are {known}", name=wanted, known=", ".join(known))
                    )
                emit("data.keep", values=known[wanted], history=wanted)
            emit.tensors["output"] = output
            self._made[name] = emit.build(len(emit.instructions), len(emit.instructions))
        return self._made[name]

    def observed(self, program: Program, name: str) -> Tensor:
        """The tensor that a program of ``observe`` keeps under a name."""
        return program.tensors[name]

    def augmented(self, batch: int) -> Program:
        """Forward to the first ``Augment`` of the network, that one as in training; keeps what it gives."""
        name = f"augmented{'/average' * self.averaged}/{batch}"
        if name not in self._made:
            place = next((k for k, layer in enumerate(self.layers) if isinstance(layer, Augment)), None)
            if place is None:
                raise ValueError(tr("the network has no Augment among its layers; put one before the others"))
            emit = self._looking(name, batch)
            x = self.inputs.build(emit)
            for layer in self.layers[:place]:
                x = emit.layer(layer, x)
            emit.training = True
            emit.tensors["augmented"] = x = emit.layer(self.layers[place], x)
            emit("data.keep", values=x, history="augmented")
            self._made[name] = emit.build(len(emit.instructions), len(emit.instructions))
        return self._made[name]

    def stream(
        self, batch: int, inputs: Inputs, along: str, goes_on: bool
    ) -> tuple[Program, dict[str, tuple[int, ...]]]:
        """Forward for a piece of the input ``along``; keeps the output, and what layers carry to the next piece.

        Also gives the shapes of that, by name.
        """
        name = f"stream{'/average' * self.averaged}/{along}/{inputs.shapes[along][0]}/{batch}/{goes_on}"
        if name not in self._made:
            emit = self._looking(name, batch)
            emit.flowing, emit.goes_on = {along}, goes_on
            output = self._forward(emit, self.layers, inputs=inputs)
            emit("data.keep", values=output, history="output")
            emit.tensors["output"] = output
            self._made[name] = emit.build(len(emit.instructions), len(emit.instructions))
            self._kept[name] = emit.kept
        return self._made[name], self._kept[name]

    def generate(self, batch: int, inputs: Inputs, along: str) -> tuple[Program, dict[str, tuple[int, ...]]]:
        """Each step draws a token of the sequence ``along`` from the ``logits`` before, and reads it; keeps the tokens.

        Also gives the shapes of what layers carry from step to step, by name.
        """
        name = f"generate{'/average' * self.averaged}/{along}/{batch}"
        if name not in self._made:
            emit = self._looking(name, batch)
            emit.flowing, emit.goes_on, emit.loops = {along}, True, True
            vocabulary = self.output_shape[-1]
            with emit.scope("generate"):
                logits, shares = (emit.tensor(each, (batch, vocabulary)) for each in ("logits", "shares"))
                temperature = emit.tensor("temperature", (batch,))
                key = emit.tensor("key", (1,), "int", tight=True)

            def draw(tokens: Tensor) -> None:
                emit("tokens.draw", logits=logits, temperature=temperature, key=key, shares=shares, tokens=tokens)
                emit("data.write", tokens=tokens, history="drawn")

            emit.sources[along] = draw
            output = self._output(emit, inputs=inputs)
            emit("sum.copy", x=in_one_row(output), y=in_one_row(logits))
            self._made[name] = emit.build(len(emit.instructions), len(emit.instructions))
            self._kept[name] = emit.kept
        return self._made[name], self._kept[name]

    def gradient(self, batch: int) -> Program:
        """Forward as in evaluation, loss and backward, without an update."""
        name = f"gradient/{batch}"
        if name not in self._made:
            emit = Builder(name, self.layout, batch, training=False, seed=self.seed)
            output = self._output(emit)
            made, mask = self._judged(emit, output)
            if mask is not None:
                emit("data.vector", values=mask.count, history="count")
            backward = len(emit.instructions)
            emit.differentiate(output, made.gradient)
            self._made[name] = emit.build(backward, len(emit.instructions))
        return self._made[name]

    def saliency(self, batch: int) -> Program:
        """Forward as in evaluation, and backward from ``direction`` (a row for each example) at the outputs that the
        loss gets, all the way to the first input; keeps the gradient there and touches no other."""
        name = f"saliency{'/average' * self.averaged}/{batch}"
        if name not in self._made:
            emit = self._looking(name, batch)
            output = self._output(emit, inputs=Seen(self.inputs.shapes))
            direction = emit.tensor("direction", output.shape)
            emit("data.rows", examples="direction", indices="indices", x=direction)
            backward = len(emit.instructions)
            emit.differentiate(output, direction)
            wanted = emit.tensors["saliency"]
            emit.instructions[backward:] = needed(emit.instructions[backward:], [wanted])
            emit("data.keep", values=wanted, history="saliency")
            self._made[name] = emit.build(backward, len(emit.instructions))
        return self._made[name]

    def reading(self, batch: int, layer: str) -> Program:
        """Forward as in evaluation, and backward from the loss of those rows of the output that ``moments`` (whole
        numbers, 1 or 0, over time if the output has moments) says count, to what ``layer`` reads.

        Keeps the gradient there as ``reading``, of the mean loss of these rows, and, where what it reads may have
        padding, ``real`` as in evaluation; touches no other gradient. KeyError where no gradient gets to that layer.
        """
        name = f"reading{'/average' * self.averaged}/{layer}/{batch}"
        if name not in self._made:
            emit = self._looking(name, batch)
            output = self._output(emit)
            place = next(k for k, each in enumerate(self.layers) if each.name == layer)
            read = emit.find(self.layers[place - 1].name if place else next(iter(self.inputs.shapes)))
            emit.want(read)
            made, timed = self.loss.build(output, self._target(emit, output), emit), len(output.shape) == 3
            counting = emit.tensor("moments", output.shape[:-1], "int", "data", tight=True, timed=timed)
            how = "data.tokens" if timed else "data.labels"
            emit(how, examples="moments", indices="indices", x=counting)
            weight, count = emit.tensor("counting", (counting.size,)), emit.tensor("counted", (1,))
            emit("mask.weights", mask=counting, weight=weight, count=count)
            emit("mask.loss", weight=weight, count=count, loss=made.loss, hit=made.hit, doutput=made.gradient)
            backward = len(emit.instructions)
            wanted = emit.differentiate(output, made.gradient)[read.name]
            emit.instructions[backward:] = needed(emit.instructions[backward:], [wanted])
            emit("data.keep", values=wanted, history="reading")
            mask = emit.masked(read)
            if mask is not None:
                real = emit.tensor("real", (mask.size,))
                emit("mask.weights", mask=mask, weight=real, count=emit.tensor("real_count", (1,)))
                emit("data.vector", values=real, history="real")
            emit.tensors["reading"] = wanted
            self._made[name] = emit.build(backward, len(emit.instructions))
        return self._made[name]
