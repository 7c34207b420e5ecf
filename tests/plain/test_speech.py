"""The keys that pages name are the words that do the same where lessons are told in lines."""

import re

import pytest

from tuidl.course import library, load
from tuidl.plain.speech import WORDS
from tuidl.plain.teller import HELP
from tuidl.tui import keymap

LESSONS = [card.id for card in library.cards()]


def test_every_word_for_a_key_may_be_typed() -> None:
    assert set(WORDS.values()) <= {*HELP, "all"}
    assert WORDS["e"] == "edit"


@pytest.mark.parametrize("name", LESSONS)
def test_a_code_step_names_the_key_that_opens_its_function_on_the_screen_and_in_lines(name: str) -> None:
    lesson = load.read(library.find(name))
    writing = {key for binding in keymap.LESSON if getattr(binding, "action", "") == "write" for key in (binding.key,)}
    for step in lesson.steps:
        named = set(re.findall(r"\[\[key:(\w+)\]\]", lesson.pages[step.page]))
        if step.kind == "code":
            assert named & writing, step.id
            assert {WORDS[key] for key in named & writing} == {"edit"}
