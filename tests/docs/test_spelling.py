"""Prose is British throughout: colour, optimiser, normalise. (Words that are none are found by ``make spelling``.)"""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from tests.docs.markdown import ROOT

PROSE = (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("lessons/**/*.md"), *ROOT.glob("lessons/*/*.toml"))
COMMON = {"program"}  # as British as the other: what a computer runs
_APART = re.compile(r"```.*?```|`[^`]*`|\]\([^)]*\)|\[\[[^\]]*\]\]|lesson-\w+", re.DOTALL)  # code, links, chips, ids


@cache
def american() -> dict[str, str]:
    """American spellings, each with the British one."""
    known = {}
    for line in files("codespell_lib").joinpath("data/dictionary_en-GB_to_en-US.txt").read_text("utf-8").splitlines():
        british, _, others = line.partition("->")
        known |= {other.strip(): british for other in others.split(",") if other.strip()}
    return {word: british for word, british in known.items() if word not in COMMON}


def strangers(text: str) -> list[str]:
    return [word for word in re.findall(r"[A-Za-z]+", _APART.sub(" ", text)) if word.lower() in american()]


def test_an_american_spelling_is_found() -> None:
    assert strangers("The Optimizer has a color; `color` and [[panel:color]] are code.") == ["Optimizer", "color"]


@pytest.mark.parametrize("path", PROSE, ids=lambda path: str(path.relative_to(ROOT)))
def test_prose_is_british(path: Path) -> None:
    assert strangers(path.read_text("utf-8")) == []
