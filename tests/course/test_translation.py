"""Lessons by language: words of another folder, English where they are missing or wrong, and what the check says."""

import os
from pathlib import Path

import pytest

from tests.course.sample import NEURON, copied
from tuidl.course import library, translation
from tuidl.course.lint import lint, progress
from tuidl.course.load import read
from tuidl.language import speak

LESSON = """
title = "Ein Neuron"
promise = "Sieh einem Neuron beim Lernen zu."
objectives = ["a", "b", "c", "d", "e"]

[data.clouds]
label = "zwei Wolken"
classes = ["blau", "rot"]

[knobs.rate]
label = "Rate"
help = "Wie weit jeder Schritt geht."

[headless]
goals = ["mindestens 95 % der Punkte richtig"]

[step.watch]
task = "Drück die Leertaste, bis 95 % stimmen."
hints = ["eins", "zwei", "drei"]
explain = [
  "Am Anfang {accuracy@0:%} richtig, nach {reached} Schritten 95 %, jetzt {accuracy:%}.",
  "Am Anfang {accuracy@0:%} richtig, nach {reached} Schritten 95 %, jetzt alle.",
]

[step.corners.ask.curve]
text = "Wohin geht der Verlust?"

[step.corners.ask.curve.choices.half]
label = "halb hinunter"
tempting = "So eine Linie gibt es."

[[step.quiz.item]]
text = "Was macht die Linie?"
because = "z ist an denselben Stellen 0."
choices = [{ label = "Sie bleibt" }, { label = "Sie geht", tempting = "b allein" }, { tempting = "gegeneinander" }]
[[step.quiz.item]]
[[step.quiz.item]]
"""
TERMS = '[neuron]\nname = "Neuron"\nshort = "Eine Summe und eine Biegung."\nalso = ["Neuronen"]\n'
PAGE = "# Sieh einem Neuron zu\n\nEin **Neuron** trennt die Punkte in [[panel:boundary]].\n"


@pytest.fixture
def german(tmp_path: Path) -> Path:
    """A copy of lesson-neuron with some German words."""
    folder = copied(tmp_path)
    (folder / "de").mkdir()
    for name, text in {"lesson.toml": LESSON, "terms.toml": TERMS, "01-watch.md": PAGE}.items():
        (folder / "de" / name).write_text(text, "utf-8")
    return folder


def changed(folder: Path, file: str, old: str, new: str) -> None:
    """A text of the German folder replaced; it must occur."""
    path = folder / "de" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_what_is_translated_stands_in_and_the_rest_is_english(german):
    english, found = read(NEURON), read(german, languages=("de_AT", "de"))
    assert (found.language, found.title, found.goals[0].text) == (
        "de",
        "Ein Neuron",
        "mindestens 95 % der Punkte richtig",
    )
    assert found.data["clouds"].classes == ("blau", "rot")
    assert found.data["corners"] == english.data["corners"]
    assert (found.knobs["rate"].label, found.knobs["rate"].stops) == ("Rate", english.knobs["rate"].stops)
    watch = found.step("watch")
    assert watch.hints == ("eins", "zwei", "drei")
    assert "jetzt alle" in watch.explain[1].say
    assert [each.when for each in watch.explain] == [each.when for each in english.step("watch").explain]
    half = found.step("corners").ask[0].choices[1]
    assert (half.label, half.note) == ("halb hinunter", "three corners of four")
    first = found.step("quiz").item[0]
    assert [choice.right for choice in first.choices] == [True, False, False]
    assert [choice.label for choice in first.choices] == ["Sie bleibt", "Sie geht", "It turns"]
    assert found.step("quiz").item[1] == english.step("quiz").item[1]
    assert found.pages["01-watch.md"] == PAGE
    assert found.pages["02-inside.md"] == english.pages["02-inside.md"]
    assert (found.terms["Neuron"].page, found.terms["weight"]) == ("01-watch.md", english.terms["weight"])
    assert found.step("hand") == english.step("hand")


def test_nothing_but_words_differs(german):
    """Networks, numbers, checks and code stand in one place."""
    english, found = read(german, languages=()), read(german, languages=("de",))
    assert (found.experiments, found.measures, found.panels) == (english.experiments, english.measures, english.panels)
    for one, other in zip(found.steps, english.steps, strict=True):
        assert (one.check, one.set, one.solution, one.steps) == (other.check, other.set, other.solution, other.steps)
        assert [ask.edges for ask in one.ask] == [ask.edges for ask in other.ask]


