"""Supervised: one network learns from examples with their answers."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl.commands import Inspect, KnobValue, Sketch
from tuidl.course import vocabulary
from tuidl.data import baseline, naive_error
from tuidl.data.sampler import Sampler, shuffled
from tuidl.errors import CheckpointError, UsageError
from tuidl.events import LayerInfo, Probed, Values
from tuidl.kernels import Progress
from tuidl.language import later, tr
from tuidl.nn import Model as Net
from tuidl.nn.layers.augment import strength
from tuidl.nn.losses import unit_of
from tuidl.signals import Signal
from tuidl.train import assemble, checkpoint, form, further, knobs, naming, pairs, probes, quantity, regime
from tuidl.train.calls import calls
from tuidl.train.doctor.case import LOOKED_AT, Case, Layer
from tuidl.train.experiment import State, Way
from tuidl.train.microscope import Microscope, Specimen
from tuidl.train.plan import Plan
from tuidl.train.probes import drawing
from tuidl.train.probes.scene import Scene
from tuidl.train.stopping import Stopping

LARGEST = 1e30  # that a weight may be given by hand: its square is far from the end of float32's range all the same
EVALUATED = 2000  # training examples that an evaluation looks at


class Supervised:
    """An ``Experiment``. Values "over the training set" are over all of it up to 2000 examples, beyond that over 2000
    that the seed chooses once; the validation set is always taken whole."""

    def __init__(self, plan: Plan) -> None:
        plan = form.settled(plan)
        self._plan, self._data = plan, plan.data
        self._assembly = assemble.build(plan)
        self._net = self._assembly.net
        options = knobs.settled(plan.experiment.options, plan.knobs)
        self._sampler = Sampler(plan.data.n, plan.seed, bool(options.get("shuffle", True)))
        self._batch = plan.batch
        self._wanted = naming.wanted(plan.lesson)
        self._knobs = dict(plan.knobs)
        self._elements = knobs.elements(plan.lesson, self._net.tensors())
        told = self._assembly.stopping
        self._stopping = Stopping(told) if told is not None else None
        self._x, self._y = plan.data.x, plan.data.y
        if plan.data.n > EVALUATED:
            chosen = np.sort(shuffled(plan.data.n, plan.seed, 0)[:EVALUATED])
            self._x, self._y = self._x[chosen], self._y[chosen]
        self._bigram = baseline(plan.data) if plan.data.kind == "text" and self._wanted.bigram else None
        self._naive = naive_error(plan.data) if plan.data.targets and self._wanted.naive else None
        self._shown = [block.out for block in self._assembly.blocks if block.out]
        self._weights = tuple(str(block.weight) for block in self._assembly.weighted)
        self._tracked: tuple[str, ...] = ()
        self._microscope: Microscope | None = None  # that looked last
        self._tried: Net | None = None
        self._scene = Scene(self._assembly, plan.data, plan.seed, self._x, self._y, self._knobs, twin=self._twin)

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
    def bytes(self) -> int:
        """See Experiment."""
        return self._net.bytes

    @property
    def device(self) -> str:
        """See Experiment."""
        return self._net.device

    @property
    def unit(self) -> str:
        """See Experiment. Standardised numbers are counted in their deviation, answers 0 and 1 in nothing."""
        data = self._data
        of = "units" if data.target_deviation is None else "deviations"
        return unit_of(self._net.loss, of if data.targets else "shares")

    @property
    def threads(self) -> int:
        """See Experiment."""
        return self._net.threads

    def layers(self) -> tuple[LayerInfo, ...]:
        """See Experiment."""
        return tuple(LayerInfo(row.name, row.kind, tuple(row.output), row.parameters) for row in self._net.layers)

    def compile(self, progress: Progress) -> None:
        """See Experiment. The run doctor looks at every layer before the first step."""
        self._net.compile(self._batch, max(min(len(self._x), LOOKED_AT), 1), progress, self._shown)

    # ---- training -----------------------------------------------------------------------------------------------

    def train(self, steps: int) -> dict[str, NDArray[Any]]:
        """See Experiment. While a panel shows changes the last step is taken alone, to see what it does; so is the last
        of the run, for a panel that is opened after it."""
        tracked = self._tracked or (self._weights if self.step + steps >= self._plan.steps else ())
        if not tracked:
            self._scene.changes = {}  # those of an earlier step
            made = self._train(steps)
            self._scene.travelled()
            return made
        early = self._train(steps - 1) if steps > 1 else {}
        before = {name: self._net.read(name) for name in tracked}
        late = self._train(1)
        self._scene.changes = {name: self._net.read(name) - old for name, old in before.items()}
        self._scene.travelled()
        return {name: np.concatenate([early[name], late[name]]) for name in late} if early else late

    def _train(self, steps: int) -> dict[str, NDArray[Any]]:
        indices = self._sampler.take(steps, self._batch)
        made = dict(self._net.train(self._data.x, self._data.y, indices))
        if self._data.targets:
            del made["accuracy"]
        return made

    def evaluate(self) -> Values:
        """See Experiment: ``loss``, ``accuracy``, ``val_loss``, ``val_accuracy`` (where numbers are predicted ``error``
        and ``val_error`` instead, of pairs also ``exact`` and ``val_exact``, the share of answers that are right to the
        last token), at the end of the run the same with ``test_``, ``parameters``, with a schedule the ``rate`` of the
        next step, with penalties on weights their sum ``penalty``; then what the lesson speaks of: ``bigram`` (text
        only, see ``tuidl.data.baseline``), ``naive`` (see ``tuidl.data.naive_error``), ``signal[.]``, ``gradient[.]``
        and the other values of layers, and the knobs that are numbers of the network."""
        data = self._data
        values = self._measured("", self._x, self._y)
        if data.validation:
            values |= self._measured("val_", data.val_x, data.val_y)
        if data.test_x is not None and data.test_y is not None and data.test and self._over:
            values |= self._measured("test_", data.test_x, data.test_y)
        values["parameters"] = float(self._net.parameters)
        if self._net.schedule is not None:
            values["rate"] = self._net.rate_now
        if regime.penalised(self._plan.experiment):
            values["penalty"] = self._net.penalty
        if self._bigram is not None:
            values["bigram"] = self._bigram
        if self._naive is not None:
            values["naive"] = self._naive
        return values | further.values(self._assembly, self._x, self._y, self._wanted) | self.read_knobs()

    @property
    def _over(self) -> bool:
        """Whether this is the end of the run: examples of the last test are looked at then, and not before."""
        return self.step >= self._plan.steps or self.stopped

    def _measured(self, part: str, x: NDArray[Any], y: NDArray[Any]) -> dict[str, float]:
        """Loss and accuracy, or loss and error = √(Σ (output − y)² / n) in y's own units, over some examples."""
        found = {f"{part}{name}": float(value) for name, value in self._net.evaluate(x, y).items()}
        if self._data.asked:
            found[f"{part}exact"] = pairs.exact(self._net, x, y)
        if self._data.targets:
            del found[f"{part}accuracy"]
            with np.errstate(over="ignore", invalid="ignore"):
                off = self._data.raw_target(self._net.predict(x)) - self._data.raw_target(y)
                found[f"{part}error"] = quantity.rms(off)
        return found

    def examine(self) -> Case:
        """See Experiment: outputs, weights and gradients of every layer over the first training examples."""
        net, blocks = self._net, self._assembly.blocks
        x, y = self._data.x[:LOOKED_AT], self._data.y[:LOOKED_AT]
        with np.errstate(all="ignore"):
            outputs = net.observe(x, self._shown)
            gradients = {name: found for name, found in net.gradients(x, y).items() if net.trains(name)}
        layers = tuple(
            Layer(
                block.name, block.kind, block.activation, block is blocks[-1],
                outputs[block.out].reshape(-1, outputs[block.out].shape[-1]) if block.out else None,
                net.read(block.weight) if block.weight else None, gradients.get(block.weight or ""),
            )
            for block in blocks
        )  # fmt: skip
        answers = self._scene.answers(x) if self._data.classes and not self._data.by_moment else None
        return Case(net.step, self._plan.steps, net.rate, self._data, layers, answers)

    def excuse(self) -> str:
        """See Experiment: what a learner's function does wrong."""
        where = self._data, self._plan.steps, self._sampler.ahead(self._batch)
        said = (plug.fault(calls(self._assembly, plug, *where)) for plug in self._plan.plugs)
        return next((fault for fault in said if fault), "")

    @property
    def looks(self) -> bool:
        """See Experiment: with early stopping, or a schedule that waits for a plateau."""
        schedule = self._net.schedule
        return self._stopping is not None or (schedule is not None and schedule.plateau is not None)

    def look(self, values: Values) -> str:
        """See Experiment. When training stops, the best weights come back."""
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
            told = tr("knob '{name}' cannot be {value!r}: {error}", name=name, value=value, error=error)
            raise UsageError(told) from error
        experiment = self._plan.experiment
        if name in self._elements:
            self._elements[name].write(self._net, float(value))
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
        trained = (layer.options.get(key) for layer in experiment.layers for key in vocabulary.TRAINED)
        if any(knobs.mentions(option, name) for option in trained):
            net.groups = regime.groups(experiment, self._knobs, net)

    def assign(self, place: str, value: float) -> None:
        """See Experiment. What can be given another value is a number that is trained."""
        one, params = knobs.element(place), self._net.weights()
        if one is None or not one.inside({name: array.shape for name, array in params.items()}):
            known = ", ".join(params)
            raise UsageError(
                tr("'{place}' is no weight of this network; its weights are {known}", place=place, known=known)
            )
        if not abs(value) <= LARGEST:
            told = later("{place} cannot be {value}: type a number between −{most:.0e} and {most:.0e}")
            raise UsageError(tr(told, place=place, value=value, most=LARGEST))
        one.write(self._net, value)
        self._scene.travelled()

    def read_knobs(self) -> dict[str, float]:
        """See Experiment."""
        return {name: element.read(self._net) for name, element in self._elements.items()}

    # ---- pictures -----------------------------------------------------------------------------------------------

    def choose(self, panel: str, value: tuple[float, ...]) -> None:
        """See Experiment."""
        self._scene.chosen[panel] = value
        if panel in ("gallery", "augmented"):
            self._scene.chosen["sample"] = value
        if panel == "network" and len(value) == 2:
            for layer, block in enumerate(self._assembly.weighted, 1):
                if layer == value[0]:
                    self._scene.chosen[f"unit:{block.name}"] = value[1:]

    def watch(self, panels: tuple[str, ...], way: Way = ()) -> None:
        """See Experiment."""
        shown = any(panel in probes.TRACKED for panel in panels)
        self._tracked = self._weights if shown else ()
        if any(panel in probes.TRAVELLING for panel in panels):
            self._scene.travel({step: _net(state) for step, state in way} if self._scene.trail is None else {})

    def probe(self, panel: str, columns: int, rows: int) -> Signal | None:
        """See Experiment."""
        self._scene.step, self._scene.batch = self._net.step, self._batch
        told = self._plan.lesson.panels.get(panel)
        self._scene.options = told.options if told is not None else {}
        return probes.take(panel, self._scene, columns, rows)

    def _twin(self) -> Net:
        """Another net of the same layers, made when it is first needed, to try other weights on."""
        if self._tried is None:
            device = "cpu" if self._plan.device == "cuda" else self._plan.device
            self._tried = assemble.build(replace(self._plan, device=device, threads=1)).net
        return self._tried

    def inspect(self, asked: Inspect) -> list[Probed]:
        """See Experiment: ``microscope`` when it looks anew, and ``closeup``."""
        scope, told = self._microscope, list[Probed]()
        if (
            scope is None
            or (asked.instruction is None and asked.audit is None)
            or scope.example != asked.example % self._data.n
        ):
            scope = self._microscope = Microscope(self._net, Specimen.take(self._data, asked.example))
            told.append(Probed("microscope", scope.step, scope.dissection()))
        if asked.audit is not None:
            return [*told, Probed("audit", scope.step, scope.audit(asked.audit))]
        return [*told, Probed("closeup", scope.step, scope.closeup(asked))]

    def sketch(self, asked: Sketch) -> Probed:
        """See Experiment."""
        return Probed("drawing", self._net.step, drawing.answer(self._scene, asked))

    # ---- state --------------------------------------------------------------------------------------------------

    def weights(self) -> dict[str, NDArray[Any]]:
        """See Experiment."""
        return self._net.weights()

    def state(self) -> dict[str, NDArray[Any]]:
        """See Experiment: ``net/...``, the place in the data and the batch size."""
        arrays = {f"net/{name}": np.array(value) for name, value in self._net.state().items()}
        if self._stopping is not None:
            arrays |= self._stopping.state()
        arrays["position"] = np.array(self._sampler.position, np.int64)
        arrays["batch"] = np.array(self._batch, np.int64)
        return arrays

    def restore(self, state: State) -> None:
        """See Experiment."""
        try:
            self._net.restore(_net(state))
            if self._stopping is not None:
                self._stopping.restore(state, self._net.weights())
            self._sampler.position = checkpoint.whole(state, "position", 0)
            self._batch = min(checkpoint.whole(state, "batch", 1), self._data.n)
        except (KeyError, ValueError, TypeError, ArithmeticError) as error:
            told = tr("the saved run is of another network: {reason}", reason=(error.args or (error,))[0])
            raise CheckpointError(told) from error
        self._scene.changes = {}
        self._scene.travelled()


def _net(state: State) -> dict[str, NDArray[Any]]:
    """The network's part of a complete state."""
    return {name.removeprefix("net/"): value for name, value in state.items() if name.startswith("net/")}
