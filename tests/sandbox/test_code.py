import time
import zlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sandbox.made import IMAGES, described, sandboxes
from tuidl.commands import Play, SetKnob, Step
from tuidl.errors import LessonError
from tuidl.sandbox.code import DIGITS, LONGEST, Shared, Turn, _digits, code, opened, shared
from tuidl.sandbox.description import changed, parsed, plain, start
from tuidl.sandbox.dials import dials
from tuidl.sandbox.packing import packed

TURNED = Shared(start(), 500, (Turn(0, "rate", 0.1), Turn(120, "batch", 64)))


@st.composite
def states(draw: st.DrawFn) -> Shared:
    sandbox = draw(sandboxes())
    live = [dial.knob for dial in dials(sandbox) if dial.knob.change == "live" and dial.knob.type == "float"]
    step = draw(st.integers(0, 10**6))
    turns = []
    for at in sorted(draw(st.lists(st.integers(0, step), max_size=4))):
        if draw(st.booleans()):
            layer = draw(st.sampled_from(sandbox.layers))
            turns.append(Turn(at, f"{layer.name}.weight[0,2]", draw(st.floats(-9, 9, width=32))))
            continue
        knob = draw(st.sampled_from(live))
        turns.append(Turn(at, knob.name, draw(st.sampled_from(knob.stops))))
    return shared(sandbox, step, tuple(turns))


@settings(max_examples=50)
@given(states())
def test_a_code_is_the_state_and_equal_states_have_equal_codes(state):
    text = code(state)
    assert opened(text) == state
    assert code(opened(text)) == text
    assert opened(text.lower().replace("-", " ").replace("0", "O").replace("1", "l")) == state


@settings(max_examples=40)
@given(states(), st.data())
def test_every_one_character_change_is_detected(state, data):
    text = code(state)
    place = data.draw(st.sampled_from([at for at, char in enumerate(text) if char != "-"]))
    other = data.draw(st.sampled_from(DIGITS.replace(text[place], "")))
    with pytest.raises(LessonError):
        opened(text[:place] + other + text[place + 1 :])
    with pytest.raises(LessonError):
        opened(text[:place] + text[place + 1 :])
    with pytest.raises(LessonError):
        opened(text[:place] + other + text[place:])


def test_all_one_character_changes_of_one_code():
    text = code(TURNED)
    for place, char in enumerate(text):
        for other in DIGITS if char != "-" else "":
            if other != char:
                with pytest.raises(LessonError, match=r"damaged|newer"):
                    opened(text[:place] + other + text[place + 1 :])


def test_two_neighbours_that_changed_places_are_detected():
    digits = code(TURNED).replace("-", "")
    for place in range(len(digits) - 1):
        a, b = digits[place : place + 2]
        if a != b:
            with pytest.raises(LessonError):
                opened(digits[:place] + b + a + digits[place + 2 :])


@given(st.text(max_size=60) | st.text(alphabet=DIGITS, max_size=200))
def test_any_text_is_a_code_or_one_sentence(text):
    told = ""
    try:
        opened(text)
    except LessonError as error:
        told = str(error)
    assert "\n" not in told
    assert len(told) < 300


def sealed(body: bytes) -> str:
    return _digits(body + zlib.crc32(body).to_bytes(4, "big"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "it is empty"),
        ("-- -", "it is empty"),
        ("HELLO?", r"character 6 is '\?'"),
        ("7" * 1_000_000, "1000000 characters long"),
        (sealed(b"\x02" + packed({})), "of version 2, and this tuidl reads version 1: update tuidl"),
        (sealed(b"\x01" + packed([])), "holds no sandbox"),
        (sealed(b"\x01" + packed({"data": {"source": "moons"}})), "key 'batch' is missing"),
        (sealed(b"\x01" + packed({**plain(start()), "layers": "none"})), "must be a list"),
        (sealed(b"\x01" + packed({**plain(start()), "layers": [{"type": "dens"}]})), "did you mean 'dense'"),
        (sealed(b"\x01" + packed({**plain(start()), "seed": 0})), "more than is so"),
        (sealed(b"\x01" + packed({**plain(start()), "rate": {"knob": "rate"}})), "no knobs of its own"),
        (sealed(b"\x01" + packed({**plain(start()), "step": -1})), "step -1 cannot be reached"),
        (sealed(b"\x01" + packed({**plain(start()), "step": 9, "turns": [[10, "rate", 1]]})), "out of order"),
        (sealed(b"\x01" + packed({**plain(start()), "step": 9, "turns": [[1, "seed", 1]]})), "no knob 'seed'"),
        (sealed(b"\x01" + packed({**plain(start()), "step": 9, "turns": [[1, "rate", "x"]]})), "must be a number"),
        (sealed(b"\x01" + packed({**plain(start()), "turns": 5})), "turns are no list"),
        (sealed(b"\x01" + packed({**plain(start()), "layers": [{"type": "flatten"}] * 101})), "at most 100"),
        (sealed(b"\x01" + packed({**plain(start()), "surprise": 1})), "'surprise' is unknown"),
    ],
)
def test_hostile_codes(text, told):
    began = time.process_time()
    with pytest.raises(LessonError, match=told) as caught:
        opened(text)
    assert "\n" not in str(caught.value)
    assert time.process_time() - began < 5


def test_a_truncated_code_is_damaged():
    text = code(TURNED)
    for end in range(1, len(text)):
        if text[end - 1] != "-" and text[end:].strip("-") != "":
            with pytest.raises(LessonError):
                opened(text[:end])


def test_what_is_too_large_is_refused():
    many = [{"type": "dense", "name": f"a_rather_long_name_{k}", "units": k + 1} for k in range(100)]
    with pytest.raises(LessonError, match="too large for a code"):
        code(Shared(changed(start(), layers=many)))
    assert len(code(Shared(changed(start(), layers=many[:20])))) < LONGEST


def test_codes_are_short():
    assert len(code(Shared(start()))) < 100
    assert len(code(Shared(parsed(IMAGES)))) < 140


def test_a_run_is_asked_for_step_by_step():
    assert TURNED.commands() == (SetKnob("rate", 0.1), Step(120), SetKnob("batch", 64), Play(until=500))
    assert Shared(start()).commands() == ()
    at_its_end = Shared(start(), 120, (Turn(120, "rate", 0.1),))
    assert at_its_end.commands() == (Step(120), SetKnob("rate", 0.1))


def test_turns_that_do_not_count_are_left_out():
    turns = (Turn(5, "rate", 0.1), Turn(5, "batch", 8), Turn(5, "rate", 0.3), Turn(9, "rate", 1.0))
    assert shared(start(), 8, turns).turns == (Turn(5, "batch", 8), Turn(5, "rate", 0.3))


@settings(max_examples=30)
@given(described())
def test_the_order_of_keys_does_not_count(told):
    turned_round = {key: told[key] for key in reversed(told)}
    turned_round["data"] = {key: told["data"][key] for key in reversed(told["data"])}
    assert code(Shared(parsed(turned_round))) == code(Shared(parsed(told)))


def test_a_number_that_is_whole_is_one_number():
    one, other = changed(start(), rate=1), changed(start(), rate=1.0)
    assert code(Shared(one)) == code(Shared(other))
    assert opened(code(Shared(one))).sandbox.rate == 1.0
    assert replace(one, seed=3) != one
