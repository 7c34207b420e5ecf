"""The values a sandbox is edited by: which there are for a layer, the data, the training, and where they stop."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tuidl.course import vocabulary
from tuidl.sandbox.description import EVALUATE_EVERY, Sandbox, keys_of, plain
from tuidl.sandbox.facts import DataFacts

SIZES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 256, 512)
SHARES = (0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
SMALL = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1)
FLAG = (False, True)
STOPS: dict[str, tuple[Any, ...]] = {
    "units": (*SIZES, "classes", "targets", "vocabulary"),
    "filters": SIZES,
    "hidden": SIZES,
    "heads": (1, 2, 3, 4, 8),
    "kernel": (1, 2, 3, 5, 7, 9),
    "stride": (1, 2, 3, 4),
    "padding": ("valid", "same"),
    "dilation": (1, 2, 4, 8),
    "groups": (1, 2, 4, 8),
    "multiplier": (1, 2, 4),
    "size": (2, 3, 4),
    "activation": vocabulary.ACTIVATIONS,
    "function": vocabulary.ACTIVATIONS[1:],
    "init": tuple(word for word in vocabulary.INITS if word != "fixed"),
    "scale": (0.001, 0.01, 0.05, 0.1, 0.5, 1),
    "bias": (0, 0.1, 1),
    "rate": SHARES,
    "dropout": SHARES,
    "recurrent_dropout": SHARES,
    "deviation": (0.01, 0.05, 0.1, 0.2, 0.5, 1),
    "sequences": FLAG,
    "recurrent": FLAG,
    "causal": FLAG,
    "mask_zero": FLAG,
    "frozen": FLAG,
    "bidirectional": ("concat", "sum"),
    "mode": ("nearest", "bilinear"),
    "factor": (2, 3, 4),
    "temperature": (0.5, 0.8, 1, 1.2, 2),
    "momentum": (0.5, 0.8, 0.9, 0.95, 0.99),
    "epsilon": (1e-8, 1e-7, 1e-6, 1e-5, 1e-3),
    "rate_factor": (0.01, 0.1, 0.5, 1, 2, 10),
    "l1": SMALL,
    "l2": SMALL,
    "rotate": (5, 10, 15, 30, 45, 90, 180),
    "shift": (0.05, 0.1, 0.15, 0.2, 0.3),
    "zoom": (0.05, 0.1, 0.2, 0.3, 0.5),
    "flip": (*FLAG, 0.1, 0.25, 0.5),
    "flip_vertical": (*FLAG, 0.1, 0.25, 0.5),
    "brightness": (0.05, 0.1, 0.2, 0.3, 0.5),
    "contrast": (0.05, 0.1, 0.2, 0.3, 0.5),
    "noise": (0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1),
    "fill": (0, 1, "nearest"),
    "value": (0, -1),
}
OF_DATA: dict[str, tuple[Any, ...]] = {
    "n": (20, 50, 100, 200, 400, 1000, 2000, 5000),
    "validation": (0, 0.1, 0.2, 0.3, 0.5, 100, 200, 500),
    "test": (0, 0.1, 0.2, 50, 100),
    "spread": (0.1, 0.2, 0.3, 0.5, 0.8, 1),
    "standardise": FLAG,
    "standardise_target": FLAG,
    "inner": (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8),
    "arms": (2, 3, 4),
    "turns": (0.5, 1, 1.5, 2, 3),
    "rings": (2, 3, 4, 5),
    "margin": (0, 1, 2, 4),
    "shift": (0, 1, 2, 3),
    "time": (4, 8, 12, 16, 24, 32),
    "model": ("skip-gram", "cbow"),
}
OF_TRAINING: dict[str, tuple[Any, ...]] = {
    "loss": vocabulary.LOSSES,
    "optimiser": vocabulary.OPTIMISERS,
    "rate": (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3),
    "batch": (1, 2, 4, 8, 16, 32, 64, 128, 256, "all"),
    "steps": (50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000),
    "seed": tuple(range(10)),
    "evaluate_every": (1, 2, 5, 10, 20, 50, 100, 500),
    "weight_decay": SMALL,
    "beta1": (0, 0.5, 0.8, 0.9, 0.95, 0.99),
    "beta2": (0.9, 0.95, 0.99, 0.999),
    "decay": (0.8, 0.9, 0.95, 0.99),
    "clip": (0.1, 0.5, 1, 5, 10),
    "clip_value": (0.1, 0.5, 1, 5),
    "weight_clip": (0.01, 0.1, 1),
    "average": (0.9, 0.99, 0.999),
    "smoothing": (0, 0.05, 0.1, 0.2),
    "delta": (0.1, 0.5, 1, 2),
    "shuffle": FLAG,
    "class_weights": ("balanced",),
    "schedule": tuple(vocabulary.SCHEDULES),
    "warmup": (0, 10, 50, 100, 500),
    "every": (10, 50, 100, 200, 500, 1000),
    "factor": (0.1, 0.3, 0.5, 0.8, 0.9),
    "patience": (0, 3, 5, 10, 20, 50),
    "restarts": FLAG,
    "floor": (0, 0.01, 0.1),
}
MAIN = ("units", "filters", "rate", "deviation", "size", "function", "factor", "heads")  # what ← and → turn in the list


@dataclass(frozen=True, slots=True)
class Field:
    """One value: None where nothing is said. ``stops``: what the arrow keys go through; anything may be typed."""

    key: str
    value: Any
    stops: tuple[Any, ...] = ()
    must: bool = False  # it cannot be left out

    def turned(self, direction: int) -> Any:
        """The next stop; the value itself at the end, the first stop where nothing was said."""
        if not self.stops:
            return self.value
        if self.value is None:
            return self.stops[0 if direction > 0 else -1]
        if self.value in self.stops and not _clash(self.value, self.stops):
            at = next(k for k, stop in enumerate(self.stops) if stop == self.value and type(stop) is type(self.value))
            return self.stops[min(max(at + direction, 0), len(self.stops) - 1)]
        if isinstance(self.value, int | float) and not isinstance(self.value, bool):
            numbers = [stop for stop in self.stops if isinstance(stop, int | float) and not isinstance(stop, bool)]
            beyond = [n for n in numbers if (n > self.value if direction > 0 else n < self.value)]
            return (beyond[0] if direction > 0 else beyond[-1]) if beyond else self.value
        return self.stops[0]


def _clash(value: Any, stops: Sequence[Any]) -> bool:
    """Whether a value is equal to a stop of another type alone: True and 1."""
    return all(type(stop) is not type(value) for stop in stops if stop == value)


def written(value: Any) -> str:
    """A value as it is read and typed."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value) if isinstance(value, int | list | dict) else f"{value:.12g}"


