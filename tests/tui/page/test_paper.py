"""Hints and explanations under a page."""

from tuidl.tui.page.paper import said


def test_words_between_backticks_are_typed_words():
    lines = said("what happened", "With `dense` and `a < b` the way is yours.", 60)
    assert lines[2] == (
        ("With ", "plain"),
        ("dense", "code"),
        (" and ", "plain"),
        ("a < b", "code"),
        (" the way is yours.", "plain"),
    )
