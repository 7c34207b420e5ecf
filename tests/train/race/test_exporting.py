"""A race as files: the lines that --json prints, a table that names the run of each row, a recording."""

import csv
import json
from pathlib import Path

import pytest

from tests.train import lessons
from tests.train.race.test_group import FAST, RACE, SLOW, kinds, of, raced
from tuidl.commands import Export, Only, Play, Rewind, SetKnob, Step, Watch
from tuidl.events import Evaluated, Exported, Probed, Raced, StepsEnded
from tuidl.race import RaceView
from tuidl.session import recording


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lessons.written(tmp_path / "small", lessons.POINTS + RACE)


def test_json_lines_of_the_line_that_all_are_on(folder: Path) -> None:
    file = folder / "race.jsonl"
    orders = (Play(until=15), Rewind(6), Only(1, SetKnob("rate", 0.2)), Play(until=12))
    found = raced(folder, *orders, Export(str(file), "jsonl"), race=(SLOW, FAST), seeds=2)
    assert kinds(found, Exported) == [Exported(str(file), 12)]
    first, *lines, last = map(json.loads, file.read_text().splitlines())
    assert first["event"] == "race"
    steps = [(line["contestant"], line["seed"], line["step"]) for line in lines if line["event"] == "step"]
    assert sorted(steps) == sorted((n, s, k) for n in ("slow", "fast") for s in (0, 1) for k in range(1, 13))
    assert [line["step"] for line in lines if line["event"] == "evaluation"] == sorted([0, 10, 12] * 4)
    (told,) = (e for e in kinds(of(found, 1), Evaluated) if e.step == 12)
    final = [line["values"] for line in lines if line.get("contestant") == "fast" and line["event"] == "evaluation"]
    assert final[-2]["loss"] == told.values["loss"]
    assert (last["event"], last["reason"], last["judged"]) == ("summary", "stopped", False)
    assert [entry["step"] for entry in last["contestants"]] == [12, 12]


def test_what_is_written_of_a_race_under_way_was_measured_where_it_stands(folder: Path) -> None:
    file = folder / "race.jsonl"
    found = raced(folder, Step(7), Export(str(file), "jsonl"), race=(SLOW, FAST))
    assert [event.step for event in kinds(of(found, 1), Evaluated)] == [0, 7]
    last = json.loads(file.read_text().splitlines()[-1])
    assert [(entry["step"], entry["evaluated"]) for entry in last["contestants"]] == [(7, 7)] * 2


def test_a_table_names_the_run_of_each_row(folder: Path) -> None:
    file = folder / "race.csv"
    found = raced(folder, Play(), Export(str(file), "csv"), race=(SLOW, FAST), seeds=2)
    rows = list(csv.DictReader(file.read_text().splitlines()))
    assert list(rows[0])[:6] == ["contestant", "seed", "event", "step", "epoch", "loss"]
    for k, name in enumerate(("slow", "fast")):
        for seed in (0, 1):
            mine = [row for row in rows if (row["contestant"], row["seed"]) == (name, str(seed))]
            losses = [float(row["loss"]) for row in mine if row["event"] == "step"]
            assert losses == [x for e in kinds(of(found, k, seed), StepsEnded) for x in e.values["loss"]]
    assert [int(row["step"]) for row in rows if row["event"] == "evaluation"] == sorted([0, 10, 20, 25] * 4)


def test_a_recording_folds_to_the_race_that_was_seen(folder: Path) -> None:
    file = folder / "race.rec"
    watch = Watch((("boundary", 6, 6),))
    found = raced(folder, watch, Play(), Export(str(file), "rec"), race=(SLOW, FAST))
    kept = recording.read(file)
    assert (kept.race, kept.experiment, kept.seed) == (True, "small", 0)
    told = [envelope.event for envelope in kept.envelopes]
    assert [e.contestant for e in told if isinstance(e, Raced) and isinstance(e.told, Probed)] == [0, 1]
    views = RaceView(), RaceView()
    for view, events in zip(views, (found, told), strict=True):
        for event in events:
            view.apply(event)
    for lane, run in views[0].lanes.items():
        other = views[1].lanes[lane]
        assert (run.state, run.step, run.evaluations, run.steps) == (
            other.state, other.step, other.evaluations, other.steps
        )  # fmt: skip
    assert views[1].ending == "budget"
