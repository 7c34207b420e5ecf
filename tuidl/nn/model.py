"""Model: a network with its loss and optimiser, on one device.

A model compiles its layers into programs when they are first needed: one to train a batch size, others to evaluate,
predict, look inside. All of them share the persistent tensors; building one takes well under a millisecond.
"""

from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl.kernels import Executor, Progress, Timed, load
from tuidl.nn import init, losses, optimizers
from tuidl.nn.examples import Examples, steps
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

    ``input_shape`` is the shape of one example: ``(4,)`` features, ``(28, 28, 1)`` pixels, ``(50, 3)`` moments of 3
    numbers each, ``(24,)`` moments of tokens when the first layer is OneHot or Embedding. ``device``: "cpu", "cuda",
    "reference" or "auto", which is the CPU. Equal seeds give equal models.
    """

    def __init__(
        self,
        layers: Sequential | Sequence[Layer],
        input_shape: Sequence[int],
        loss: str | losses.Loss = "cross_entropy",
        optimizer: str | Optimizer = "adam",
        *,
        device: str = "cpu",
        seed: int = 0,
        threads: int | None = None,
        dtype: type[np.floating[Any]] = np.float32,
    ) -> None:
        self.network = layers if isinstance(layers, Sequential) else Sequential(*layers)
        self.input_shape = tuple(int(n) for n in input_shape)
        self.loss, self.optimizer = losses.resolve(loss), optimizers.resolve(optimizer)
        self.seed = seed
        self.step = 0
        self._programs = Programs(self.network, self.input_shape, self.loss, self.optimizer, seed)
        self._executor: Executor = load(device, self._programs.layout, threads, dtype)
        self._examples = Examples(self._programs, self.loss, dtype)
        self._open(self._programs.train(1))
        self.reset()

    # ---- parameters -------------------------------------------------------------------------------------------------

    def reset(self, seed: int | None = None) -> None:
        """First values for everything, from ``seed`` (the model's own if left out); step 0."""
        self.seed = self.seed if seed is None else seed
        self.step = 0
        for tensor in self._programs.layout.persistent.values():
            self._executor.write(tensor, np.zeros(tensor.shape))
        for name, (tensor, initial) in self._programs.layout.initial.items():
            make: Any = initial
            self._executor.write(tensor, make(tensor.shape, init.stream(self.seed, name)))

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

    def work(self, batch_size: int) -> int:
        """Multiplications that matrix products and convolutions carry out in a training step; 0 if not counted."""
        program = self._open(self._programs.train(batch_size))
        return self._executor.work(program)

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

    def train(self, x: Array, y: Array, indices: NDArray[np.int32]) -> dict[str, Array]:
        """Train ``len(indices)`` steps, each on the examples ``indices[step]``; returns each step's loss and accuracy.

        ``x`` and ``y`` are whole data sets, ``indices`` (steps, batch) int32. The interpreter is free meanwhile.
        ValueError for examples, labels, tokens or indices that do not fit; nothing is changed then.
        """
        program, given = self._steps(x, y, indices)
        self._executor.run(program, given, self.step, len(indices))
        self.step += len(indices)
        return {"loss": given["loss"][:, 0], "accuracy": given["hit"][:, 0]}

    def profile(self, x: Array, y: Array, indices: NDArray[np.int32]) -> list[Timed]:
        """Train as ``train`` does, on one thread; what each kernel call of a step took at least. Device cpu only."""
        program, given = self._steps(x, y, indices)
        timed = self._executor.profile(program, given, self.step, len(indices))
        self.step += len(indices)
        return timed

    def _steps(self, x: Array, y: Array, indices: NDArray[np.int32]) -> tuple[Program, dict[str, Array]]:
        """The program that trains these batches, and its data with room for losses and hits."""
        given = {**self._data(x, y), "indices": steps(np.asarray(indices), len(x))}
        made = {name: np.empty((len(indices), 1), self._executor.dtype) for name in ("loss", "hit")}
        return self._open(self._programs.train(indices.shape[1])), {**given, **made}

    def train_step(self, x: Array, y: Array) -> float:
        """Train one step on a batch; returns its loss before the step."""
        x, y = np.asarray(x), np.asarray(y)
        return float(self.train(x, y, np.arange(len(x), dtype=np.int32)[None])["loss"][0])

    def fit(
        self,
        x: Array,
        y: Array,
        epochs: float = 1,
        batch_size: int = 32,
        validation: tuple[Array, Array] | None = None,
        progress: Callable[[int, Mapping[str, float]], None] | None = None,
    ) -> list[dict[str, float]]:
        """Train over shuffled examples; returns mean loss and accuracy of every epoch (and of the validation set).

        A batch may straddle two epochs; every example is seen once an epoch. ``progress(epoch, values)`` is called
        after each.
        """
        x, y = np.asarray(x), np.asarray(y)
        if not (epochs > 0 and batch_size > 0):
            raise ValueError(f"fit needs epochs and a batch_size above 0, not {epochs} and {batch_size}")
        if not len(x):
            raise ValueError("there are no examples; give at least one")
        count, history = len(x), []
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

    def evaluate(self, x: Array, y: Array) -> dict[str, float]:
        """Mean loss and accuracy over a data set; nothing changes."""
        losses_, hits = self.judge(x, y)
        return {"loss": float(losses_.mean(dtype=np.float64)), "accuracy": float(hits.mean(dtype=np.float64))}

    def judge(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Loss and hit (1 right, 0 wrong) of every example, or of every moment: (n,) or (n, time)."""
        given = self._data(x, y)
        program = self._open(self._programs.evaluate(min(len(x), EVALUATION_BATCH)))
        moments = self._programs.moments
        rows = program.batch * max(moments, 1)
        made = self._sweep(program, given, {"loss": (rows,), "hit": (rows,)})
        return _by_example(made["loss"], len(x), moments), _by_example(made["hit"], len(x), moments)

    def predict(self, x: Array) -> Array:
        """Outputs after the final activation: (n, classes), or (n, time, classes)."""
        return self.observe(x, ["output"])["output"]

    def observe(self, x: Array, names: Sequence[str]) -> dict[str, Array]:
        """What layers say about examples: ``{"conv1.out": (n, ...)}``; ``"output"`` is the prediction.

        KeyError for a name that no tensor of the evaluation program has.
        """
        given = self._data(x)
        program = self._open(self._programs.observe(min(len(x), EVALUATION_BATCH), tuple(names)))
        tensors = {name: self._programs.observed(program, name) for name in names}
        made = self._sweep(program, given, {name: tensor.shape for name, tensor in tensors.items()})
        return {
            name: _by_example(made[name], len(x), tensor.shape[0], tensor.shape[2:])
            if tensor.timed
            else made[name].reshape(-1, *tensor.shape[1:])[: len(x)]
            for name, tensor in tensors.items()
        }

    def gradients(self, x: Array, y: Array) -> dict[str, Array]:
        """The gradient of the mean loss over examples for every parameter; nothing is updated."""
        given = self._data(x, y)
        params = [t for t in self._programs.layout.persistent.values() if t.role == "param"]
        grads = {t.name: self._programs.layout.persistent[f"{t.name}.grad"] for t in params}
        kept = {name: self._executor.read(grad) for name, grad in grads.items()}
        sums = {name: np.zeros(grad.shape) for name, grad in grads.items()}
        for start in range(0, len(x), EVALUATION_BATCH):
            part = np.arange(start, min(start + EVALUATION_BATCH, len(x)), dtype=np.int32)[None]
            program = self._open(self._programs.gradient(part.shape[1]))
            self._executor.run(program, {**given, "indices": part}, self.step, 1)
            for name, grad in grads.items():
                sums[name] += self._executor.read(grad) * (part.shape[1] / len(x))
        for name, grad in grads.items():
            self._executor.write(grad, kept[name])
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

    def _data(self, x: Array, y: Array | None = None) -> dict[str, Array]:
        return self._examples.prepare(np.asarray(x), None if y is None else np.asarray(y))

    def _sweep(
        self, program: Program, given: Mapping[str, Array], kept: Mapping[str, tuple[int, ...]]
    ) -> dict[str, Array]:
        """Run a program over all examples; what it keeps, step by step."""
        count = len(given["x"])
        sweeps = -(-count // program.batch)
        indices = np.zeros((sweeps, program.batch), np.int32)
        indices.reshape(-1)[:count] = np.arange(count)
        made = {name: np.empty((sweeps, prod(shape)), self._executor.dtype) for name, shape in kept.items()}
        self._executor.run(program, {**given, "indices": indices, **made}, self.step, sweeps)
        return made


def _by_example(kept: Array, count: int, moments: int, features: tuple[int, ...] = ()) -> Array:
    """Kept values of sequences with the example as first dimension; what filled the last batch is left out."""
    if not moments:
        return kept.reshape(-1)[:count]
    parts = kept.reshape(len(kept), moments, -1, *features)
    return np.ascontiguousarray(parts.swapaxes(1, 2).reshape(-1, moments, *features)[:count])
