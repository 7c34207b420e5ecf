"""The page on writing lessons: its lesson is built, checked, trained and opened; its tables are those of the code."""

import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from tests.docs import markdown
from tests.docs.conftest import Shell
from tuidl import data
from tuidl.course import check, load, quote, spec, vocabulary
from tuidl.course.lint import lint
from tuidl.course.verify import Claim, verify
from tuidl.errors import DataError, Exit
from tuidl.exercise.judging import claims as claims_of
from tuidl.headless.unattended import trainer
from tuidl.sandbox import skeleton
from tuidl.sandbox.description import start
from tuidl.train.sizing import Sizing

PAGE = markdown.read("docs/writing-lessons.md")
TUTORIAL = markdown.section(PAGE, "A lesson in five steps")
FOLDER = "8-01-circles"


PARTS = 6  # of the lesson that `tuidl lesson new` makes: each is replaced by a block, and what follows the last goes


def built(place: Path) -> Path:
    """The lesson as somebody who types it in has it at the end."""
    sizes = Sizing().sizes(start())
    assert sizes.data is not None
    folder = skeleton.save(start(), sizes.data, FOLDER.split("-", 2)[2], place)
    assert folder.name == FOLDER
    for page in folder.glob("0[2-5]-*.md"):
        page.unlink()
    typed = Typed(folder)
    for fence in markdown.fences(TUTORIAL):
        if fence.file:
            typed.put(fence)
    return folder


