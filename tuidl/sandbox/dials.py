"""The knobs of a sandbox: which of its values can be turned while it trains, or with the next reset, and how far."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tuidl.commands import KnobValue
from tuidl.course import vocabulary
from tuidl.course.spec import Experiment, Knob, KnobRef, LayerSpec
from tuidl.language import tr
from tuidl.sandbox.description import Sandbox
from tuidl.sandbox.facts import DataFacts

SCALE = (1.0, 3.0)  # where a knob stops in every decade
SLOW = 1000.0  # a rate so many times smaller is a stop too, to see what it is good for
BATCHES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
NOISE = {  # what can be turned while it trains: key, value if nothing is said (None: no knob), highest value, step
    "dropout": (("rate", 0.5, 0.95, 0.05),),
    "spatial-dropout2d": (("rate", 0.5, 0.95, 0.05),),
    "alpha-dropout": (("rate", 0.5, 0.95, 0.05),),
    "gaussian-noise": (("deviation", 0.1, 2.0, 0.05),),
    "augment": (
        ("rotate", None, 180.0, 5.0), ("shift", None, 0.5, 0.05), ("zoom", None, 0.9, 0.05), ("flip", None, 1.0, 0.1),
        ("flip_vertical", None, 1.0, 0.1), ("brightness", None, 1.0, 0.05), ("contrast", None, 1.0, 0.05),
        ("noise", None, 1.0, 0.05),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dial:
    """A knob and the value of the sandbox that it turns: a key of it, or of the layer at place ``layer``; "" none."""

    knob: Knob
    key: str
    layer: int | None = None


def dials(sandbox: Sandbox, data: DataFacts | None = None) -> tuple[Dial, ...]:
    """All of them, the learning rate first. A network that writes text has a temperature too."""
    found = [_rate(sandbox)]
    if isinstance(sandbox.batch, int):
        found.append(_batch(sandbox.batch))
    if not sandbox.options.keys() - _anywhere():
        found.append(_optimiser(sandbox.optimiser))
    for place, layer in enumerate(sandbox.layers):
        found += _of_layer(place, layer)
    if data is not None and data.kind == "text":
        found.append(
            Dial(_number("temperature", 0.8, 0.1, 2.0, tr("How bold the text is that it makes up."), by=0.1), "")
        )
    found.append(_seed(sandbox.seed))
    return tuple(found)


def _anywhere() -> frozenset[str]:
    """Keys of training that go with every optimiser."""
    return frozenset(("shuffle", "clip", "clip_value", "weight_clip", "average", "delta", "smoothing", "class_weights"))


def _rate(sandbox: Sandbox) -> Dial:
    rate = sandbox.rate
    even = {float(f"{factor * 10.0**power:.1g}") for power in range(-6, 1) for factor in SCALE}
    stops = sorted(even | {rate, float(f"{rate / SLOW:.6g}")})
    knob = Knob(
        "rate", "float", rate, "rate", tr("How far each step goes."), "live", (stops[0], stops[-1]), tuple(stops)
    )
    return Dial(knob, "rate")


def _batch(batch: int) -> Dial:
    stops = tuple(float(stop) for stop in sorted({*BATCHES, batch}))
    words = tr("How many examples a step looks at.")
    return Dial(Knob("batch", "int", batch, "batch", words, "live", (1.0, stops[-1]), stops), "batch")


def _optimiser(name: str) -> Dial:
    knob = Knob(
        "optimiser", "choice", name, "optimiser", tr("The rule that turns gradients into steps."), "reset",
        choices=vocabulary.OPTIMISERS,
    )  # fmt: skip
    return Dial(knob, "optimiser")


def _seed(seed: int) -> Dial:
    words = tr("Another seed draws other data, other first weights and other batches.")
    return Dial(Knob("seed", "int", seed, "seed", words, "reset", (0.0, float(max(9999, seed)))), "seed")


def _number(name: str, value: float, low: float, high: float, words: str, by: float) -> Knob:
    """A live knob over an even scale, on which the value itself is a stop."""
    even = {float(f"{low + by * k:.6g}") for k in range(round((high - low) / by) + 1)}
    stops = sorted({stop for stop in even if low <= stop <= high} | {float(value)})
    low, high = min(low, value), max(high, value)
    return Knob(
        name, "float", float(value), name.replace("_", " "), words, "live", (float(low), float(high)), tuple(stops)
    )


def _of_layer(place: int, layer: LayerSpec) -> Iterator[Dial]:
    for key, silent, high, by in NOISE.get(layer.type, ()):
        value = layer.options.get(key, silent)
        if isinstance(value, int | float) and not isinstance(value, bool):
            name = f"{layer.name}_{key}"
            yield Dial(
                _number(name, value, 0.0, high, tr("{key} of layer {name}.", key=key, name=layer.name), by), key, place
            )
    for key, high, by in (("rate_factor", 10.0, 0.5), ("l1", 0.1, 0.001), ("l2", 0.1, 0.001)):
        value = layer.options.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            knob = _number(
                f"{layer.name}_{key}", value, 0.0, high, tr("{key} of layer {name}.", key=key, name=layer.name), by
            )
            yield Dial(knob, key, place)
    if isinstance(layer.options.get("frozen"), bool):
        name, value = f"{layer.name}_frozen", layer.options["frozen"]
        words = tr("Whether layer {name} keeps its weights.", name=layer.name)
        yield Dial(Knob(name, "bool", value, name.replace("_", " "), words, "live"), "frozen", place)


# ---- in and out of a sandbox ------------------------------------------------------------------------------------


def knobbed(sandbox: Sandbox, made: tuple[Dial, ...]) -> Experiment:
    """The experiment with a knob wherever one can be turned."""
    experiment, layers = sandbox.experiment(), list(sandbox.layers)
    for dial in made:
        ref = KnobRef(dial.knob.name)
        if dial.layer is not None:
            layer = layers[dial.layer]
            layers[dial.layer] = replace(layer, options={**layer.options, dial.key: ref})
        elif dial.key:
            experiment = replace(experiment, **{dial.key: ref})  # type: ignore[arg-type]
    return replace(experiment, layers=tuple(layers))


def turned(sandbox: Sandbox, values: Mapping[str, KnobValue], made: tuple[Dial, ...]) -> Sandbox:
    """The sandbox with the knobs where they stand now."""
    for dial in made:
        if dial.knob.name not in values or not dial.key:
            continue
        value: Any = values[dial.knob.name]
        if dial.layer is None:
            sandbox = replace(sandbox, **{dial.key: value})
        elif sandbox.layers[dial.layer].options.get(dial.key, dial.knob.default) != value:
            layers, layer = list(sandbox.layers), sandbox.layers[dial.layer]
            whole = isinstance(value, float) and value.is_integer()
            layers[dial.layer] = replace(layer, options={**layer.options, dial.key: int(value) if whole else value})
            sandbox = replace(sandbox, layers=tuple(layers))
    return sandbox