@pytest.mark.parametrize("wanted", [(), ("sv",), ("de_CH",)])
def test_a_language_without_words_is_english(german, wanted):
    assert read(german, languages=wanted) == read(german, languages=())


def test_the_person_chooses(german, monkeypatch):
    monkeypatch.setenv("TUIDL_LESSONS", str(german.parent))
    before = os.environ["TUIDL_LANGUAGE"]
    try:
        speak("de_DE")
        assert read(german).title == "Ein Neuron"
        card = next(card for card in library.cards() if card.folder == german)
        assert (card.title, card.promise) == ("Ein Neuron", "Sieh einem Neuron beim Lernen zu.")
    finally:
        speak(before)
    assert next(card for card in library.cards() if card.folder == german).title == "One neuron"


def test_the_check_finds_no_mistake_and_says_how_far_it_is(german):
    assert lint(german)[1] == ()
    ((language, said, texts),) = progress(read(german, languages=()))
    assert (language, said) == ("de", 31)
    assert texts > 100


MISTAKES = (
    ("a step", "lesson.toml", "[step.watch]", "[step.wach]", "lesson.toml", "step: 'wach' is no text of this lesson"),
    ("a hint less", "lesson.toml", '"zwei", "drei"', '"zwei"', "lesson.toml",
     "step.watch: hints: there are 2, in English 3"),
    ("a quote", "lesson.toml", "nach {reached} Schritten 95 %, jetzt alle", "jetzt alle", "lesson.toml",
     "step.watch: explanation 2 lacks the quote {reached}"),
    ("another quote", "lesson.toml", "jetzt alle", "jetzt {loss:.2f}", "lesson.toml",
     "step.watch: explanation 2 quotes {loss:.2f}, which is not in English"),
    ("an answer more", "lesson.toml", 'choices = [', 'choices = [{ label = "x" }, ', "lesson.toml",
     "step.quiz.item 1: choices: there are 4, in English 3"),
    ("a number", "lesson.toml", 'label = "Rate"', "default = 0.3", "lesson.toml",
     "knobs.rate: 'default' is no text of this lesson"),
    ("no text", "lesson.toml", 'label = "Rate"', "label = 3", "lesson.toml", "knobs.rate: 'label' must be a text"),
    ("a task too long", "lesson.toml", "Drück die Leertaste", "Drück " + "sehr " * 20, "lesson.toml", "task has 1"),
    ("no TOML", "lesson.toml", "[step.watch]", "[step.watch", "lesson.toml", "is not valid TOML"),
    ("a panel", "01-watch.md", "panel:boundary", "panel:border", "01-watch.md", "points at panel 'border'"),
    ("a term", "01-watch.md", "**Neuron**", "**Nerv**", "01-watch.md", "'Nerv' is bold, but has no entry"),
    ("no page", "01-watch.md", "# Sieh", "Sieh", "01-watch.md", "a page begins with '# ' and its title"),
    ("a term of none", "terms.toml", "[neuron]", "[nerv]", "terms.toml", "'nerv' is no text of this lesson"),
)  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=[one[0] for one in MISTAKES])
def test_a_mistake_is_told_and_costs_the_learner_nothing(german, mistake):
    _, file, old, new, place, told = mistake
    changed(german, file, old, new)
    assert any(f"de/{place}" in str(one) and told in str(one) for one in lint(german)[1])
    found = read(german, languages=("de",))  # it can still be learnt
    assert len(found.steps) == len(read(NEURON).steps)


def test_a_page_of_no_step_is_told(german):
    (german / "de" / "99-more.md").write_text("# Mehr\n", "utf-8")
    (one,) = lint(german)[1]
    assert str(one).startswith("de/99-more.md: no step shows this page")


def test_words_that_are_forbidden_in_english_are_words_elsewhere(german):
    changed(german, "lesson.toml", "Sieh einem Neuron beim Lernen zu.", "Das ist nicht trivial.")
    assert lint(german)[1] == ()


def test_a_link_out_of_the_folder_is_no_page(german, tmp_path):
    page = german / "de" / "02-inside.md"
    outside = tmp_path / "outside.md"
    outside.write_text("# Geheim\n", "utf-8")
    page.symlink_to(outside)
    assert read(german, languages=("de",)).pages["02-inside.md"] == read(NEURON).pages["02-inside.md"]
    assert translation.languages(german) == ("de",)
