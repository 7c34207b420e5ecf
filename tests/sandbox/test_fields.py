import pytest
from hypothesis import given, settings

from tests.sandbox.made import IMAGES, VALUES, sandboxes
from tuidl.course import vocabulary
from tuidl.sandbox import about, fields
from tuidl.sandbox.description import changed, layer_added, parsed, start
from tuidl.sandbox.fields import FRESH, Field, read, written
from tuidl.train.sizing import Sizing


def test_a_stop_further_and_back():
    units = Field("units", 8, fields.STOPS["units"])
    assert (units.turned(1), units.turned(-1)) == (12, 6)
    assert Field("units", 9, fields.STOPS["units"]).turned(1) == 12
    assert Field("units", "classes", fields.STOPS["units"]).turned(-1) == 512
    assert Field("units", None, (1, 2, 3)).turned(1) == 1
    assert Field("units", None, (1, 2, 3)).turned(-1) == 3
    assert Field("units", 10**6, (1, 2, 3)).turned(1) == 10**6
    assert Field("flip", True, fields.STOPS["flip"]).turned(1) == 0.1
    assert Field("flip", 1, fields.STOPS["flip"]).turned(-1) == 0.5
    assert Field("shape", [2], ()).turned(1) == [2]
    assert Field("name", "odd", ("a", "b")).turned(1) == "a"


@given(VALUES)
def test_what_is_written_is_read_again(value):
    if isinstance(value, str):
        return  # a word may look like a number
    assert read(written(value)) == pytest.approx(value) if isinstance(value, float) else read(written(value)) == value


def test_what_is_typed():
    assert [read(text) for text in ("8", "0.5", "1e-3", "−2", "true", "off", "[1, 2]", "tanh", " ", "{}")] == [
        8, 0.5, 1e-3, -2, True, False, [1, 2], "tanh", None, "{}",
    ]  # fmt: skip


def test_every_key_of_a_layer_can_be_edited():
    sandbox = parsed(IMAGES)
    for kind, keys in vocabulary.LAYERS.items():
        more = layer_added(sandbox, 1, kind, **FRESH.get(kind, {}))
        shown = [field.key for field in fields.of_layer(more, 1)]
        hidden = {"weight"} | ({"activation"} if kind == "activation" else set())
        assert set(shown) == {"name", *keys, *vocabulary.TRAINED} - hidden


def test_what_a_layer_has_when_it_is_added_is_enough():
    sizing = Sizing()
    for kind in vocabulary.LAYERS:
        sizes = sizing.sizes(layer_added(parsed(IMAGES), 1, kind, **FRESH.get(kind, {})))
        assert "give it a value" not in sizes.fault, sizes.fault


def test_every_key_of_training_can_be_edited():
    keys = {field.key for field in fields.of_training(changed(start(), schedule={"kind": "cosine"}))}
    assert keys >= {*vocabulary.TRAINING, "loss", "optimiser", "rate", "batch", "steps", "seed", "evaluate_every"}
    assert keys >= {
        "schedule",
        "schedule.floor",
        "schedule.warmup",
        *(f"stopping.{key}" for key in vocabulary.STOPPING),
    }


def test_the_options_of_the_data_are_those_it_has():
    sizes = Sizing().sizes(start())
    keys = [field.key for field in fields.of_data(start(), sizes.data)]
    assert keys == ["noise", "n", "validation", "test", "classes", "label", "standardise"]


@settings(max_examples=30)
@given(sandboxes())
def test_fields_of_anything(sandbox):
    groups = [fields.of_training(sandbox), fields.of_data(sandbox, None)]
    for at in range(len(sandbox.layers)):
        groups.append(fields.of_layer(sandbox, at))
        assert fields.main(sandbox, at) in (None, *groups[-1])
    for group in groups:
        assert len({field.key for field in group}) == len(group)


def test_a_few_words_about_everything():
    assert tuple(about.LAYERS) == tuple(vocabulary.LAYERS)
    assert tuple(about.DATA) == vocabulary.SOURCES
    assert set(about.PANELS) == set(vocabulary.PANELS)


def test_sets_that_were_imported_are_among_the_sources(tmp_path, monkeypatch):
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path))
    assert about.sources() == vocabulary.SOURCES
    for name in ("mine", ".hidden", "moons"):
        (tmp_path / "data" / name).mkdir(parents=True)
    assert about.sources() == (*vocabulary.SOURCES, "mine")
