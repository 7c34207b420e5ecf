import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sandbox.made import NUMBERS, WORDS
from tuidl.sandbox.packing import DEEPEST, LONG_LIST, PackingError, packed, unpacked
from tuidl.sandbox.words import WORDS as TABLE

PLAIN: st.SearchStrategy[Any] = st.recursive(
    NUMBERS | WORDS | st.booleans() | st.sampled_from(TABLE),
    lambda inside: st.lists(inside, max_size=20) | st.dictionaries(WORDS, inside, max_size=20),
    max_leaves=20,
)


@given(PLAIN)
def test_out_comes_what_went_in(value):
    raw = packed(value)
    found = unpacked(raw)
    assert packed(found) == raw
    assert repr(sort(found)) == repr(sort(value))


def sort(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: sort(value[key]) for key in sorted(value)}
    return [sort(item) for item in value] if isinstance(value, list) else value


@given(st.binary(max_size=40))
def test_any_bytes_are_a_value_in_its_one_form_or_refused(raw):
    try:
        value = unpacked(raw)
    except PackingError:
        return
    assert packed(value) == raw


def test_bombs_are_refused_before_they_take_memory():
    with pytest.raises(PackingError, match="too early"):
        unpacked(bytes([LONG_LIST]) + b"\xff" * 8 + b"\x7f")
    with pytest.raises(PackingError, match="too deep"):
        unpacked(bytes([209]) * (DEEPEST + 1) + b"\x80")
    with pytest.raises(PackingError, match="bounds"):
        unpacked(bytes([194, 2, 0xFE, 0xFF, 0x7F]))


def test_the_table_of_words_is_for_ever():
    assert len(set(TABLE)) == len(TABLE) == 238
    assert hashlib.sha256(" ".join(TABLE).encode()).hexdigest()[:16] == "365d9980de55e056"


def test_what_is_no_plain_value():
    for value in (None, float("nan"), b"x", {1: 2}):
        with pytest.raises((PackingError, TypeError, AttributeError)):
            packed(value)
