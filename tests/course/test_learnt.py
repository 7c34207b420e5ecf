"""The page of what was learnt: every line of it comes from the store or from the lesson."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.course import sample
from tuidl.course.learnt import markdown
from tuidl.course.progress import Progress
from tuidl.course.walk import Walk

NOON = 1_790_000_000.0  # 21 September 2026, whatever the time zone makes of it


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Progress]:
    with Progress.open(tmp_path, lambda: NOON) as progress:
        yield progress


def finished(walk: Walk, *steps: str) -> Walk:
    for step in steps or tuple(step.id for step in walk.lesson.steps):
        walk.states[step].done = True
    return walk


def test_nothing_was_learnt_yet(store: Progress) -> None:
    text = markdown(store, NOON)
    assert text.startswith("# What I learnt with tuidl\n\n2")
    assert "0 lessons done, 0 begun · 0 min\n\nNothing yet.\n" in text


def test_a_lesson_that_is_done_says_what_one_can_and_one_that_is_begun_does_not(store: Progress) -> None:
    lesson = sample.lesson()
    store.save(finished(Walk(lesson)), seconds=3900)
    begun = sample.lesson(sample.INIT)
    store.save(finished(Walk(begun), begun.steps[0].id), seconds=240)
    text = markdown(store, NOON)
    assert "1 lesson done, 1 begun · 1 h 9 min" in text
    assert "## Part 1: Foundations\n\n1 of 13 lessons done.\n\n### 1.1 One neuron\n\ndone on " in text
    assert f"I can\n\n- {lesson.objectives[0]}\n- {lesson.objectives[1]}" in text
    assert begun.objectives[0] not in text
    assert f"begun on 21 September 2026 · 1 of {len(begun.steps)} steps · 4 min" in text
    known = [term for term in begun.terms.values() if f"- **{term.name}**: {term.short}" in text]
    assert known == [term for term in begun.terms.values() if term.page == begun.steps[0].page]
    assert all(f"- **{term.name}**: {term.short}" in text for term in lesson.terms.values())


def test_best_results_and_predictions_are_quoted(store: Progress) -> None:
    walk = Walk(sample.lesson())
    walk.states["hand"].best = 0.975
    walk.open("corners")
    walk.predict("curve", "high")
    walk.predict("right", "0")
    walk.judge(sample.view((0, {"loss": 1.1, "accuracy": 0.5}), (300, {"loss": 0.69, "accuracy": 0.5})))
    store.save(walk)
    text = markdown(store, NOON)
    assert "Best results\n\n- Be the training: accuracy 97.5\N{NO-BREAK SPACE}%\n" in text
    assert "2 of 2 predictions right" in text


def test_own_functions_stand_at_its_end_as_they_were_written(store: Progress) -> None:
    walk = Walk(sample.lesson())
    text = 'def neuron(x, w, b):\n    """```"""\n    return 1.0\n'
    walk.open("write")
    walk.write("def neuron(x, w, b):\n    return 0.0  # not checked\n")
    store.save(walk)
    assert "My own functions" not in markdown(store, NOON)
    walk.agree(text)
    store.save(walk)
    made = markdown(store, NOON)
    assert made.endswith(f"## My own functions\n\n### neuron (1.1 One neuron)\n\n````python\n{text}````\n")
