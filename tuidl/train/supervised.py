"""Supervised: one network learns from examples with their answers."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl.commands import Inspect, KnobValue
from tuidl.course import vocabulary
from tuidl.data import baseline
from tuidl.data.sampler import Sampler, shuffled
from tuidl.errors import CheckpointError, LessonError, UsageError
from tuidl.events import LayerInfo, Probed, Values
from tuidl.kernels import Progress
from tuidl.nn.layers.augment import strength
from tuidl.signals import Signal
from tuidl.train import assemble, knobs, naming, probes, quantity, regime
from tuidl.train.doctor.case import LOOKED_AT, Case, Layer
from tuidl.train.knobs import Element
from tuidl.train.microscope import Microscope, Specimen
from tuidl.train.plan import Plan
from tuidl.train.probes.scene import Scene
from tuidl.train.stopping import Stopping

EVALUATED = 2000  # training examples that an evaluation looks at


class Supervised:
    """An ``Experiment``. Values "over the training set" are over all of it up to 2000 examples, beyond that over 2000
    that the seed chooses once; the validation set is always taken whole."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._data = plan, plan.data
        self._assembly = assemble.build(plan)
        self._net = self._assembly.net
        options = knobs.settled(plan.experiment.options, plan.knobs)
        self._sampler = Sampler(plan.data.n, plan.seed, bool(options.get("shuffle", True)))
        self._batch = plan.batch
        self._wanted = naming.wanted(plan.lesson)
        self._knobs = dict(plan.knobs)
        self._elements = self._find_elements()
        told = self._assembly.stopping
        self._stopping = Stopping(told) if told is not None else None
        self._x, self._y = plan.data.x, plan.data.y
        if plan.data.n > EVALUATED:
            chosen = np.sort(shuffled(plan.data.n, plan.seed, 0)[:EVALUATED])
            self._x, self._y = self._x[chosen], self._y[chosen]
        self._bigram = baseline(plan.data) if plan.data.kind == "text" and self._wanted.bigram else None
        self._tracked: tuple[str, ...] = ()
        self._microscope: Microscope | None = None  # that looked last
        self._scene = Scene(self._assembly, plan.data, plan.seed, self._x, self._y, self._knobs)

    def _find_elements(self) -> dict[str, Element]:
        """The knobs that are numbers of this network."""
        found, shapes = {}, self._net.tensors()
        for name, knob in self._plan.lesson.knobs.items():
            element = Element.of(knob)
            if element is None or element.tensor not in shapes:
                continue  # of another experiment
            shape = shapes[element.tensor]
            if len(shape) != len(element.index) or any(
                place >= size for place, size in zip(element.index, shape, strict=True)
            ):
                raise LessonError(
                    f"{self._plan.lesson.id}, knob '{name}': '{knob.tensor}' does not exist; the shape is {shape}"
                )
            found[name] = element
        return found

    # ---- what it is ---------------------------------------------------------------------------------------------

    @property
    def step(self) -> int:
        """See Experiment."""
        return self._net.step

    @property
    def epoch(self) -> int:
        """See Experiment."""
        return self._sampler.epoch

    @property
    def rate(self) -> float:
        """See Experiment."""
        return self._net.rate_now

    @property
    def stopped(self) -> bool:
        """See Experiment."""
        return self._stopping is not None and self._stopping.step > 0

    @property
    def parameters(self) -> int:
        """See Experiment."""
        return self._net.parameters

    @property
    def device(self) -> str:
        """See Experiment."""
        return self._net.device

    @property
    def threads(self) -> int:
        """See Experiment."""
        return self._net.threads

    def layers(self) -> tuple[LayerInfo, ...]:
        """See Experiment."""
        return tuple(LayerInfo(row.name, row.kind, tuple(row.output), row.parameters) for row in self._net.layers)

    def compile(self, progress: Progress) -> None:
        """See Experiment."""
        self._net.compile(self._batch, max(len(self._x), 1), progress)

    # ---- training -----------------------------------------------------------------------------------------------

    def train(self, steps: int) -> dict[str, NDArray[Any]]:
        """See Experiment. While the network panel is watched the last step is taken alone, to see what it changes."""
        if not self._tracked:
            return self._train(steps)
        early = self._train(steps - 1) if steps > 1 else {}
        before = {name: self._net.read(name) for name in self._tracked}
        late = self._train(1)
        self._scene.changes = {name: self._net.read(name) - old for name, old in before.items()}
        return {name: np.concatenate([early[name], late[name]]) for name in late} if early else late

    def _train(self, steps: int) -> dict[str, NDArray[Any]]:
        indices = self._sampler.take(steps, self._batch)
        return dict(self._net.train(self._data.x, self._data.y, indices))

    def evaluate(self) -> Values:
        """See Experiment: ``loss``, ``accuracy``, ``val_loss``, ``val_accuracy``, ``parameters``, with a schedule the
        ``rate`` of the next step, with penalties on weights their sum ``penalty``; then what the lesson speaks of:
        ``bigram`` (text only, see ``tuidl.data.baseline``), ``signal[.]``, ``gradient[.]``, ``distinct[.]``, and the
        knobs that are numbers of the network."""
        values = {name: float(value) for name, value in self._net.evaluate(self._x, self._y).items()}
        if self._data.validation:
            held = self._net.evaluate(self._data.val_x, self._data.val_y)
            values |= {f"val_{name}": float(value) for name, value in held.items()}
        values["parameters"] = float(self._net.parameters)
        if self._net.schedule is not None:
            values["rate"] = self._net.rate_now
        if regime.penalised(self._plan.experiment):
            values["penalty"] = self._net.penalty
        if self._bigram is not None:
            values["bigram"] = self._bigram
        blocks, wanted = self._assembly.blocks, self._wanted
        for name, value in quantity.signals(
            self._assembly, self._x, [b for b in blocks if b.name in wanted.signal]
        ).items():
            values[f"signal[{name}]"] = value
        for name, value in quantity.gradients(
            self._assembly, self._x, self._y, [b for b in blocks if b.name in wanted.gradient]
        ).items():
            values[f"gradient[{name}]"] = value
        for block in blocks:
            if block.name in wanted.distinct and block.out:
                values[f"distinct[{block.name}]"] = float(quantity.distinct(self._assembly, self._x, block))
        return values | self.read_knobs()

    def examine(self) -> Case:
        """See Experiment: outputs, weights and gradients of every layer over the first training examples."""
        net, blocks = self._net, self._assembly.blocks
        x, y = self._data.x[:LOOKED_AT], self._data.y[:LOOKED_AT]
        with np.errstate(all="ignore"):
            outputs = net.observe(x, [block.out for block in blocks if block.out])
            gradients = net.gradients(x, y)
        layers = tuple(
            Layer(
                block.name, block.kind, block.activation, block is blocks[-1],
                outputs[block.out].reshape(-1, outputs[block.out].shape[-1]) if block.out else None,
                net.read(block.weight) if block.weight else None, gradients.get(block.weight or ""),
            )
            for block in blocks
        )  # fmt: skip
        answers = None if self._data.kind == "text" else self._scene.answers(x)
        return Case(net.step, self._plan.steps, net.rate, self._data, layers, answers)

    def look(self, values: Values) -> str | None:
        """See Experiment: a schedule that waits for a plateau, and early stopping, whose best weights come back."""
        schedule = self._net.schedule
        if self._stopping is None and (schedule is None or schedule.plateau is None):
            return None
        self._net.react(values)
        why = self._stopping.see(self.step, values, self._net.weights) if self._stopping is not None else ""
        if why and self._stopping is not None and self._stopping.best:
            self._net.adopt(self._stopping.best)
        return why

    # ---- knobs --------------------------------------------------------------------------------------------------

    def turn(self, name: str, value: KnobValue) -> None:
        """See Experiment. UsageError, with nothing changed, for a value that its place cannot have."""
        before, self._knobs[name] = self._knobs[name], value
        try:
            amounts = self._amounts(name, value)
            self._turn_regime(name)
        except ValueError as error:
            self._knobs[name] = before
            raise UsageError(f"knob '{name}' cannot be {value!r}: {error}") from error
        experiment = self._plan.experiment
        if name in self._elements:
            element = self._elements[name]
            tensor = self._net.read(element.tensor)
            tensor[element.index] = value
            self._net.write(element.tensor, tensor)
        if knobs.turned_by(experiment.rate) == name:
            self._net.rate = float(value)
        if knobs.turned_by(experiment.batch) == name:
            self._batch = self._data.n if value == "all" else max(1, min(int(value), self._data.n))
        for tensor_name, amount in amounts.items():
            self._net.write(tensor_name, np.array([amount], np.float32))

    def _amounts(self, name: str, value: KnobValue) -> dict[str, float]:
        """The tensors that say how much layers disturb, of those that a knob turns, with their new values."""
        found: dict[str, float] = {}
        for spec in self._plan.experiment.layers:
            for amount in ("rate", "deviation", *vocabulary.AUGMENTATIONS):
                if knobs.turned_by(spec.options.get(amount)) == name:
                    number = strength(amount, value) if spec.type == "augment" else float(value)
                    found |= {f"{each}.{amount}": number for each, _, _ in knobs.expanded([spec], self._plan.knobs)}
        return found

    def _turn_regime(self, name: str) -> None:
        """A live knob of the schedule, of early stopping, or of how layers are trained."""
        plan, net = self._plan, self._net
        experiment = plan.experiment
        chosen = knobs.settled(experiment.schedule, self._knobs)
        if chosen is not None and knobs.mentions([experiment.schedule, plan.lesson.schedules[chosen].options], name):
            net.schedule = regime.schedule(plan, self._knobs)
        if knobs.mentions(experiment.stopping, name):
            told = regime.stopping(experiment, self._knobs)
            if told is None or self._stopping is None:
                self._stopping = Stopping(told) if told is not None else None
            else:
                self._stopping.turn(told)
        if any(
            knobs.mentions(layer.options.get(key), name) for layer in experiment.layers for key in vocabulary.TRAINED
        ):
            net.groups = regime.groups(experiment, self._knobs, net)

    def read_knobs(self) -> dict[str, float]:
        """See Experiment."""
        return {name: float(self._net.read(e.tensor)[e.index]) for name, e in self._elements.items()}

    # ---- pictures -----------------------------------------------------------------------------------------------

    def choose(self, panel: str, value: tuple[float, ...]) -> None:
        """See Experiment."""
        self._scene.chosen[panel] = value
        if panel in ("gallery", "augmented"):
            self._scene.chosen["sample"] = value
        if panel == "next":
            self._scene.chosen["hidden"] = value

    def watch(self, panels: tuple[str, ...]) -> None:
        """See Experiment."""
        shown = "network" in panels
        self._tracked = tuple(str(block.weight) for block in self._assembly.weighted) if shown else ()

    def probe(self, panel: str, columns: int, rows: int) -> Signal | None:
        """See Experiment."""
        self._scene.step = self._net.step
        return probes.take(panel, self._scene, columns, rows)

    def inspect(self, asked: Inspect) -> list[Probed]:
        """See Experiment: ``microscope`` when it looks anew, and ``closeup``."""
        scope, told = self._microscope, list[Probed]()
        if scope is None or asked.instruction is None or scope.example != asked.example % self._data.n:
            scope = self._microscope = Microscope(self._net, Specimen.take(self._data, asked.example))
            told.append(Probed("microscope", scope.step, scope.dissection()))
        return [*told, Probed("closeup", scope.step, scope.closeup(asked))]

    # ---- state --------------------------------------------------------------------------------------------------

    def state(self) -> dict[str, NDArray[Any]]:
        """See Experiment: ``net/...``, the place in the data and the batch size."""
        arrays = {f"net/{name}": np.array(value) for name, value in self._net.state().items()}
        if self._stopping is not None:
            arrays |= self._stopping.state()
        arrays["position"] = np.array(self._sampler.position, np.int64)
        arrays["batch"] = np.array(self._batch, np.int64)
        return arrays

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        """See Experiment."""
        net = {name.removeprefix("net/"): value for name, value in state.items() if name.startswith("net/")}
        try:
            self._net.restore(net)
            if self._stopping is not None:
                self._stopping.restore(state)
            self._sampler.position = int(state["position"])
            self._batch = max(1, min(int(state["batch"]), self._data.n))
        except (KeyError, ValueError, TypeError) as error:
            text = str(error.args[0]) if error.args else repr(error)
            raise CheckpointError(f"the saved run is of another network: {text}") from error
        self._scene.changes = {}
