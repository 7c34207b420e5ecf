"""What pictures repeat stands once in a recording, and comes back as it was."""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuidl.session.repeats import LARGEST, MOST, Repeats, restored

PARTS = st.recursive(
    st.integers(0, 2) | st.sampled_from(["a" * 40, "b" * 70]),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from(["x", "y"]), inner, max_size=2),
    max_leaves=12,
)
SIGNALS = st.fixed_dictionaries(
    {
        "kind": st.just("K"),
        "a": PARTS,
        "b": PARTS,
        "points": st.lists(st.integers(0, 1), min_size=MOST, max_size=MOST + 2),
    }
)


def probed(signal: Any, name: str = "boundary", **event: Any) -> dict[str, Any]:
    return {"seq": 0, "at": 0.0, "event": {"event": "Probed", "name": name, "step": 0, "signal": signal, **event}}


def raced(contestant: int, signal: Any) -> dict[str, Any]:
    return {
        "seq": 0,
        "at": 0.0,
        "event": {"event": "Raced", "contestant": contestant, "seed": 0, "told": probed(signal)["event"]},
    }


def written(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    repeats = Repeats()
    before = deepcopy(values)
    found = [repeats.shortened(value, line) for line, value in enumerate(values, 2)]
    assert values == before  # what passes by is left as it is
    return json.loads(json.dumps(found))


def read(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [restored(deepcopy(value), line, lambda n: deepcopy(lines[n - 2])) for line, value in enumerate(lines, 2)]


@given(st.lists(st.tuples(SIGNALS, st.sampled_from(["boundary", "network"]), st.booleans()), max_size=8))
def test_whatever_repeats_comes_back_as_it_was(drawn: list[tuple[Any, str, bool]]) -> None:
    values = [raced(len(name) % 2, signal) if race else probed(signal, name) for signal, name, race in drawn]
    assert read(written(values)) == json.loads(json.dumps(values))


def test_a_part_that_stays_is_written_once() -> None:
    points = [[k / 7, k / 3, k % 2, True] for k in range(200)]
    turned = [*points[:5], [9.0, 9.0, 1, False], *points[6:]]
    plane = {"kind": "Field", "levels": {"bytes": "x" * 400}}
    moving = [{**plane, "levels": {"bytes": f"{k:0400d}"}} for k in range(3)]
    signals = [
        {"points": points, "planes": [[plane], [moving[0]]]},
        {"points": points, "planes": [[plane], [moving[1]]]},
        {"points": turned, "planes": [[plane], [moving[2]]]},
    ]
    lines = written([probed(signal) for signal in signals])
    told = [line["event"]["signal"] for line in lines]
    assert told[0] == signals[0]
    assert told[1] == {"points": {"line": 2}, "planes": [{"line": 2}, [moving[1]]]}
    assert told[2] == {"points": {"line": 2, "but": [[5, [9.0, 9.0, 1, False]]]}, "planes": [{"line": 2}, [moving[2]]]}
    assert [line["event"]["signal"] for line in read(lines)] == signals


def test_other_panels_and_contestants_repeat_nothing_of_each_other() -> None:
    signal = {"points": ["a" * 30] * 9}
    values = [probed(signal), probed(signal, "network"), raced(0, signal), raced(1, signal), raced(1, signal)]
    assert ["line" in json.dumps(line) for line in written(values)] == [False, False, False, False, True]


def test_what_is_very_large_is_written_in_full() -> None:
    signal = {"points": "x" * LARGEST, "names": ["a" * 30] * 9}
    assert written([probed(signal)] * 2) == [probed(signal)] * 2


FULL = {"points": ["a" * 30] * 9, "many": [1] * (MOST + 1)}


@pytest.mark.parametrize(
    "signal",
    [
        {"points": {"line": 3}},  # itself
        {"points": {"line": 1}},  # the head of the file
        {"points": {"line": -5}},
        {"points": {"line": True}},
        {"points": {"line": "2"}},
        {"lines": {"line": 2}},
        {"many": {"line": 2, "but": 7}},
        {"many": {"line": 2, "but": [["x", 1]]}},
        {"many": {"x": {"line": 2}}},
        {f"a{k}": {"line": 2} for k in range(9)} | {"points": [{"line": 2}] * MOST},
    ],
)
def test_a_number_that_leads_nowhere_is_told(signal: Any) -> None:
    with pytest.raises(ValueError, match=r"it repeats line .* which has no such part"):
        restored(probed(signal), 3, lambda line: probed(deepcopy(FULL)))


def test_a_number_that_leads_to_a_number_is_told() -> None:
    with pytest.raises(ValueError, match="it repeats line 3"):
        restored(probed({"points": {"line": 3}}), 4, lambda line: probed({"points": {"line": 2}}))
    with pytest.raises(ValueError, match="it repeats line 2"):  # another panel's
        restored(probed({"points": {"line": 2}}), 3, lambda line: probed(FULL, "network"))
