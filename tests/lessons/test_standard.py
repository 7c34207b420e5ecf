"""What every lesson of the course has, and the course as a whole: counted in each of them."""

import pytest

from tuidl import paths
from tuidl.course import library, outline, page
from tuidl.course.lint import across
from tuidl.course.load import read
from tuidl.course.spec import Lesson

CARDS = [card for card in library.cards() if card.folder.parent == paths.shipped("lessons")]
FOUNDATIONS = [entry.id for entry in outline.parts()[0].entries]


@pytest.fixture(scope="module", params=CARDS, ids=lambda card: card.slug)
def lesson(request: pytest.FixtureRequest) -> Lesson:
    return read(request.param.folder)


def kinds(lesson: Lesson) -> list[str]:
    return [step.kind for step in lesson.steps]


def test_the_first_part_is_written() -> None:
    assert [card.id for card in CARDS if card.number.startswith("1.")] == FOUNDATIONS
    assert len(FOUNDATIONS) == 13


def test_every_lesson_of_the_first_part_leads_to_the_next_one() -> None:
    lessons = [read(card.folder) for card in CARDS if card.id in FOUNDATIONS]
    assert [lesson.next for lesson in lessons[:-1]] == FOUNDATIONS[1:]
    for place, lesson in enumerate(lessons):
        assert set(lesson.needs) <= set(FOUNDATIONS[:place])  # and never one that comes later
    assert list(across(lessons)) == []


def test_it_takes_ten_to_twenty_minutes(lesson: Lesson) -> None:
    assert 10 <= lesson.minutes <= 20
    assert 6 <= len(lesson.steps) <= 12


def test_it_has_a_step_of_each_kind_that_it_needs(lesson: Lesson) -> None:
    found = kinds(lesson)
    for wanted in ({"predict"}, {"tune", "repair"}, {"quiz"}):
        assert wanted & set(found)
    assert found[-1] == "recap"
    assert "code" in found or lesson.id not in FOUNDATIONS


def test_it_is_alive_at_once(lesson: Lesson) -> None:
    assert lesson.demo is not None
    assert (lesson.folder / "demo.jsonl").is_file()
    first = lesson.steps[0]
    assert first.kind == "run"  # space is all that is asked for
    assert first.panels


def test_a_page_speaks_of_what_its_step_shows(lesson: Lesson) -> None:
    for step in lesson.steps:
        told = page.parse(lesson.pages[step.page])
        assert told.words() <= 120
        assert len(told.terms()) <= 3
        assert len(step.knobs) <= 4
        if step.kind not in ("quiz", "recap"):
            pointed = {chip.kind for chip in told.chips()} | {target.partition(":")[0] for target in step.point}
            assert pointed & {"panel", "knob"}, step.id


def test_what_is_asked_of_the_learner_has_an_answer_that_is_tried(lesson: Lesson) -> None:
    for step in lesson.steps:
        assert step.kind != "tune" or (step.solution and step.check), step.id
        assert step.kind != "repair" or (step.repair and len(step.repair.fault) == 1), step.id
        assert step.kind != "predict" or step.ask, step.id
