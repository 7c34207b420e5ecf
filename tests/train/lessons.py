"""Small lessons, written to a folder for a test."""

import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tuidl.commands import Command
from tuidl.events import Event
from tuidl.session.request import Request
from tuidl.session.stream import script
from tuidl.train import loop

HEAD = """
format = 1
id = "lesson-small"
number = "9.1"
title = "Small"
promise = "A small lesson."
minutes = 1
needs = []
objectives = ["say something"]

[headless]
experiment = "small"
[[headless.goals]]
text = "it learns"
check = "accuracy > 0.9"

[[step]]
id = "recap"
kind = "recap"
page = "01-recap.md"
task = "Take this with you."
experiment = "small"
panels = ["loss"]
knobs = []
"""

POINTS = """
[data.moons]
source = "moons"
n = 60
validation = 30
noise = 0.1

[data.corners]
source = "xor"
n = 40
validation = 20

[measures]
kept = "signal[h2] / signal[h1]"
steepest = "gradient[h1] + distinct[h1]"

[experiment.small]
kind = "supervised"
data = { knob = "points" }
loss = "binary-cross-entropy"
optimiser = { knob = "optimiser" }
rate = { knob = "rate" }
batch = { knob = "batch" }
steps = 25
evaluate_every = 10
seed = { knob = "seed" }

[[experiment.small.layers]]
name = "h"
repeat = { knob = "depth" }
type = "dense"
units = 4
activation = { knob = "activation" }

[[experiment.small.layers]]
name = "out"
type = "dense"
units = 1
activation = "sigmoid"

[knobs.points]
type = "choice"
default = "moons"
choices = ["moons", "corners"]
change = "reset"
label = "points"
help = "Which points."

[knobs.optimiser]
type = "choice"
default = "sgd"
choices = ["sgd", "momentum", "adam"]
change = "reset"
label = "optimiser"
help = "Which rule."

[knobs.activation]
type = "choice"
default = "tanh"
choices = ["tanh", "relu", "linear"]
change = "reset"
label = "activation"
help = "Which function."

[knobs.rate]
type = "float"
default = 0.5
range = [0.0, 1e30]
stops = [0.1, 0.5, 1.0]
change = "live"
label = "rate"
help = "How far."

[knobs.batch]
type = "int"
default = 7
range = [1, 60]
change = "live"
label = "batch"
help = "How many."

[knobs.depth]
type = "int"
default = 2
range = [1, 4]
change = "reset"
label = "depth"
help = "How deep."

[knobs.bias]
type = "float"
default = 0.0
range = [-2.0, 2.0]
by = 0.5
change = "live"
tensor = "out.bias[0]"
label = "b"
help = "A number of the network."

[knobs.seed]
type = "int"
default = 0
range = [0, 99]
change = "reset"
label = "seed"
help = "Other points."
"""

DIGITS = """
[data.digits]
source = "digits"
n = 80
validation = 40

[experiment.small]
kind = "supervised"
data = "digits"
loss = "cross-entropy"
optimiser = "adam"
rate = 0.01
batch = 20
steps = 12
evaluate_every = 6

[[experiment.small.layers]]
name = "conv1"
type = "conv2d"
filters = 3
kernel = 3
activation = "relu"

[[experiment.small.layers]]
name = "pool1"
type = "maxpool2d"

[[experiment.small.layers]]
name = "flat"
type = "flatten"

[[experiment.small.layers]]
name = "drop"
type = "dropout"
rate = 0.1

[[experiment.small.layers]]
name = "norm"
type = "batchnorm"

[[experiment.small.layers]]
name = "out"
type = "dense"
units = "classes"
activation = "softmax"
"""

TEXT = """
[data.words]
source = "elements"
time = 12

[experiment.small]
kind = "supervised"
data = "words"
loss = "cross-entropy"
optimiser = "adam"
rate = 0.01
batch = 16
steps = 12
evaluate_every = 6

[[experiment.small.layers]]
name = "letters"
type = "one-hot"

[[experiment.small.layers]]
name = "memory"
type = "rnn"
units = 8

[[experiment.small.layers]]
name = "out"
type = "dense"
units = "vocabulary"
activation = "softmax"

[knobs.temperature]
type = "float"
default = 0.3
range = [0.1, 2.0]
change = "live"
label = "T"
help = "How bold."
"""

_LOOK = """[[experiment.small.layers]]
name = "look"
type = "multi-head-attention"
heads = 2
units = 8
causal = true

"""
_OUT = '[[experiment.small.layers]]\nname = "out"'
ATTENDING = TEXT.replace('type = "one-hot"', 'type = "embedding"\nunits = 6')
ATTENDING = ATTENDING.replace('type = "rnn"', 'type = "lstm"').replace(_OUT, _LOOK + _OUT)


def written(folder: Path, body: str = POINTS, *changes: tuple[str, str]) -> Path:
    """The folder of a lesson with that body, with texts replaced (each must occur)."""
    for old, new in changes:
        assert old in body, old
        body = body.replace(old, new, 1)
    top, step = HEAD.split("[headless]", 1)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "lesson.toml").write_text(f"{top}{body}\n[headless]{step}", "utf-8")
    (folder / "01-recap.md").write_text("# Small\n\n- It is small.\n", "utf-8")
    return folder


def request(folder: Path, **fields: Any) -> Request:
    return Request(str(folder), **{"device": "reference", **fields})


def events(asked: Request, *commands: Command) -> Iterator[Event]:
    return loop.run(asked, script(*commands))


def of(kind: type, found: Iterable[Event]) -> list[Any]:
    """The events of one kind."""
    return [event for event in found if isinstance(event, kind)]


def timeless(found: Iterable[Event]) -> list[str]:
    """What two equal runs must have in common, NaN being equal to itself."""
    return [repr(dataclasses.replace(e, time={}) if hasattr(e, "time") else e) for e in found]
