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
from tuidl.language import tr
from tuidl.nn import losses, optimizers
from tuidl.nn.examples import Examples, Given, steps
from tuidl.nn.fitting import fit
from tuidl.nn.groups import Group
from tuidl.nn.inputs import Shape, Shapes
from tuidl.nn.layers import Layer, Sequential
from tuidl.nn.monitor import EarlyStopping
from tuidl.nn.optimizer import Optimizer
from tuidl.nn.programs import Programs
from tuidl.nn.stream import Stream
from tuidl.nn.table import LayerRow, summary
from tuidl.nn.trainable import Trainable
from tuidl.program import Program

Array = NDArray[Any]
WORDS = 2**30  # the largest arena: 4 GB, far beyond what a lesson needs
EVALUATION_BATCH = (
    128  # examples a program looks at together when nothing is trained: more take memory, and no less time
)


class Model(Trainable):
    """A network that can be trained, asked and looked into.

    ``input_shape`` is the shape of one example: ``(4,)`` features, ``(28, 28, 1)`` pixels, ``(50, 3)`` moments of 3
    numbers each, ``(24,)`` moments of tokens when the first layer is OneHot or Embedding; or, where a network has
    several inputs, the shape of each by its name, ``Whole(24)`` for tokens and other whole numbers. Examples are then
    given as a dict of arrays; the layer ``Input(name)`` reads them, the first input goes to the first layer.
    ``device``: "cpu", "cuda", "reference" or "auto", which is the CPU. Equal seeds give equal models. ``groups``:
    parameters that are trained in their own way, or not at all.

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
        groups: Sequence[Group] = (),
        shares: "Model | None" = None,
    ) -> None:
        self.network = layers if isinstance(layers, Sequential) else Sequential(*layers)
        self.loss, self.optimizer = losses.resolve(loss), optimizers.resolve(optimizer)
        self.seed = seed
        self.step = 0
        self.stopped = ""  # why the last ``fit`` stopped early; empty if it did not
        self._groups = tuple(groups)
        self._kind, self._shape, self._shares = (device, threads, dtype), input_shape, shares
        self._build()
        self.reset()

    def _build(self) -> None:
        """Programs and memory for the network as it is to be trained now."""
        beside = self._shares._programs.layout if self._shares is not None else None
        self._programs: Programs = Programs(
            self.network, self._shape, self.loss, self.optimizer, self.seed, self._groups, beside
        )
        device, threads, dtype = self._kind
        self._executor: Executor = (
            self._shares._executor if self._shares else load(device, self._programs.layout, threads, dtype)
        )
        self._examples = Examples(self._programs, self.loss, self._executor.dtype)
        self._open(self._programs.train(1))

    def _rebuild(self) -> None:
        """Build anew and keep everything that has a place in what is built. Programs are quickly made, and no kernel is
        compiled; if the new ones cannot be made, the old ones stay."""
        if self._shares is not None or self._programs.layout.layouts > 1:
            raise ValueError(
                tr("a model that shares its tensors cannot change how it is trained; say so when you make it")
            )
        kept, averaged = {name: self.read(name) for name in self.tensors()}, self.averaged
        before = self._programs, self._executor, self._examples
        try:
            self._build()
        except ValueError:
            self._programs, self._executor, self._examples = before
            raise
        self._programs.averaged = averaged and self._programs.layout.averaged
        for name, tensor in self._programs.layout.persistent.items():
            if name in kept:
                self._executor.write(tensor, kept[name])
        for name in self.tensors().keys() - kept.keys():
            self._fill(name)

    # ---- what it is --------------------------------------------------------------------------------------------------

    def reset(self, seed: int | None = None) -> None:
        """First values for everything but what is shared, from ``seed`` (the model's own if left out); step 0."""
        self.seed = self.seed if seed is None else seed
        self.step = 0
        for tensor in self._programs.layout.persistent.values():
            if self._programs.layout.owns(tensor):
                self._executor.write(tensor, np.zeros(tensor.shape))
        for name in self._programs.layout.initial:
            self._begin(name)

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

    def summary(self) -> str:
        """The layers as a table."""
        return summary(self.layers, self.parameters)

    # ---- training ----------------------------------------------------------------------------------------------------

    def train(self, x: Given, y: Array, indices: NDArray[np.int32]) -> dict[str, Array]:
        """Train ``len(indices)`` steps, each on the examples ``indices[step]``; returns each step's loss and accuracy.

        With a schedule also each step's ``rate``.
        ``x`` and ``y`` are whole data sets, ``indices`` (steps, batch) int32. The interpreter is free meanwhile.
        ValueError for examples, labels, tokens or indices that do not fit; nothing is changed then.
        """
        program, given = self._steps(x, y, indices)
        self._executor.run(program, given, self.step, len(indices))
        self.step += len(indices)
        made = {"loss": given["loss"][:, 0], "accuracy": given["hit"][:, 0]}
        if "factors" in given:
            made["rate"] = self.read("optimizer.rate") * given["factors"][:, 0]
        return made

    def profile(self, x: Given, y: Array, indices: NDArray[np.int32]) -> list[Timed]:
        """Train as ``train`` does, on one thread; what each kernel call of a step took at least. Device cpu only."""
        program, given = self._steps(x, y, indices)
        timed = self._executor.profile(program, given, self.step, len(indices))
        self.step += len(indices)
        return timed

    def _steps(self, x: Given, y: Array, indices: NDArray[np.int32]) -> tuple[Program, dict[str, Array]]:
        """The program that trains these batches, and its data with room for losses and hits."""
        given = self._data(x, y)
        given["indices"] = steps(np.asarray(indices), self._examples.count(given))
        made = {name: np.empty((len(indices), 1), self._executor.dtype) for name in ("loss", "hit")}
        factors = {"factors": self._factors(len(indices))} if self.schedule is not None else {}
        return self._open(self._programs.train(indices.shape[1])), {**given, **factors, **made}

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
        stopping: EarlyStopping | None = None,
    ) -> list[dict[str, float]]:
        """Train over shuffled examples; returns mean loss and accuracy of every epoch (and of the validation set).

        A batch may straddle two epochs; every example is seen once an epoch. ``progress(epoch, values)`` is called
        after each. With ``stopping`` it may end before, and ``stopped`` says why; in any case the weights of the best
        epoch are there at the end. With a schedule each epoch has its last ``rate``, with groups its ``penalty``.
        """
        return fit(self, x, y, epochs, batch_size, validation, progress, stopping)

    # ---- asking ------------------------------------------------------------------------------------------------------

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
        return {name: _by_example(made[name], count, programs.moments) for name in names}

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
        tensors = {name: self._programs.observed(program, name) for name in names}
        made = self._sweep(program, given, {name: tensor.shape for name, tensor in tensors.items()})
        return {
            name: _by_example(made[name], count, tensor.shape[0], tensor.shape[2:])
            if tensor.timed
            else made[name].reshape(-1, *tensor.shape[1:])[:count]
            for name, tensor in tensors.items()
        }

    def augmented(self, x: Given) -> Array:
        """Images as the next training step would see them, were they its batch: after the network's first ``Augment``.

        ValueError if the network has none among its layers.
        """
        given = self._data(x)
        count = self._examples.count(given)
        program = self._open(self._programs.augmented(min(count, EVALUATION_BATCH)))
        shape = self._programs.observed(program, "augmented").shape
        return self._sweep(program, given, {"augmented": shape})["augmented"].reshape(-1, *shape[1:])[:count]

    def stream(self, along: str | None = None, given: Mapping[str, Array] | None = None) -> Stream:
        """Predictions of sequences that come in pieces; see Stream."""
        return Stream(self, along, given)

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

    def compile(
        self, batch: int = 32, examples: int = EVALUATION_BATCH, progress: Progress | None = None,
        observed: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """Compile or load the kernels that training and evaluating need, telling ``progress`` about each.

        With ``observed`` also those that ``gradients`` needs, and ``observe`` for these names.
        """
        looked = min(examples, EVALUATION_BATCH)
        programs = [
            self._programs.train(batch),
            self._programs.evaluate(looked),
            self._programs.observe(looked, ("output",)),
        ]
        if observed:
            programs += [self._programs.observe(looked, tuple(observed)), self._programs.gradient(looked)]
        self._executor.compile([self._open(program) for program in programs], progress)

    # ---- files -------------------------------------------------------------------------------------------------------

    def save(self, path: str) -> None:
        """Write layers, settings and state to an npz file."""
        from tuidl.nn.file import save

        save(self, path)

    @classmethod
    def load(cls, path: str, device: str = "cpu") -> "Model":
        """A model from a file that ``save`` wrote. CheckpointError if it is not one."""
        from tuidl.nn.file import load as load_file

        return load_file(path, cls, device)

    # ---- inside ------------------------------------------------------------------------------------------------------

    def _open(self, program: Program) -> Program:
        words = self._programs.layout.end
        if words > WORDS:
            raise ValueError(
                tr(
                    "the network needs {words:,.0f} GB of memory; make its layers or batches smaller",
                    words=words / 2**28,
                )
            )
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


def _by_example(kept: Array, count: int, moments: int, features: tuple[int, ...] = ()) -> Array:
    """Kept values of sequences with the example as first dimension; what filled the last batch is left out."""
    if not moments:
        return kept.reshape(-1)[:count]
    parts = kept.reshape(len(kept), moments, -1, *features)
    return np.ascontiguousarray(parts.swapaxes(1, 2).reshape(-1, moments, *features)[:count])
