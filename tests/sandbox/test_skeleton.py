import re

import pytest

from tests.docs import markdown
from tests.sandbox.made import IMAGES, NUMBERS_OUT, TEXT
from tuidl.commands import Play
from tuidl.course import library, load
from tuidl.course.lint import lint
from tuidl.course.verify import Claim, verify
from tuidl.errors import LessonError, UsageError
from tuidl.events import StepsEnded
from tuidl.exercise.judging import claims
from tuidl.headless.unattended import trainer
from tuidl.sandbox import keeping, skeleton
from tuidl.sandbox.description import changed, parsed, start
from tuidl.sandbox.lesson import lesson
from tuidl.session.request import Request
from tuidl.session.stream import script
from tuidl.train import loop
from tuidl.train.sizing import Sizing

AUGMENTED = {
    **IMAGES,
    "layers": [{"type": "augment", "shift": 0.1, "flip": True}, *IMAGES["layers"]],
    "schedule": {"kind": "cosine", "warmup": 5},
    "stopping": {"patience": 9},
    "beta1": 0.8,
    "seed": 12,
}
CASES = [start(), parsed(IMAGES), parsed(TEXT), parsed(NUMBERS_OUT), parsed(AUGMENTED)]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TUIDL_LESSONS", raising=False)


def saved(sandbox, name, place):
    sizes = Sizing().sizes(sandbox)
    assert sizes.data is not None, sizes.fault
    return skeleton.save(sandbox, sizes.data, name, place)


@pytest.mark.parametrize("sandbox", CASES, ids=["points", "images", "text", "numbers", "augmented"])
def test_it_passes_the_check_and_trains_identically(sandbox, tmp_path):
    folder = saved(sandbox, "of-mine", tmp_path)
    assert folder.name == "8-01-of-mine"
    made, findings = lint(folder)
    assert findings == ()
    assert made is not None
    assert [step.kind for step in made.steps] == ["run", "predict", "tune", "quiz", "recap"]
    own = keeping.folder(lesson(sandbox, Sizing().sizes(sandbox).data))
    losses = []
    for place in (folder, own):
        request = Request(str(place), device="reference", steps=12)
        told = [event for event in loop.run(request, script(Play())) if isinstance(event, StepsEnded)]
        losses.append([loss for event in told for loss in event.values["loss"]])
    assert losses[0] == losses[1]
    assert len(losses[0]) == 12


def test_what_lesson_new_makes_comes_out_as_it_says(tmp_path):
    made = load.read(saved(start(), "new", tmp_path))
    found = list(verify(made, trainer(made.folder, "cpu"), claims, [0, 1]))
    assert [one for one in found if isinstance(one, Claim) and not one.holds] == []


def test_its_parts_are_numbered_as_the_guide_counts_them(tmp_path):
    text = (saved(start(), "parts", tmp_path) / "lesson.toml").read_text("utf-8")
    assert re.findall(r"^# (\d+)\. ", text, re.MULTILINE) == [str(number) for number in range(1, 12)]
    guide = " ".join(markdown.read("docs/writing-lessons.md").split())
    assert "has eleven numbered parts" in guide


def test_the_next_number_is_taken(tmp_path, monkeypatch):
    assert saved(start(), "one", tmp_path).name == "8-01-one"
    assert saved(start(), "lesson-two", tmp_path).name == "8-02-two"
    monkeypatch.setenv("TUIDL_LESSONS", str(tmp_path))
    assert {card.slug for card in library.cards()} >= {"one", "two"}
    assert saved(start(), "three", tmp_path / "elsewhere").name == "8-03-three"
    with pytest.raises(UsageError, match="already; take another name"):
        saved(start(), "one", tmp_path / "elsewhere")


def test_nothing_is_written_over(tmp_path):
    folder = saved(start(), "mine", tmp_path)
    (folder / "lesson.toml").write_text("precious")
    with pytest.raises(UsageError, match=r"there is a lesson 'mine' already, .*8-01-mine"):
        saved(changed(start(), seed=3), "mine", tmp_path)
    assert (folder / "lesson.toml").read_text() == "precious"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".mine")] == []


@pytest.mark.parametrize("name", ["", "A", "a b", "-a", "a-", "a--b", "1a", "a/b", "../x", "ü", "x" * 29, "lesson-"])
def test_names_that_cannot_be(name):
    with pytest.raises(UsageError, match="cannot be called"):
        skeleton.checked(name)


def test_names_of_the_course_are_taken():
    with pytest.raises(UsageError, match="a lesson of the course"):
        skeleton.checked("lesson-mlp")


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(LessonError, match="cannot be written"):
        saved(start(), "mine", tmp_path / "file")
