"""A sandbox described: data, layers and training in the words of a lesson, every value settled."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tuidl.course import declarations, vocabulary
from tuidl.course.spec import DataSpec, Experiment, KnobRef, LayerSpec, ScheduleSpec
from tuidl.course.table import Table
from tuidl.errors import LessonError
from tuidl.language import tr

CALLED = "sandbox"  # in sentences about what is wrong
DATA, NET, SCHEDULE = "data", "net", "rate"  # the names of the one data set, experiment and schedule there are
MOST_LAYERS = 100
MOST_STEPS = 10**9
MOST_SEED = (1 << 32) - 1
EVALUATE_EVERY = 10
_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
SHORT = {  # what layers of a type are called, before their number
    "dense": "h",
    "conv2d": "conv",
    "conv1d": "conv",
    "depthwise2d": "deep",
    "separable2d": "sep",
    "convtranspose2d": "up",
    "upsample2d": "up",
    "maxpool2d": "pool",
    "avgpool2d": "pool",
    "maxpool1d": "pool",
    "avgpool1d": "pool",
    "globalpool2d": "mean",
    "globalpool1d": "mean",
    "globalmaxpool2d": "most",
    "globalmaxpool1d": "most",
    "spatial-dropout2d": "drop",
    "alpha-dropout": "drop",
    "dropout": "drop",
    "gaussian-noise": "noise",
    "batchnorm": "norm",
    "layernorm": "norm",
    "embedding": "words",
    "one-hot": "letters",
    "attention": "look",
    "multi-head-attention": "look",
    "transformer": "block",
    "positional-encoding": "place",
    "position-embedding": "place",
    "activation": "act",
}


@dataclass(frozen=True, slots=True)
class Sandbox:
    """What is trained on what, and how: the lesson's own descriptions, without a knob anywhere.

    Numbers that are whole are kept as whole numbers, so that equal sandboxes are written alike.
    """

    data: DataSpec
    layers: tuple[LayerSpec, ...]
    loss: str
    optimiser: str
    rate: float
    batch: int | str  # "all"
    steps: int
    seed: int = 0
    evaluate_every: int = EVALUATE_EVERY
    schedule: ScheduleSpec | None = None
    stopping: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)  # momentum, clip, ...

    def experiment(self) -> Experiment:
        """As a lesson would train it."""
        return Experiment(
            name=NET,
            kind="supervised",
            data=DATA,
            loss=self.loss,
            optimiser=self.optimiser,
            rate=self.rate,
            batch=self.batch,  # type: ignore[arg-type]
            steps=self.steps,
            evaluate_every=self.evaluate_every,
            layers=self.layers,
            seed=self.seed,
            schedule=SCHEDULE if self.schedule else None,
            stopping=self.stopping,
            options=self.options,
        )

    def place(self, name: str) -> int:
        """Which layer has that name; ValueError if none has."""
        return [layer.name for layer in self.layers].index(name)


def start() -> Sandbox:
    """The sandbox of somebody who has none yet: two moons and two small hidden layers."""
    return parsed({
        "data": {"source": "moons"},
        "layers": [
            {"type": "dense", "units": 8, "activation": "tanh"},
            {"type": "dense", "units": 8, "activation": "tanh"},
            {"type": "dense", "name": "out", "units": "classes"},
        ],
        "loss": "cross-entropy",
        "optimiser": "adam",
        "rate": 0.03,
        "batch": 32,
        "steps": 1000,
    })  # fmt: skip


def named(kind: str, taken: Sequence[str]) -> str:
    """A name for one more layer of a type: ``h2``."""
    first = SHORT.get(kind, kind.replace("-", "_"))
    number = 1
    while f"{first}{number}" in taken:
        number += 1
    return f"{first}{number}"


# ---- plain values -----------------------------------------------------------------------------------------------


def plain(sandbox: Sandbox) -> dict[str, Any]:
    """The description as nested lists and dictionaries, without what goes without saying."""
    data = dict(sandbox.data.options)
    if sandbox.data.classes:
        data["classes"] = list(sandbox.data.classes)
    if sandbox.data.label:
        data["label"] = sandbox.data.label
    found: dict[str, Any] = {
        "data": {"source": sandbox.data.source, **data},
        "layers": list(_layers(sandbox.layers)),
        "loss": sandbox.loss,
        "optimiser": sandbox.optimiser,
        "rate": sandbox.rate,
        "batch": sandbox.batch,
        "steps": sandbox.steps,
        **sandbox.options,
    }
    if sandbox.seed:
        found["seed"] = sandbox.seed
    if sandbox.evaluate_every != EVALUATE_EVERY:
        found["evaluate_every"] = sandbox.evaluate_every
    if sandbox.schedule is not None:
        found["schedule"] = {"kind": sandbox.schedule.kind, **sandbox.schedule.options}
    if sandbox.stopping:
        found["stopping"] = dict(sandbox.stopping)
    return settled(found)  # type: ignore[no-any-return]


def _layers(layers: Sequence[LayerSpec]) -> Iterator[dict[str, Any]]:
    taken: list[str] = []
    for layer in layers:
        given = {} if layer.name == named(layer.type, taken) else {"name": layer.name}
        taken.append(layer.name)
        yield {"type": layer.type, **given, **layer.options}


def settled(value: Any) -> Any:
    """The value with whole numbers for floats that are whole."""
    if isinstance(value, Mapping):
        return {str(key): settled(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [settled(item) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1 << 53:
        return int(value)
    return value


def parsed(given: Any) -> Sandbox:
    """The sandbox that ``plain`` gave. LessonError, one sentence, for anything else: it is read as a lesson is."""
    if not isinstance(given, dict) or not all(isinstance(key, str) for key in given):
        raise LessonError(tr("sandbox: a description is a table of data, layers and training"))
    try:
        return _parsed(settled(given))
    except LessonError as error:
        told = re.sub(rf"^lesson '{CALLED}': (experiment '{NET}'[,:] |data '{DATA}': )?", "sandbox: ", str(error))
        raise LessonError(told) from None


def _parsed(values: dict[str, Any]) -> Sandbox:
    table = Table(CALLED, "", {"schedule": {}, **_lesson(values)})
    schedules = declarations.schedules(table)
    data = declarations.data(table)[DATA]
    net = declarations.experiments(table, {})[NET]
    _fits(table, data, net)
    return Sandbox(
        data=replace(data, options=settled(data.options)),
        layers=tuple(replace(layer, options=settled(layer.options)) for layer in net.layers),
        loss=net.loss,
        optimiser=str(net.optimiser),
        rate=float(net.rate),  # type: ignore[arg-type]
        batch=net.batch,  # type: ignore[arg-type]
        steps=int(net.steps),  # type: ignore[arg-type]
        seed=int(net.seed),  # type: ignore[arg-type]
        evaluate_every=net.evaluate_every,
        schedule=schedules.get(SCHEDULE),
        stopping=settled(net.stopping),
        options=settled(net.options),
    )


def _lesson(values: dict[str, Any]) -> dict[str, Any]:
    """The description in the tables of a lesson, layers with their names."""
    net = {key: value for key, value in values.items() if key not in ("data", "schedule")}
    net |= {"kind": "supervised", "data": DATA, "evaluate_every": values.get("evaluate_every", EVALUATE_EVERY)}
    taken: list[str] = []
    layers = values.get("layers")
    if isinstance(layers, list):
        net["layers"] = layers = [dict(layer) if isinstance(layer, dict) else layer for layer in layers]
        for layer in layers:
            if isinstance(layer, dict):
                layer.setdefault("name", named(str(layer.get("type")), taken))
                taken.append(str(layer["name"]))
    found: dict[str, Any] = {"data": {DATA: values.get("data", {})}}
    if "schedule" in values:
        found["schedule"] = {SCHEDULE: values["schedule"]}
        net["schedule"] = SCHEDULE
    return found | {"experiment": {NET: net}}


def _fits(table: Table, data: DataSpec, net: Experiment) -> None:
    """LessonError for what a lesson may have and a sandbox may not."""
    if any(isinstance(value, KnobRef) for value in _everything((data.options, net))):
        raise table.error(tr("a sandbox has values and no knobs of its own"))
    if len(net.layers) > MOST_LAYERS:
        raise table.error(
            tr(
                "there are {count} layers; a sandbox has at most {most_layers}",
                count=len(net.layers),
                most_layers=MOST_LAYERS,
            )
        )
    limits = (("steps", net.steps, MOST_STEPS), ("seed", net.seed, MOST_SEED))
    for key, value, most in (*limits, ("evaluate_every", net.evaluate_every, MOST_STEPS)):
        if not 0 <= int(value) <= most:  # type: ignore[arg-type]
            raise table.error(tr("'{key}' must be at most {most}, not {value}", key=key, most=most, value=value))
    names = [layer.name for layer in net.layers]
    for layer in net.layers:
        if not _NAME.fullmatch(layer.name):
            raise table.error(
                tr("layer '{name}': a name has small letters, digits and '_', and at most 32 of them", name=layer.name)
            )
        if names.count(layer.name) > 1:
            raise table.error(tr("two layers are called '{name}'", name=layer.name))
        if layer.repeat is not None:
            raise table.error(
                tr("layer '{name}': 'repeat' belongs to lessons; put the layers down one by one", name=layer.name)
            )
    if net.pace != "full" or net.stride != 1:
        raise table.error(tr("'pace' and 'stride' belong to lessons; x changes the pace on screen"))


def _everything(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, Mapping):
        for item in value.values():
            yield from _everything(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _everything(item)
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, KnobRef):
        for name in value.__dataclass_fields__:
            yield from _everything(getattr(value, name))


# ---- editing ----------------------------------------------------------------------------------------------------


def changed(sandbox: Sandbox, **values: Any) -> Sandbox:
    """The sandbox with other values of its keys, as ``plain`` writes them; None takes a key away."""
    told = {**plain(sandbox), **values}
    return parsed({key: value for key, value in told.items() if value is not None})


def layer_added(sandbox: Sandbox, at: int, kind: str, **options: Any) -> Sandbox:
    """One more layer before place ``at``."""
    taken = [layer.name for layer in sandbox.layers]
    new = LayerSpec(named(kind, taken), kind, options)
    return replace(sandbox, layers=(*sandbox.layers[:at], new, *sandbox.layers[at:]))


def layer_copied(sandbox: Sandbox, at: int) -> Sandbox:
    """The layer at a place once more, behind itself."""
    layer = sandbox.layers[at]
    return layer_added(sandbox, at + 1, layer.type, **layer.options)


def layer_removed(sandbox: Sandbox, at: int) -> Sandbox:
    """Without the layer at a place; the last one stays."""
    if len(sandbox.layers) == 1:
        return sandbox
    return replace(sandbox, layers=(*sandbox.layers[:at], *sandbox.layers[at + 1 :]))


def layer_moved(sandbox: Sandbox, at: int, by: int) -> Sandbox:
    """The layer at a place further down, or up; as it was at an end."""
    to = at + by
    if not 0 <= to < len(sandbox.layers):
        return sandbox
    layers = list(sandbox.layers)
    layers.insert(to, layers.pop(at))
    return replace(sandbox, layers=tuple(layers))


def layer_changed(sandbox: Sandbox, at: int, given: Mapping[str, Any]) -> Sandbox:
    """The layer at a place with these keys for its own (``type`` and ``name`` too). LessonError as ``parsed``."""
    layers = [{"type": layer.type, "name": layer.name, **layer.options} for layer in sandbox.layers]
    layers[at] = {"name": sandbox.layers[at].name, **given}
    return changed(sandbox, layers=layers)


def keys_of(kind: str) -> tuple[str, ...]:
    """The keys of a layer of that type, those of every layer that learns last."""
    return (*vocabulary.LAYERS[kind], *vocabulary.TRAINED)