def read(text: str) -> Any:
    """What was typed: a number, true or false, a list, else a word; None for nothing."""
    text = text.strip().replace("−", "-")
    if not text:
        return None
    if text in ("true", "yes", "on"):
        return True
    if text in ("false", "no", "off"):
        return False
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        try:
            return float(text)
        except ValueError:
            return text
    return value if isinstance(value, int | float | list | str) else text


# ---- of what ------------------------------------------------------------------------------------------------------


def of_layer(sandbox: Sandbox, at: int) -> tuple[Field, ...]:
    """Name and keys of a layer."""
    layer = sandbox.layers[at]
    keys = [key for key in keys_of(layer.type) if key != "weight"]
    if layer.type == "activation":
        keys.remove("activation")
    must = {"units", "filters", "function", "shape", "source"}
    fields = [Field("name", layer.name, must=True)]
    for key in keys:
        stops = STOPS.get(key, ())
        if key == "padding" and layer.type == "conv1d":
            stops = (*stops, "causal")
        fields.append(Field(key, layer.options.get(key), stops, must=key in must))
    return tuple(fields)


def of_data(sandbox: Sandbox, data: DataFacts | None) -> tuple[Field, ...]:
    """The options of the data set."""
    told = plain(sandbox)["data"]
    keys = [key for key in told if key != "source"]
    keys += [key for key in (data.keys if data is not None else ()) if key not in keys]
    return tuple(Field(key, told.get(key), OF_DATA.get(key, STOPS.get(key, ()))) for key in keys)


