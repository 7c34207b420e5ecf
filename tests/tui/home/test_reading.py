import time

from tuidl.tui.home.reading import when


def test_days_in_words():
    now = time.mktime((2026, 11, 20, 12, 0, 0, 0, 0, -1))
    assert when(now - 60, now) == "today"
    assert when(now - 86400, now) == "yesterday"
    assert when(now - 3 * 86400, now) == "Tuesday"
    assert when(now - 40 * 86400, now) == "11 Oct 2026"
