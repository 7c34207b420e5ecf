import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuidl.course.spec import Knob
from tuidl.errors import UsageError
from tuidl.tui import knob as handle


def knob(**given) -> Knob:
    return Knob(
        **{"name": "rate", "type": "float", "default": 0.1, "label": "rate", "help": "", "change": "live", **given}
    )


RATE = knob(range=(0.01, 3.0), stops=(0.01, 0.03, 0.1, 0.3, 1.0, 3.0))


def test_turning_stops_at_stops_and_ends():
    assert handle.turned(RATE, 0.1, 1) == 0.3
    assert handle.turned(RATE, 0.1, -1) == 0.03
    assert handle.turned(RATE, 0.2, 1) == 0.3
    assert handle.turned(RATE, 3.0, 1) == 3.0
    assert handle.turned(RATE, 0.01, -1) == 0.01


def test_turning_by_an_amount_stays_in_range():
    w = knob(range=(-5.0, 5.0), by=0.5)
    assert handle.turned(w, 4.8, 1) == 5.0
    assert handle.turned(w, 0.0, -1) == -0.5
    assert handle.turned(knob(type="int", default=3, range=(0, 9)), 3, 1) == 4


def test_words_and_switches():
    choice = knob(type="choice", choices=("tanh", "relu"), default="tanh")
    assert handle.turned(choice, "tanh", 1) == "relu"
    assert handle.turned(choice, "relu", 1) == "relu"
    assert handle.turned(knob(type="bool", default=False), False, 1) is True
    assert handle.share(choice, "tanh") is None
    assert handle.parsed(choice, "relu") == "relu"


@pytest.mark.parametrize("text", ["9", "0", "x", "nan", "inf", "", "1e999"])
def test_what_cannot_be_is_refused_by_name(text):
    with pytest.raises(UsageError, match="rate"):
        handle.parsed(RATE, text)


def test_whole_numbers_only_for_an_int():
    units = knob(type="int", default=8, range=(1, 64), label="hidden")
    assert handle.parsed(units, "16") == 16
    with pytest.raises(UsageError, match="whole"):
        handle.parsed(units, "1.5")


@settings(max_examples=60)
@given(st.floats(0.01, 3.0), st.sampled_from([-1, 1]))
def test_turning_moves_the_asked_way_within_the_range(value, direction):
    new = handle.turned(RATE, value, direction)
    assert 0.01 <= new <= 3.0
    assert (new - value) * direction >= 0
    assert 0.0 <= handle.share(RATE, new) <= 1.0


def test_values_are_written_with_a_real_minus():
    assert handle.written(-1.5) == "−1.5"
    assert handle.written(0.0006) == "0.0006"
    assert handle.written(True) == "on"
    assert handle.written(64) == "64"
    assert handle.written(2.0) == "2.0"


@given(st.floats(0, 1))
@settings(max_examples=60)
def test_a_place_on_the_track_is_a_stop_and_near(place):
    stops = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
    found = handle.at_share(RATE, place)
    assert found in stops
    assert all(abs(handle.share(RATE, found) - place) <= abs(handle.share(RATE, stop) - place) + 1e-9 for stop in stops)
    steady = knob(range=(-5.0, 5.0), by=0.5)
    value = handle.at_share(steady, place)
    assert abs(value - (10 * place - 5)) <= 0.25 + 1e-9
    assert round(value * 2) == pytest.approx(value * 2)
    whole = handle.at_share(knob(type="int", default=3, range=(0, 9)), place)
    assert isinstance(whole, int)
    assert 0 <= whole <= 9


def test_words_have_no_place_and_switches_two():
    assert handle.at_share(knob(type="choice", choices=("tanh", "relu"), default="tanh"), 0.4) is None
    assert handle.at_share(knob(type="bool", default=False), 0.7) is True
    assert handle.at_share(knob(type="bool", default=False), 0.2) is False
