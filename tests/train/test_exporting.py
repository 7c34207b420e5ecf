"""A run written to a file: the lines that --json prints, the rows of a table, a recording."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from tests.train import lessons
from tuidl.commands import Command, Export, Play, Rewind, SetKnob, SetPace, Step, Stop
from tuidl.course import load
from tuidl.events import Diagnosis, Evaluated, Event, Exported, StepsEnded
from tuidl.headless.interruption import Interruption
from tuidl.headless.training import RUN, conduct
from tuidl.session import recording
from tuidl.telling.objects import Objects
from tuidl.telling.outcome import finished
from tuidl.train import loop
from tuidl.view import RunView


def told(folder: Path, *commands: Command, **fields: object) -> list[Event]:
    return list(lessons.events(lessons.request(folder, **fields), *commands))


def printed(folder: Path, **fields: object) -> list[dict]:
    """What ``tuidl run --headless --json`` prints."""
    out, lesson = StringIO(), load.read(folder)
    conduct(
        RUN,
        lambda inbox: loop.run(lessons.request(folder, **fields), inbox), Objects(out),
        lambda outcome: finished(lesson, outcome), Interruption(),
    )  # fmt: skip
    return timeless(out.getvalue())


def timeless(text: str) -> list[dict]:
    return [{**json.loads(line), "time": None} for line in text.splitlines()]


def test_the_lines_are_those_that_json_prints(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    events = told(folder, Play(), Export(str(path), "jsonl"))
    assert [event.path for event in events if isinstance(event, Exported)] == [str(path)]
    assert timeless(path.read_text("utf-8")) == printed(folder)


def test_a_run_under_way_ends_where_it_stands(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    told(folder, Step(7), Export(str(path), "jsonl"))
    lines = timeless(path.read_text("utf-8"))
    assert [line["step"] for line in lines if line["event"] == "step"] == list(range(1, 8))
    assert (lines[-1]["event"], lines[-1]["reason"], lines[-1]["step"]) == ("summary", "stopped", 7)


def test_what_is_written_of_a_run_under_way_was_measured_where_it_stands(folder: Path, tmp_path: Path) -> None:
    path, table = tmp_path / "run.jsonl", tmp_path / "run.csv"
    events = told(folder, Step(7), Export(str(path), "jsonl"), Export(str(table), "csv"))
    evaluated = [event for event in events if isinstance(event, Evaluated)]
    lines = timeless(path.read_text("utf-8"))
    assert [event.step for event in evaluated][-1] == 7
    assert lines[-1]["step"] == lines[-1]["evaluated"] == 7
    assert lines[-1]["values"] == evaluated[-1].values == lines[-2]["values"]
    with table.open(encoding="utf-8", newline="") as file:
        last = list(csv.DictReader(file))[-1]
    assert (last["event"], last["step"]) == ("evaluation", "7")
    assert {name: float(text) for name, text in last.items() if name in evaluated[-1].values} == evaluated[-1].values


def test_a_playing_run_that_is_written_between_two_evaluations_is_measured_there(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    asked = iter([SetPace("frame", 0.0), Play(), None, None, None, Export(str(path), "jsonl"), Stop()])
    found = list(loop.run(lessons.request(folder), lambda timeout: next(asked), on_screen=True))
    summary = timeless(path.read_text("utf-8"))[-1]
    exported = next(event for event in found if isinstance(event, Exported))
    assert summary["step"] == summary["evaluated"] == exported.step
    assert exported.step % 10 > 0


def test_the_table_has_every_number_of_the_run(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "run.csv"
    events = told(folder, Step(10), Export(str(path), "csv"))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0])[:3] == ["event", "step", "epoch"]
    steps = [row for row in rows if row["event"] == "step"]
    losses = [loss for event in events if isinstance(event, StepsEnded) for loss in event.values["loss"]]
    assert [float(row["loss"]) for row in steps] == losses
    assert [int(row["step"]) for row in steps] == list(range(1, 11))
    assert {row["val_loss"] for row in steps} == {""}
    evaluated = {event.step: event.values for event in events if isinstance(event, Evaluated)}
    for row in rows:
        if row["event"] == "evaluation":
            values = {
                name: float(text) for name, text in row.items() if text and name not in ("event", "step", "epoch")
            }
            assert values == evaluated[int(row["step"])]


def test_a_recording_can_be_told_again(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "run.rec"
    told(folder, Play(), Export(str(path), "rec"))
    view, again = RunView(), recording.read(path)
    times = [envelope.at for envelope in again.envelopes]
    assert times == sorted(times)
    for envelope in again.envelopes:
        view.apply(envelope.event)
    live = RunView()
    for event in told(folder, Play()):
        live.apply(event)
    assert view.step == live.step
    assert view.evaluations == live.evaluations
    assert view.state == "ended"


def test_only_the_line_that_the_run_is_on_is_written(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "run.csv"
    told(folder, Step(10), Rewind(4), SetKnob("rate", 0.0), Step(2), Export(str(path), "csv"))
    steps = [line.split(",")[1] for line in path.read_text("utf-8").splitlines() if line.startswith("step")]
    assert steps == list(map(str, range(1, 7)))


@pytest.mark.parametrize("form", ["jsonl", "csv", "rec"])
def test_a_place_that_cannot_be_written_is_one_sentence_and_the_run_goes_on(
    folder: Path, tmp_path: Path, form: str
) -> None:
    events = told(folder, Export(str(tmp_path / "none" / "x"), form), Export("x", "xml"), Step(2))
    said = [event.text for event in events if isinstance(event, Diagnosis) and event.kind == "export"]
    assert len(said) == 2
    assert "cannot be written" in said[0]
    assert "'xml'" in said[1]
    assert sum(isinstance(event, StepsEnded) for event in events) == 1
    assert not (tmp_path / "none").exists()
