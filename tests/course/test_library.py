"""Finding lessons, and the map of the course."""

import os
import shutil
from pathlib import Path

import pytest

from tests.course import sample
from tuidl.course import library, outline
from tuidl.errors import Exit, UsageError


@pytest.fixture(autouse=True)
def lessons(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUIDL_LESSONS", str(sample.LESSONS))


def test_cards_in_order() -> None:
    cards = [card for card in library.cards() if card.folder.parent == sample.LESSONS]
    slugs = [card.slug for card in cards]
    assert slugs[:2] == ["neuron", "mlp"]
    assert slugs.index("init") < slugs.index("cnn") < slugs.index("rnn")
    neuron = cards[0]
    assert (neuron.number, neuron.title, neuron.minutes, neuron.needs) == ("1.1", "One neuron", 12, ())
    assert neuron.promise.startswith("Watch one neuron")
    assert cards[slugs.index("init")].needs == ("lesson-activations", "lesson-backprop", "lesson-sgd")


def test_a_card_needs_only_the_head(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = sample.copied(tmp_path, sample.NEURON, "lesson.toml", ("[data.clouds]", "[data.clouds] broken"))
    (tmp_path / "9-01-broken").mkdir()
    (tmp_path / "9-01-broken" / "lesson.toml").write_text('id = "lesson-broken"\nnumber = 3\n')
    (tmp_path / "no-lesson").mkdir()
    monkeypatch.setenv("TUIDL_LESSONS", f"{tmp_path}{os.pathsep}{sample.LESSONS}{os.pathsep}{tmp_path / 'gone'}")
    cards = {card.slug: card for card in library.cards()}
    assert cards["neuron"].folder == folder  # the first of an id wins
    assert cards["neuron"].fault == ""
    assert cards["broken"].fault == "lesson '9-01-broken': 'number' must be a text, not 3"
    assert "no-lesson" not in cards


def test_a_list_whose_bracket_begins_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sample.copied(tmp_path, sample.NEURON, "lesson.toml", ("needs = []", "needs = [\n]\nextra = [\n[1]\n]"))
    monkeypatch.setenv("TUIDL_LESSONS", str(tmp_path))
    assert next(card for card in library.cards() if card.slug == "neuron").fault == ""


@pytest.mark.parametrize(
    "name", ["neuron", "lesson-neuron", str(sample.NEURON), f"{sample.NEURON}/", str(sample.NEURON / "lesson.toml")]
)
def test_found(name: str) -> None:
    assert library.find(name).resolve() == sample.NEURON.resolve()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("neurn", "lesson 'neurn' is unknown; did you mean 'neuron'?"),
        ("lesson-inti", "lesson 'lesson-inti' is unknown; did you mean 'init'?"),
        ("zzzzz", "lesson 'zzzzz' is unknown; 'tuidl lessons' lists all"),
        ("diffusion", "lesson 'diffusion' is not written yet; 'tuidl lessons' lists those that are"),
        ("./nowhere", "lesson folder './nowhere' does not exist"),
        (str(sample.LESSONS), f"folder '{sample.LESSONS}' is no lesson: it has no lesson.toml"),
    ],
)
def test_not_found(name: str, sentence: str) -> None:
    with pytest.raises(UsageError) as caught:
        library.find(name)
    assert str(caught.value) == sentence
    assert caught.value.code == Exit.USAGE


def test_the_map_knows_what_is_written() -> None:
    course = library.course()
    assert [(part.number, part.title, len(places)) for part, places in course] == [
        (1, "Foundations", 13),
        (2, "Seeing", 5),
        (3, "Remembering", 7),
        (4, "Attending", 3),
        (5, "Creating", 4),
        (6, "Understanding", 7),
        (7, "Beyond", 4),
    ]
    foundations = {place.entry.slug: place for place in course[0][1]}
    init = foundations["init"]
    assert init.card is not None
    assert init.entry.number == init.card.number == "1.9"
    assert init.entry.title == init.card.title == "Where to start"
    assert all(place.card is None for place in course[6][1])


def test_the_outline() -> None:
    assert outline.entries()["cnn"] == outline.Entry("cnn", "2.2", "Convolutional networks")
    assert outline.entries()["rnn"].id == "lesson-rnn"
    assert len(outline.entries()) == sum(len(part.entries) for part in outline.parts())
    assert all(len(entry.title) <= 28 for entry in outline.entries().values())


def test_reading_a_list_is_cheap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(20):
        folder = tmp_path / f"8-{number:02d}-copy{number}"
        shutil.copytree(sample.INIT, folder)
        text = (folder / "lesson.toml").read_text("utf-8")
        (folder / "lesson.toml").write_text(
            text.replace('"lesson-init"', f'"lesson-copy{number}"') + "\n[broken", "utf-8"
        )
    monkeypatch.setenv("TUIDL_LESSONS", str(tmp_path))
    cards = [card for card in library.cards() if card.slug.startswith("copy")]
    assert len(cards) == 20
    assert not any(card.fault for card in cards)  # the broken rest of the files was never parsed


def test_lessons_of_ones_own_are_the_last_part_of_the_map(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [part.title for part, _ in library.course()] == [part.title for part in outline.parts()]
    changes = (('"lesson-neuron"', '"lesson-mine"'), ('"1.1"', '"8.1"'))
    sample.copied(tmp_path, sample.NEURON, "lesson.toml", *changes)
    monkeypatch.setenv("TUIDL_LESSONS", str(tmp_path))
    part, (place,) = library.course()[-1]
    assert (part.number, part.title, part.entries) == (8, "Your own", (place.entry,))
    assert (place.entry.id, place.entry.number) == ("lesson-mine", "8.1")
    assert place.card is not None
    assert place.card.title == "One neuron"