def of_training(sandbox: Sandbox) -> tuple[Field, ...]:
    """Loss, optimiser and everything else that decides how it is trained."""
    told = plain(sandbox)
    first = ("loss", "optimiser", "rate", "batch", "steps", "seed", "evaluate_every")
    silent = {"seed": 0, "evaluate_every": EVALUATE_EVERY}
    fields = [Field(key, told.get(key, silent.get(key)), OF_TRAINING[key], must=True) for key in first]
    schedule = sandbox.schedule
    fields.append(Field("schedule", schedule.kind if schedule else None, OF_TRAINING["schedule"]))
    for key in (*vocabulary.SCHEDULES[schedule.kind], vocabulary.WARMUP) if schedule else ():
        stops = OF_TRAINING.get(key, ()) if key != "steps" else OF_TRAINING["steps"]
        fields.append(Field(f"schedule.{key}", schedule.options.get(key) if schedule else None, stops))
    fields += [
        Field(f"stopping.{key}", sandbox.stopping.get(key), OF_TRAINING.get(key, ())) for key in vocabulary.STOPPING
    ]
    stops_of = {**STOPS, **OF_TRAINING}
    fields += [Field(key, sandbox.options.get(key), stops_of.get(key, ())) for key in vocabulary.TRAINING]
    return tuple(fields)


def training(sandbox: Sandbox, given: Mapping[str, Any]) -> dict[str, Any]:
    """What ``changed`` takes for values by the names of ``of_training``; None takes one away."""
    told = plain(sandbox)
    found: dict[str, Any] = {}
    for name, value in given.items():
        group, dot, key = name.partition(".")
        if dot:
            inside = dict(found.get(group) or told.get(group) or {})
            inside[key] = value
            inside = {k: v for k, v in inside.items() if v is not None}
            found[group] = inside if inside and (group != "schedule" or "kind" in inside) else None
        elif name == "schedule":
            found["schedule"] = None if value is None else {"kind": value}
        else:
            found[name] = value
    return found


def main(sandbox: Sandbox, at: int) -> Field | None:
    """The value of a layer that matters most: what the arrow keys turn in the list."""
    layer = sandbox.layers[at]
    key = next((key for key in MAIN if key in vocabulary.LAYERS[layer.type]), None)
    return next((field for field in of_layer(sandbox, at) if field.key == key), None) if key else None


FRESH: dict[str, dict[str, Any]] = {  # what a layer has when it is added
    "dense": {"units": 8, "activation": "relu"},
    "conv2d": {"filters": 8, "padding": "same", "activation": "relu"},
    "depthwise2d": {"padding": "same", "activation": "relu"},
    "separable2d": {"filters": 8, "padding": "same", "activation": "relu"},
    "convtranspose2d": {"filters": 8, "stride": 2, "padding": "same", "activation": "relu"},
    "conv1d": {"filters": 8, "padding": "causal", "activation": "relu"},
    "dropout": {"rate": 0.2},
    "spatial-dropout2d": {"rate": 0.2},
    "alpha-dropout": {"rate": 0.1},
    "gaussian-noise": {"deviation": 0.1},
    "augment": {"shift": 0.1, "rotate": 10},
    "embedding": {"units": 8},
    "rnn": {"units": 16},
    "lstm": {"units": 16},
    "gru": {"units": 16},
    "attention": {"units": 8},
    "multi-head-attention": {"heads": 2, "units": 8},
    "transformer": {"heads": 2, "units": 8},
    "activation": {"function": "relu"},
    "reshape": {"shape": [-1]},
    "input": {"source": "x"},
    "graph-conv": {"units": 8, "activation": "relu"},
    "residual": {"of": "layer1"},
    "parallel": {"of": ["layer1"]},
}
