import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sandbox.made import IMAGES, sandboxes
from tuidl.errors import LessonError
from tuidl.sandbox import description
from tuidl.sandbox.description import changed, parsed, plain, start


@settings(max_examples=30)
@given(sandboxes())
def test_plain_values_and_back(sandbox):
    assert parsed(plain(sandbox)) == sandbox
    assert plain(parsed(plain(sandbox))) == plain(sandbox)


def names(sandbox):
    return [layer.name for layer in sandbox.layers]


def test_the_stack_is_edited():
    one = start()
    assert names(one) == ["h1", "h2", "out"]
    more = description.layer_added(one, 1, "dropout", rate=0.2)
    assert names(more) == ["h1", "drop1", "h2", "out"]
    assert names(description.layer_moved(more, 1, 1)) == ["h1", "h2", "drop1", "out"]
    assert description.layer_moved(more, 0, -1) == description.layer_moved(more, 3, 1) == more
    assert names(description.layer_copied(more, 0)) == ["h1", "h3", "drop1", "h2", "out"]
    assert description.layer_removed(more, 1) == one
    alone = changed(one, layers=[{"type": "dense", "name": "out", "units": 2}])
    assert description.layer_removed(alone, 0) == alone
    with pytest.raises(LessonError, match="two layers are called 'h2'"):
        description.layer_changed(one, 0, {"type": "dense", "units": 20, "name": "h2"})
    assert names(description.layer_changed(one, 0, {"type": "dense", "units": 20, "name": "wide"})) == [
        "wide", "h2", "out",
    ]  # fmt: skip
    wider = description.layer_changed(one, 0, {"type": "dense", "units": 20})
    assert (names(wider), wider.layers[0].options) == (names(one), {"units": 20})


@given(st.lists(st.tuples(st.sampled_from("amcr"), st.integers(0, 9)), max_size=12))
def test_any_edits_leave_a_sandbox_that_can_be_read(edits):
    sandbox = start()
    for what, number in edits:
        at = number % len(sandbox.layers)
        match what:
            case "a":
                sandbox = description.layer_added(sandbox, at, ("dense", "conv2d", "dropout")[number % 3])
            case "m":
                sandbox = description.layer_moved(sandbox, at, 1 if number % 2 else -1)
            case "c":
                sandbox = description.layer_copied(sandbox, at)
            case "r":
                sandbox = description.layer_removed(sandbox, at)
    assert parsed(plain(sandbox)) == sandbox
    assert len(set(names(sandbox))) == len(sandbox.layers)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"optimiser": "adm"}, "optimiser 'adm' is unknown; did you mean 'adam'"),
        ({"loss": None}, "key 'loss' is missing"),
        ({"layers": [{"type": "dense", "unit": 3}]}, "key 'unit' is unknown; did you mean 'units'"),
        ({"layers": [{"type": "dense", "name": "H", "units": 3}]}, "small letters"),
        ({"layers": [{"type": "flatten", "name": "a"}] * 2}, "two layers are called 'a'"),
        ({"layers": [{"type": "dense", "units": 3, "repeat": 2}]}, "one by one"),
        ({"layers": [{"type": "dense", "units": {"knob": "x"}}]}, "no knobs of its own"),
        ({"layers": []}, "there are no layers"),
        ({"steps": 0}, "'steps' must be at least 1"),
        ({"steps": 10**12}, "'steps' must be at most"),
        ({"seed": 2**32}, "'seed' must be at most"),
        ({"pace": "frame"}, "belong to lessons"),
        ({"schedule": {"kind": "zigzag"}}, "kind 'zigzag' is unknown"),
        ({"schedule": {"kind": "step", "floor": 1}}, "key 'floor' is unknown"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(more, told):
    with pytest.raises(LessonError, match=told) as caught:
        changed(parsed(IMAGES), **more)
    assert "\n" not in str(caught.value)