class Typed:
    """Puts blocks where the page says."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.parts = folder, 0

    def put(self, fence: markdown.Fence) -> None:
        """Parts of lesson.toml in order, then more of it; other files whole."""
        if fence.file == "lesson.toml" and self.parts < PARTS:
            self.parts += 1
            self._replace(self.parts, fence.text)
        elif fence.file == "lesson.toml":
            _add(self.folder, fence)
        else:
            (self.folder / fence.file).write_text(fence.text, "utf-8")

    def _replace(self, number: int, text: str) -> None:
        toml = self.folder / "lesson.toml"
        told = toml.read_text("utf-8")
        begin = told.index("\n", re.search(rf"^# {number}\. (?:.*\n# )*.*$", told, re.MULTILINE).end()) + 1  # type: ignore[union-attr]
        end = told.index(f"# {number + 1}. ") if number < PARTS else len(told)
        toml.write_text(told[:begin] + text + "\n" + (told[end:] if number < PARTS else ""), "utf-8")


def _add(folder: Path, fence: markdown.Fence) -> None:
    with (folder / fence.file).open("a", encoding="utf-8") as file:
        file.write(f"{fence.text}\n")


def test_followed_to_the_letter_it_makes_a_lesson(tmp_path: Path, shell: Shell) -> None:
    folder = tmp_path / FOLDER
    typed = Typed(folder)
    said = ""
    for fence in markdown.fences(TUTORIAL):
        if fence.file:
            typed.put(fence)
        elif fence.language == "sh":
            done = shell(fence.text, tmp_path)
            assert done.returncode == Exit.MET, (fence.text, done.stdout, done.stderr)
            said = done.stdout
        elif fence.language == "text":
            assert fence.text in said
        else:
            raise AssertionError(f"a block of the tutorial is neither a file nor a command: {fence.text}")
    assert (folder / "demo.jsonl").exists()
    assert "lesson-circles" in said


def test_every_kind_of_step_it_speaks_of_is_in_it(tmp_path: Path) -> None:
    lesson = load.read(built(tmp_path))
    assert [step.kind for step in lesson.steps] == ["run", "predict", "tune", "quiz", "recap"]
    assert set(lesson.terms) == {"closed border"}


def test_the_race_it_shows_comes_out_as_it_says(tmp_path: Path) -> None:
    folder = built(tmp_path)
    for fence in markdown.fences(markdown.section(PAGE, "Races")):
        _add(folder, fence)
    lesson, findings = lint(folder)
    assert findings == ()
    assert lesson is not None
    only = replace(lesson, steps=(lesson.step("side_by_side"),), goals=())
    told = list(verify(only, trainer(folder, "reference"), claims_of, range(2)))
    assert [claim.text for claim in told if isinstance(claim, Claim) and not claim.holds] == []


def test_the_code_step_it_shows_works(tmp_path: Path) -> None:
    folder = built(tmp_path)
    (folder / "code").mkdir()
    for fence in markdown.fences(markdown.section(PAGE, "Code steps")):
        _add(folder, fence)
    lesson, findings = lint(folder)
    assert findings == ()
    assert lesson is not None
    only = replace(lesson, steps=(lesson.step("start"),))
    found = list(verify(only, trainer(folder, "cpu"), claims_of, [0, 1]))
    claims = [one for one in found if isinstance(one, Claim) and one.step == "start"]
    assert [claim for claim in claims if not claim.holds] == []
    assert len(claims) == 2 * (2 + 3 + 2)


def test_the_tables_of_code_and_repair_are_complete() -> None:
    for heading, kind in (("Code steps", spec.CodeSpec), ("Repair steps", spec.RepairSpec)):
        table = markdown.rows(markdown.section(PAGE, heading), "key")
        assert [markdown.words(row[0])[0] for row in table] == [field.name for field in fields(kind)]


def test_the_step_table_has_every_key() -> None:
    known = {field.name for field in fields(spec.Step)} - {"single"} | {"mode"}
    table = markdown.rows(markdown.section(PAGE, "Steps: `[[step]]`"), "key")
    assert {word for row in table for word in markdown.words(row[0])} == known
    kinds = next(row[2] for row in table if row[0] == "`kind`")
    assert markdown.words(kinds) == list(vocabulary.STEP_KINDS)


@pytest.mark.parametrize(
    ("heading", "kind", "without", "more"),
    [
        (
            "What trains: `[experiment.NAME]`",
            spec.Experiment,
            {"name", "options", "contestants", "seeds"},
            set(vocabulary.TRAINING),
        ),
        ("Knobs: `[knobs.NAME]`", spec.Knob, {"name"}, set()),
        ("Pages and terms", spec.Term, {"name"}, set()),
        ("Data: `[data.NAME]`", spec.DataSpec, {"name", "options"}, set()),
    ],
)
def test_the_tables_of_keys_are_complete(heading: str, kind: type, without: set[str], more: set[str]) -> None:
    table = markdown.rows(markdown.section(PAGE, heading), "key")
    listed = [word for row in table for word in markdown.words(row[0])]
    assert set(listed) == {field.name for field in fields(kind)} - without | more
    assert len(listed) == len(set(listed))


def test_the_words_are_those_of_the_vocabulary() -> None:
    trains = markdown.section(PAGE, "What trains: `[experiment.NAME]`")
    values = {row[0]: markdown.words(row[1]) for row in markdown.rows(trains, "key")}
    assert values["`loss`"] == list(vocabulary.LOSSES)
    assert values["`optimiser`"] == list(vocabulary.OPTIMISERS)
    layers = {markdown.words(row[0])[0]: tuple(markdown.words(row[1])) for row in markdown.rows(trains, "type")}
    assert layers == vocabulary.LAYERS
    said = markdown.words(trains[trains.index("Activations:") :])
    activations = len(vocabulary.ACTIVATIONS)
    assert said[:activations] == list(vocabulary.ACTIVATIONS)
    assert said[activations + 1 : activations + 1 + len(vocabulary.INITS)] == list(vocabulary.INITS)
    panels = {markdown.words(row[0])[0] for row in markdown.rows(markdown.section(PAGE, "Panels"), "panel")}
    assert panels == {f"{name}:LAYER" if layered else name for name, layered in vocabulary.PANELS.items()}
    named = [
        word for row in markdown.rows(markdown.section(PAGE, "Checks"), "value") for word in markdown.words(row[0])
    ]
    assert set(named) == {*vocabulary.VALUES, *(f"{name}[LAYER]" for name in vocabulary.LAYER_VALUES)}


def test_the_schedules_are_those_of_the_vocabulary() -> None:
    table = markdown.rows(markdown.section(PAGE, "Schedules: `[schedule.NAME]`"), "kind")
    assert {markdown.words(row[0])[0]: tuple(markdown.words(row[2])) for row in table} == vocabulary.SCHEDULES
    assert f"`{vocabulary.WARMUP}`" in PAGE
    told = markdown.words(markdown.section(PAGE, "Early stopping"))
    assert all(any(word.startswith(key) for word in told) for key in vocabulary.STOPPING)
    trains = markdown.words(markdown.section(PAGE, "What trains: `[experiment.NAME]`"))
    assert all(any(word.startswith(key) for word in trains) for key in vocabulary.TRAINED)


def test_the_data_table_has_every_source_and_key() -> None:
    table = {
        markdown.words(row[0])[0]: row[2]
        for row in markdown.rows(markdown.section(PAGE, "Data: `[data.NAME]`"), "source")
    }
    assert tuple(table) == vocabulary.SOURCES
    for source, cell in table.items():
        if source == "mnist":
            assert cell == "as `digits`"
            continue
        with pytest.raises(DataError) as caught:
            data.load(source, {"qqqqqqqq": 1})
        known = str(caught.value).partition("; known are ")[2].split(", ")
        assert set(markdown.words(cell)) == set(known), source


def test_the_checks_can_be_read() -> None:
    (fence,) = markdown.fences(markdown.section(PAGE, "Checks"), "check")
    for line in fence.lines:
        check.parse(line)


def test_the_formats_look_as_they_are_shown() -> None:
    for form, shown, _ in markdown.rows(markdown.section(PAGE, "Explanations"), "format"):
        form = form.strip("`{}").partition(":")[2]
        assert quote.formatted(0.0975, form).replace("\N{NO-BREAK SPACE}", " ") == shown


def test_options_of_panels_as_described(tmp_path: Path) -> None:
    folder = built(tmp_path)
    toml = folder / "lesson.toml"
    more = '\n[panels.loss]\nrange = [0.01, 1.0]\nlog = false\n[panels."weights:hidden"]\nrange = [-2, 2]\n'
    toml.write_text(toml.read_text("utf-8") + more, "utf-8")
    assert lint(folder)[1] == ()


def test_the_places_a_panel_needs_are_there() -> None:
    adding = markdown.prose(markdown.section(PAGE, "Adding a panel"))
    files = [word for word in markdown.words(adding) if "/" in word]
    assert len(files) >= 8
    for name in files:
        assert (markdown.ROOT / name).exists(), name
