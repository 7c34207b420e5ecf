"""The keys that pages name are the words that do the same where lessons are told in lines."""

import re

import pytest

from tuidl.course import library, load
from tuidl.events import Diverged
from tuidl.exercise.judgement import Judgement
from tuidl.plain import speech
from tuidl.plain.speech import WORDS
from tuidl.plain.teller import HELP
from tuidl.tui import keymap
from tuidl.view import RunView


def test_a_run_that_diverged_is_told_once_with_the_way_to_mend_a_function() -> None:
    view, text = RunView(), "The loss is no number any more at step 9; the weights of step 7 are kept."
    view.apply(Diverged(9, text, 7))
    assert next(speech.over(view)) == text
    assert "edit" not in "".join(speech.over(view))
    view.apply(Diverged(9, f"f() failed, line 2. {text}", 7, "f() failed, line 2"))
    assert list(speech.over(view))[:2] == [f"f() failed, line 2. {text}", "Type edit to mend it."]


def test_of_a_flood_of_lines_the_first_are_read_out() -> None:
    told = Judgement("fails", "f() prints more than 256 KB", printed="\n".join(map(str, range(100))))
    assert list(speech.judgement(told))[1:] == ["It printed: 0\n1\n2\n3", "96 lines more"]
    assert list(speech.judgement(Judgement("fails", "no", printed="one\n")))[1:] == ["It printed: one"]


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
