"""The words that a lesson's help explains: its own and those all lessons before it, with the one that taught them."""

from dataclasses import replace

import pytest

from tuidl import paths
from tuidl.course.glossary import Glossary
from tuidl.course.load import read
from tuidl.course.spec import Lesson

LESSONS = paths.shipped("lessons")


@pytest.fixture(scope="module")
def schedules() -> Lesson:
    return read(LESSONS / "1-12-schedules")


@pytest.fixture(scope="module")
def known(schedules: Lesson) -> Glossary:
    return Glossary.of(schedules)


def test_words_of_earlier_lessons_are_known_and_those_of_later_ones_are_not(known: Glossary) -> None:
    taught = {word.term.name: word.taught for word in known.words}
    assert taught["epoch"] == "1.7 Gradient descent"
    assert taught["learning rate"] == "1.1 One neuron"
    assert taught["warm-up"] == "1.12 Learning-rate schedules"
    assert not any(word.number.startswith("2.") or word.number == "1.13" for word in known.words)
    assert list(dict.fromkeys(word.number for word in known.words)) == [f"1.{place}" for place in range(1, 13)]


def test_a_page_speaks_of_words_in_its_own_order(known: Glossary, schedules: Lesson) -> None:
    found = known.on(
        "# A title\n\nAfter every epoch the **learning rates** fall. The rate-limited epochs do not count.\n"
    )
    assert [word.term.name for word in found] == ["epoch", "learning rate"]
    assert known.on("# Weighty\n\nNothing that was taught: an outbiased one.\n") == ()


def test_the_longer_of_two_words_is_meant(known: Glossary) -> None:
    found = known.on("# A title\n\nOne step of stochastic gradient descent.\n")
    assert [word.term.name for word in found] == ["stochastic gradient descent"]


@pytest.mark.parametrize("page", ["01-shake.md", "07-warm.md", "11-recap.md"])
def test_every_word_stands_in_one_section(known: Glossary, schedules: Lesson, page: str) -> None:
    sections = known.sections(schedules.pages[page])
    told = [word for _, words in sections for word in words]
    assert sorted(told, key=str) == sorted(known.words, key=str)
    assert len(set(map(id, told))) == len(told)
    assert sections[0][0] == "words on this page"
    assert all(words for _, words in sections)
    assert sections[-1][0] == "1.1 One neuron"


def test_a_lesson_that_cannot_be_read_has_no_words(tmp_path, monkeypatch, schedules: Lesson) -> None:
    for name, terms in (("8-01-broken", "[["), ("8-02-whole", '[thing]\nshort = "Something."\npage = "x.md"\n')):
        folder = tmp_path / name
        folder.mkdir()
        head = (
            f'id = "lesson-{name[5:]}"\nnumber = "8.{name[3]}"\ntitle = "T"\npromise = "P"\nminutes = 1\nneeds = []\n'
        )
        (folder / "lesson.toml").write_text(head, "utf-8")
        (folder / "terms.toml").write_text(terms, "utf-8")
    monkeypatch.setenv("TUIDL_LESSONS", str(tmp_path))
    numbers = {word.number for word in Glossary.of(replace(schedules, id="lesson-mine", number="9.1")).words}
    assert {"8.2", "1.1", "3.1", "9.1"} <= numbers
    assert "8.1" not in numbers


def test_what_is_typed_finds_words(known: Glossary) -> None:
    def found(typed: str) -> list[str]:
        return [word.term.name for word in known.words if word.answers(typed)]

    assert found("EPOCH") == ["epoch"]
    assert found("sgd") == ["stochastic gradient descent"]
    assert "He initialisation" in found("kaiming")
    assert found("no such word") == []
