"""Which signs a stream is given: those that its encoding has and that a terminal of the locale shows."""

import io

import pytest

from tuidl.encoding import shows

LOCALE = ("TUIDL_GLYPHS", "LC_ALL", "LC_CTYPE", "LANG")


@pytest.mark.parametrize(
    ("encoding", "environment", "signs", "shown"),
    [
        ("utf-8", {}, "✓█", True),
        ("utf-8", {"LANG": "C"}, "✓█", False),
        ("utf-8", {"LANG": "C"}, "+x", True),
        ("utf-8", {"LC_ALL": "de_DE.ISO-8859-1"}, "✓", False),
        ("utf-8", {"TUIDL_GLYPHS": "ascii"}, "·", False),
        ("utf-8", {"LANG": "C", "TUIDL_GLYPHS": "unicode"}, "✓", True),
        ("latin-1", {}, "·", True),
        ("latin-1", {}, "✓", False),
        ("ascii", {}, "+", True),
        ("no-such-encoding", {}, "+", False),
    ],
)
def test_signs_that_are_shown(encoding, environment, signs, shown, monkeypatch):
    for name in LOCALE:
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    class Stream(io.StringIO):
        pass

    stream = Stream()
    monkeypatch.setattr(Stream, "encoding", encoding, raising=False)
    assert shows(stream, signs) is shown
