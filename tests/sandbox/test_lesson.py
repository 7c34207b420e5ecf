import json

import pytest
from hypothesis import given, settings

from tests.sandbox.made import IMAGES, NUMBERS_OUT, TEXT, sandboxes
from tuidl.course import library, load, vocabulary
from tuidl.course.spec import KnobRef
from tuidl.errors import LessonError
from tuidl.sandbox import keeping
from tuidl.sandbox.code import Shared, Turn
from tuidl.sandbox.description import changed, parsed, start
from tuidl.sandbox.dials import dials, turned
from tuidl.sandbox.facts import DataFacts, LayerSize, Preview, Sizes
from tuidl.sandbox.lesson import lesson
from tuidl.sandbox.panels import at_first, fitting

KNOWN = {
    "points": DataFacts("points", (2,), 400, 200, "two moons", ("blue", "orange")),
    "images": DataFacts("images", (8, 8, 1), 1400, 397, "digits", tuple("0123456789")),
    "text": DataFacts("text", (16,), 9, 0, "hello", tokens=7, by_moment=True),
    "numbers": DataFacts("table", (10,), 300, 142, "diabetes", targets=("progression",)),
}
CASES = [(start(), "points"), (parsed(IMAGES), "images"), (parsed(TEXT), "text"), (parsed(NUMBERS_OUT), "numbers")]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(("sandbox", "kind"), CASES)
def test_the_lesson_on_disk_is_the_lesson_of_the_sandbox(sandbox, kind):
    made = lesson(sandbox, KNOWN[kind])
    folder = keeping.folder(made)
    read = load.read(folder)
    assert (read.experiments, read.knobs, read.data, read.steps) == (
        made.experiments,
        made.knobs,
        made.data,
        made.steps,
    )
    assert keeping.folder(made) == folder
    assert keeping.folder(lesson(changed(sandbox, seed=5), KNOWN[kind])) != folder


@settings(max_examples=40)
@given(sandboxes())
def test_any_sandbox_is_written_and_read(sandbox):
    made = lesson(sandbox)
    try:
        read = load.read(keeping.folder(made))
    except LessonError as error:  # words that no lesson may have, but never a text that is no TOML
        told = str(error)
    else:
        told = ""
    assert "TOML" not in told
    if told:
        return
    assert read.experiments == made.experiments
    assert read.data == made.data
    assert read.knobs == made.knobs
    assert read.schedules == made.schedules


def test_it_has_no_place_in_the_course(home):
    assert lesson(start()).place == ""
    assert load.read(keeping.folder(lesson(start()))).place == ""
    assert load.read(library.find("lesson-neuron")).place == "1.1"


def test_old_folders_go(monkeypatch):
    monkeypatch.setattr(keeping, "FOLDERS", 3)
    places = [keeping.folder(lesson(changed(start(), seed=k))) for k in range(6)]
    assert sum(place.exists() for place in places) == 3
    assert places[-1].exists()


def test_the_last_sandbox_is_kept():
    assert keeping.recalled() is None
    state = Shared(parsed(IMAGES), 40, (Turn(20, "drop1_rate", 0.5),))
    keeping.keep(state)
    assert keeping.recalled() == state
    keeping.last().write_text("nonsense")
    assert keeping.recalled() is None


def test_every_knob_stands_where_it_turns():
    sandbox = changed(parsed(IMAGES), schedule={"kind": "cosine"})
    made = dials(sandbox)
    assert [dial.knob.name for dial in made] == ["rate", "batch", "optimiser", "drop1_rate", "seed"]
    net = lesson(sandbox).experiments["net"]
    assert (net.rate, net.layers[3].options["rate"]) == (KnobRef("rate"), KnobRef("drop1_rate"))
    moved = turned(sandbox, {"rate": 0.1, "drop1_rate": 0.5, "seed": 3, "optimiser": "sgd"}, made)
    assert (moved.rate, moved.layers[3].options["rate"], moved.seed, moved.optimiser) == (0.1, 0.5, 3, "sgd")
    assert turned(sandbox, {dial.knob.name: dial.knob.default for dial in made}, made) == sandbox


def test_an_optimiser_with_options_of_its_own_cannot_be_changed_alone():
    assert "optimiser" not in [dial.knob.name for dial in dials(changed(start(), beta1=0.8))]


def test_text_has_a_temperature():
    assert "temperature" in [dial.knob.name for dial in dials(parsed(TEXT), KNOWN["text"])]


@pytest.mark.parametrize(("sandbox", "kind"), CASES)
def test_panels_are_known_and_fit(sandbox, kind):
    for name in fitting(sandbox, KNOWN[kind]):
        word, colon, layer = name.partition(":")
        assert vocabulary.PANELS[word] is bool(colon)
        assert not layer or layer in [each.name for each in sandbox.layers]
    first = at_first(sandbox, KNOWN[kind])
    assert len(first) == 4
    assert first[0] == {"points": "boundary", "images": "loss", "text": "hidden", "numbers": "loss"}[kind]


def test_every_layer_is_offered_the_panels_that_can_show_it():
    deep = parsed({**IMAGES, "layers": [{"type": "depthwise2d"}, {"type": "separable2d"}, *IMAGES["layers"]]})
    offered = fitting(deep, KNOWN["images"])
    kernels = [name for name in offered if name.startswith("kernel")]
    assert kernels == ["kernel:deep1", "kernel:conv1"]
    maps = [name for name in offered if name.startswith("maps")]
    assert maps == ["maps:deep1", "maps:sep1", "maps:conv1", "maps:pool1"]


def test_sizes_travel_as_json():
    sizes = Sizes(
        KNOWN["images"],
        Preview(images=((31, ((0, 31), (3, 4)), "7"),)),
        (LayerSize("h", "dense", (4,), 12, 16),),
        "no",
        1,
    )
    assert Sizes.from_json(sizes.to_json()) == sizes
    assert Sizes.from_json(json.loads(json.dumps(sizes.to_json()))) == sizes
    assert (sizes.parameters, sizes.flops) == (12, 16)
