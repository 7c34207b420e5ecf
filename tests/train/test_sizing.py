"""What a sandbox comes to before it is trained, and the sentence about the first thing that does not fit."""

import re
import subprocess
import sys
from gettext import NullTranslations

import pytest

from tests.sandbox.made import IMAGES, NUMBERS_OUT, TEXT
from tuidl import language
from tuidl.course import vocabulary
from tuidl.sandbox import description, fields
from tuidl.sandbox.description import changed, layer_added, parsed, start
from tuidl.sandbox.lesson import lesson
from tuidl.session.request import Request
from tuidl.train import assemble, plan
from tuidl.train.sizing import Sizing

SIZING = Sizing()


@pytest.mark.parametrize("told", [IMAGES, TEXT, NUMBERS_OUT], ids=["images", "text", "numbers"])
def test_the_sizes_are_those_of_the_network_that_trains(told):
    sandbox = parsed(told)
    sizes = SIZING.sizes(sandbox)
    assert (sizes.fault, sizes.at) == ("", None)
    net = assemble.build(plan.make(Request(".", device="reference"), lesson(sandbox), {})).net
    rows = {row.name: row for row in net.layers}
    assert sizes.parameters == net.parameters
    assert sizes.flops == sum(row.flops for row in net.layers)
    assert {row.name: row.parameters for row in sizes.layers} == {
        row.name: rows[row.name].parameters for row in sizes.layers
    }
    assert [row.name for row in sizes.layers] == [layer.name for layer in sandbox.layers]


def test_facts_and_a_look_at_the_data():
    points = SIZING.sizes(start())
    assert points.data is not None
    assert (points.data.kind, points.data.shape, points.data.n, len(points.data.classes)) == ("points", (2,), 400, 2)
    assert len(points.preview.points) == 240
    images = SIZING.sizes(parsed(IMAGES)).preview.images
    assert [label for _, _, label in images] == list("012345")
    assert all(0 <= value <= high for high, rows, _ in images for row in rows for value in row)
    assert SIZING.sizes(parsed(TEXT)).preview.lines


@pytest.mark.parametrize(
    "source", ["reviews", "senses", "family", "sunspots", "copy", "adding", "parity", "dates", "shapes"]
)
def test_every_kind_of_data_can_be_looked_at(source):
    sizes = SIZING.sizes(changed(start(), data={"source": source}))
    assert sizes.data is not None
    assert sizes.preview.lines or sizes.preview.points
    assert sizes.fault


@pytest.mark.parametrize(
    ("at", "kind", "options", "told"),
    [
        (1, "conv2d", {"filters": 4}, "'conv1' (conv2d) needs images .*, but its input is 8; move it above flatten"),
        (1, "lstm", {"units": 4}, "'lstm1' (lstm) needs sequences .*, but its input is 8; move it above what ends"),
        (0, "embedding", {"units": 4}, "'words1' reads .*, but the data are .*; move it to the top"),
        (1, "reshape", {"shape": [3, 3]}, "(reshape) cannot give 8 the shape 3 × 3; choose one with 8 values$"),
        (2, "dense", {}, "'h3' (dense) needs 'units'; give it a value$"),
        (2, "dense", {"units": 0}, "'h3' (dense): Dense needs at least 1 unit, not 0$"),
        (2, "dense", {"units": "targets"}, "(dense): units are to be those .*, but .* have none; give a whole number$"),
        (0, "dropout", {"rate": 2}, "'drop1' (dropout): Dropout needs a rate from 0 up to 1, not 2.0$"),
    ],
)  # fmt: skip
def test_the_first_layer_that_does_not_fit(at, kind, options, told):
    sizes = SIZING.sizes(layer_added(start(), at, kind, **options))
    assert sizes.at == at
    assert len(sizes.layers) == at
    assert re.search(told.replace("(", r"\(").replace(")", r"\)"), sizes.fault), sizes.fault
    assert "\n" not in sizes.fault


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"loss": "binary-cross-entropy"}, "needs 1 output unit, but the output layer has 2"),
        ({"optimiser": "sgd", "beta1": 0.5}, "optimiser 'sgd' has no 'beta1'"),
        ({"data": {"source": "moons", "noize": 1}}, "has no key 'noize'; did you mean 'noise'"),
        ({"data": {"source": "nowhere"}}, "there is no data set 'nowhere'"),
        ({"layers": [{"type": "dense", "units": 10**7}, {"type": "dense", "units": 2}]}, "50 000 000 in all at most"),
    ],
)
def test_what_is_about_no_layer(more, told):
    sizes = SIZING.sizes(changed(start(), **more))
    assert sizes.at is None
    assert told in sizes.fault


def test_measuring_computes_nothing_with_numba():
    code = (
        "import sys; from tuidl.sandbox.description import start; from tuidl.train.sizing import Sizing; "
        "assert not Sizing().sizes(start()).fault; assert 'numba' not in sys.modules and 'textual' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


class Dotted(NullTranslations):
    """A language without one English word: a dot after every letter that is no part of a place."""

    def gettext(self, message: str) -> str:
        parts = re.split(r"({[^}]*})", message)
        return "".join(part if part.startswith("{") else re.sub("([a-z])", r"\1·", part) for part in parts)


@pytest.mark.parametrize("told", [IMAGES, TEXT, NUMBERS_OUT], ids=["images", "text", "numbers"])
def test_no_sentence_is_cut_by_its_words(told, monkeypatch):
    """In any language the same sentences are said, whole."""
    stacks = [layer_added(parsed(told), 1, kind) for kind in vocabulary.LAYERS]
    stacks += [layer_added(parsed(told), 1, kind, **fields.FRESH.get(kind, {})) for kind in vocabulary.LAYERS]
    english = [SIZING.sizes(stack) for stack in stacks]
    monkeypatch.setattr(language, "_spoken", Dotted())
    spoken = [SIZING.sizes(stack) for stack in stacks]
    assert [(s.fault.replace("·", ""), s.at) for s in spoken] == [(s.fault, s.at) for s in english]
    assert sum(bool(s.fault) for s in english) > 20


def test_a_stack_of_every_layer_is_measured_or_explained():
    for told in (IMAGES, TEXT, NUMBERS_OUT):
        for kind in vocabulary.LAYERS:
            stack = description.layer_added(parsed(told), 1, kind)
            sizes = SIZING.sizes(stack)
            assert bool(sizes.fault) == (len(sizes.layers) < len(told["layers"]) + 1) or sizes.at is None
            if sizes.at is not None:
                assert sizes.fault.count(f"layer '{stack.layers[sizes.at].name}'") == 1
