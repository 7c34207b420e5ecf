"""Model: a network with its loss and optimiser, on one device.

A model compiles its layers into programs when they are first needed: one to train a batch size, others to evaluate,
predict, look inside. All of them share the persistent tensors; building one takes well under a millisecond.
"""

from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl.kernels import Executor, Progress, load
from tuidl.nn import init, losses, optimizers
from tuidl.nn.examples import Examples, Given, steps
from tuidl.nn.inputs import Shape, Shapes
from tuidl.nn.layers import Layer, Sequential
from tuidl.nn.optimizer import Optimizer, checked
from tuidl.nn.programs import Programs
from tuidl.nn.table import LayerRow, summary
from tuidl.program import Program, Tensor

Array = NDArray[Any]
WORDS = 2**30  # the largest arena: 4 GB, far beyond what a lesson needs
EVALUATION_BATCH = 256  # examples a program looks at together when nothing is trained


class Model:
    """A network that can be trained, asked and looked into.

    ``input_shape`` is the shape of one example: ``(4,)`` features, ``(28, 28, 1)`` pixels, ``(24,)`` moments of
    tokens when the first layer is OneHot or Embedding, ``(24, 3)`` moments of features; or, where a network has several
    inputs, the shape of each by its name, ``Whole(24)`` for tokens and other whole numbers. Examples are then given as
    a dict of arrays; the layer ``Input(name)`` reads them, the first input goes to the first layer. ``device``: "cpu",
    "reference" or "auto". Equal seeds give equal models.

    ``shares``: another model. Tensors of the same name are then the same tensors, on its device, and the new model
    trains only those that the other does not have: so a generator learns through a critic that stays as it is.
    """

    def __init__(
        self,
        layers: Sequential | Sequence[Layer],
        input_shape: Shapes,
        loss: str | losses.Loss = "cross_entropy",
        optimizer: str | Optimizer = "adam",
        *,
        device: str = "cpu",
        seed: int = 0,
        threads: int | None = None,
        dtype: type[np.floating[Any]] = np.float32,
        shares: "Model | None" = None,
    ) -> None:
        self.network = layers if isinstance(layers, Sequential) else Sequential(*layers)
        self.loss, self.optimizer = losses.resolve(loss), optimizers.resolve(optimizer)
        self.seed = seed
        self.step = 0
        beside = shares._programs.layout if shares is not None else None
        self._programs: Programs = Programs(self.network, input_shape, self.loss, self.optimizer, seed, beside)
        self._executor: Executor = shares._executor if shares else load(device, self._programs.layout, threads, dtype)
        self._examples = Examples(self._programs, self.loss, self._executor.dtype)
        self._open(self._programs.train(1))
        self.reset()

    # ---- parameters -------------------------------------------------------------------------------------------------

    def reset(self, seed: int | None = None) -> None:
        """First values for everything but what is shared, from ``seed`` (the model's own if left out); step 0."""
        self.seed = self.seed if seed is None else seed
        self.step = 0
        for tensor in self._programs.layout.persistent.values():
            if self._programs.layout.owns(tensor):
                self._executor.write(tensor, np.zeros(tensor.shape))
        for name, (tensor, initial) in self._programs.layout.initial.items():
            make: Any = initial
            self._executor.write(tensor, make(tensor.shape, init.stream(self.seed, name)))

    @property
    def input_shape(self) -> Shape | dict[str, Shape]:
        """The shape of one example, or of each input by its name."""
        return self._programs.inputs.given

    @property
    def device(self) -> str:
        """The executor's name."""
        return self._executor.name

    @property
    def threads(self) -> int:
        """Threads that train."""
        return self._executor.threads

    @property
    def rate(self) -> float:
        """The learning rate; can be set at any time."""
        return float(self.read("optimizer.rate")[0])

    @rate.setter
    def rate(self, rate: float) -> None:
        self.write("optimizer.rate", np.array([checked(rate)]))

    @property
    def parameters(self) -> int:
        """Number of trained values."""
        return sum(tensor.size for tensor in self._programs.layout.persistent.values() if tensor.role == "param")

    @property
    def layers(self) -> list[LayerRow]:
        """One row per layer: name, kind, output shape without the batch, parameters."""
        return self._programs.rows

    @property
    def output_shape(self) -> tuple[int, ...]:
        """The shape of one prediction."""
        return self._programs.output_shape

    @property
    def program(self) -> Program:
        """The program of a training step with a batch of 1."""
        return self._programs.train(1)

    def tensors(self) -> dict[str, tuple[int, ...]]:
        """Names and shapes of all persistent tensors."""
        return {name: tensor.shape for name, tensor in self._programs.layout.persistent.items()}

    def read(self, name: str) -> Array:
        """A copy of a persistent tensor: ``h1.weight``, ``h1.weight.grad``. KeyError for an unknown name."""
        return self._executor.read(self._tensor(name))

    def write(self, name: str, value: Array) -> None:
        """Set a persistent tensor. KeyError for an unknown name, ValueError for another shape."""
        tensor = self._tensor(name)
        if np.shape(value) != tensor.shape:
            raise ValueError(f"{name} has shape {tensor.shape}, the value has {np.shape(value)}")
        self._executor.write(tensor, np.asarray(value))

    def _tensor(self, name: str) -> Tensor:
        try:
            return self._programs.layout.persistent[name]
        except KeyError:
            raise KeyError(f"no tensor '{name}'; there are {', '.join(self.tensors())}") from None

    def summary(self) -> str:
        """The layers as a table."""
        return summary(self.layers, self.parameters)

    # ---- training ---------------------------------------------------------------------------------------------------

    def train(self, x: Given, y: Array, indices: NDArray[np.int32]) -> dict[str, Array]:
        """Train ``len(indices)`` steps, each on the examples ``indices[step]``; returns each step's loss and accuracy.

        ``x`` and ``y`` are whole data sets, ``indices`` (steps, batch) int32. The interpreter is free meanwhile.
        ValueError for examples, labels, tokens or indices that do not fit; nothing is changed then.
        """
        given = self._data(x, y)
        given["indices"] = steps(np.asarray(indices), self._examples.count(given))
        count, batch = indices.shape
        program = self._open(self._programs.train(batch))
        loss, hits = np.empty((count, 1), self._executor.dtype), np.empty((count, 1), self._executor.dtype)
        self._executor.run(program, {**given, "loss": loss, "hit": hits}, self.step, count)
        self.step += count
        return {"loss": loss[:, 0], "accuracy": hits[:, 0]}

    def train_step(self, x: Given, y: Array) -> float:
        """Train one step on a batch; returns its loss before the step."""
        return float(self.train(x, y, np.arange(len(y), dtype=np.int32)[None])["loss"][0])

    def fit(
        self,
        x: Given,
        y: Array,
        epochs: float = 1,
        batch_size: int = 32,
        validation: tuple[Given, Array] | None = None,
        progress: Callable[[int, Mapping[str, float]], None] | None = None,
    ) -> list[dict[str, float]]:
        """Train over shuffled examples; returns mean loss and accuracy of every epoch (and of the validation set).

        A batch may straddle two epochs; every example is seen once an epoch. ``progress(epoch, values)`` is called
        after each.
        """
        y = np.asarray(y)
        if not (epochs > 0 and batch_size > 0):
            raise ValueError(f"fit needs epochs and a batch_size above 0, not {epochs} and {batch_size}")
        count, history = self._examples.count(self._data(x, y)), []
        total = int(np.ceil(epochs * count / batch_size))
        shuffler = np.random.Generator(np.random.PCG64(np.random.SeedSequence([self.seed, self.step])))
        rounds = -(-total * batch_size // count)
        order = np.concatenate([shuffler.permutation(count) for _ in range(rounds)]).astype(np.int32)
        order = order[: total * batch_size].reshape(total, batch_size)
        ends = [min(total, int(np.ceil(epoch * count / batch_size))) for epoch in range(1, int(np.ceil(epochs)) + 1)]
        start = 0
        for epoch, end in enumerate(ends, 1):
            if end <= start:  # a batch larger than the data set: the last one was this epoch's, too
                continue
            values = {name: float(np.mean(v)) for name, v in self.train(x, y, order[start:end]).items()}
            if validation is not None:
                values |= {f"val_{name}": value for name, value in self.evaluate(*validation).items()}
            history.append(values)
            if progress:
                progress(epoch, values)
            start = end
        return history

    # ---- asking -----------------------------------------------------------------------------------------------------

    def evaluate(self, x: Given, y: Array) -> dict[str, float]:
        """Mean loss and accuracy over a data set, padding left out; nothing changes."""
        made = self._judged(x, y)
        weights = made.get("real", np.ones(made["loss"].shape)).astype(np.float64)
        count = max(float(weights.sum()), 1.0)
        sums = {name: float(made[kept].sum(dtype=np.float64)) for name, kept in (("loss", "loss"), ("accuracy", "hit"))}
        return {name: value / count for name, value in sums.items()}

    def judge(self, x: Given, y: Array) -> tuple[Array, Array]:
        """Loss and hit (1 right, 0 wrong) of every example, or of every moment: (n,) or (n, time); 0 at padding."""
        made = self._judged(x, y)
        return made["loss"], made["hit"]

    def _judged(self, x: Given, y: Array) -> dict[str, Array]:
        """Loss, hit and, where there may be padding, whether it is real, of every example or every moment."""
        given = self._data(x, y)
        count, programs = self._examples.count(given), self._programs
        program = self._open(programs.evaluate(min(count, EVALUATION_BATCH)))
        rows = program.batch * max(programs.moments, 1)
        names = ("loss", "hit", "real") if programs.masked else ("loss", "hit")
        made = self._sweep(program, given, dict.fromkeys(names, (rows,)))
        return {name: self._by_example(made[name], count, (rows,), program.batch) for name in names}

    def predict(self, x: Given) -> Array:
        """Outputs after the final activation: (n, classes), or (n, time, classes)."""
        return self.observe(x, ["output"])["output"]

    def observe(self, x: Given, names: Sequence[str]) -> dict[str, Array]:
        """What layers say about examples: ``{"conv1.out": (n, ...)}``; ``"output"`` is the prediction.

        KeyError for a name that no tensor of the evaluation program has.
        """
        given = self._data(x)
        count = self._examples.count(given)
        program = self._open(self._programs.observe(min(count, EVALUATION_BATCH), tuple(names)))
        shapes = {name: self._programs.observed(program, name).shape for name in names}
        made = self._sweep(program, given, shapes)
        return {name: self._by_example(made[name], count, shapes[name], program.batch) for name in names}

    def gradients(self, x: Given, y: Array) -> dict[str, Array]:
        """The gradient of the mean loss over examples for every parameter; nothing is updated."""
        given = self._data(x, y)
        count, weights = self._examples.count(given), 0.0
        params = [t for t in self._programs.layout.persistent.values() if t.role == "param"]
        grads = {t.name: self._programs.layout.persistent[f"{t.name}.grad"] for t in params}
        kept = {name: self._executor.read(grad) for name, grad in grads.items()}
        sums = {name: np.zeros(grad.shape) for name, grad in grads.items()}
        for start in range(0, count, EVALUATION_BATCH):
            part = np.arange(start, min(start + EVALUATION_BATCH, count), dtype=np.int32)[None]
            program = self._open(self._programs.gradient(part.shape[1]))
            real = np.full((1, 1), part.shape[1], self._executor.dtype)  # with a mask: as many as there are moments
            self._executor.run(program, {**given, "indices": part, "count": real}, self.step, 1)
            weights += float(real[0, 0])
            for name, grad in grads.items():
                sums[name] += self._executor.read(grad) * float(real[0, 0])
        for name, grad in grads.items():
            self._executor.write(grad, kept[name])
            sums[name] /= max(weights, 1.0)
        return sums

    def compile(self, batch: int = 32, examples: int = EVALUATION_BATCH, progress: Progress | None = None) -> None:
        """Compile or load the kernels that training and evaluating need, telling ``progress`` about each."""
        looked = min(examples, EVALUATION_BATCH)
        programs = [
            self._programs.train(batch),
            self._programs.evaluate(looked),
            self._programs.observe(looked, ("output",)),
        ]
        self._executor.compile([self._open(program) for program in programs], progress)

    # ---- state ------------------------------------------------------------------------------------------------------

    def state(self) -> dict[str, Array]:
        """Everything that training depends on: parameters, moments, running statistics, rate, step."""
        persistent = self._programs.layout.persistent.values()
        return {"step": np.array(self.step)} | {
            tensor.name: self._executor.read(tensor) for tensor in persistent if tensor.role != "grad"
        }

    def restore(self, state: Mapping[str, Array]) -> None:
        """Go on from a state, bit for bit. ValueError if names or shapes are not this model's."""
        wanted = {t.name: t for t in self._programs.layout.persistent.values() if t.role != "grad"}
        if set(state) != {"step", *wanted}:
            odd = sorted(set(state) ^ {"step", *wanted})[0]
            raise ValueError(f"the state is not this model's: '{odd}' is {'missing' if odd in wanted else 'unknown'}")
        for name, tensor in wanted.items():
            if np.shape(state[name]) != tensor.shape:
                raise ValueError(f"the state has '{name}' with shape {np.shape(state[name])}, the model {tensor.shape}")
        step = int(state["step"])
        if step < 0:
            raise ValueError(f"the state is of step {step}; steps count from 0")
        for name, tensor in wanted.items():
            self._executor.write(tensor, np.asarray(state[name]))
        self.step = step

    def save(self, path: str) -> None:
        """Write layers, settings and state to an npz file."""
        from tuidl.nn.file import save

        save(self, path)

    @classmethod
    def load(cls, path: str, device: str = "cpu") -> "Model":
        """A model from a file that ``save`` wrote. CheckpointError if it is not one."""
        from tuidl.nn.file import load as load_file

        return load_file(path, cls, device)

    # ---- inside -----------------------------------------------------------------------------------------------------

    def _open(self, program: Program) -> Program:
        words = self._programs.layout.end
        if words > WORDS:
            raise ValueError(f"the network needs {words / 2**28:,.0f} GB of memory; make its layers or batches smaller")
        self._executor.open(program)
        return program

    def _data(self, x: Given, y: Array | None = None) -> dict[str, Array]:
        return self._examples.prepare(x, None if y is None else np.asarray(y))

    def _sweep(
        self, program: Program, given: Mapping[str, Array], kept: Mapping[str, tuple[int, ...]]
    ) -> dict[str, Array]:
        """Run a program over all examples; what it keeps, step by step."""
        count = self._examples.count(given)
        sweeps = -(-count // program.batch)
        indices = np.zeros((sweeps, program.batch), np.int32)
        indices.reshape(-1)[:count] = np.arange(count)
        made = {name: np.empty((sweeps, prod(shape)), self._executor.dtype) for name, shape in kept.items()}
        self._executor.run(program, {**given, "indices": indices, **made}, self.step, sweeps)
        return made

    def _by_example(self, kept: Array, count: int, shape: tuple[int, ...], batch: int) -> Array:
        """Kept values with the example as first dimension; what filled the last batch is left out."""
        programs = self._programs
        if len(shape) == 1 and programs.moments and shape[0] == programs.moments * batch:  # the rows of a loss
            shape = (programs.moments, batch)
            timed = True
        else:
            timed = programs.timed(shape, batch)
        if timed:
            parts = kept.reshape(len(kept), *shape)
            return np.ascontiguousarray(parts.swapaxes(1, 2).reshape(-1, shape[0], *shape[2:])[:count])
        return kept.reshape(-1, *shape[1:])[:count]
