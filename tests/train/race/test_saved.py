"""A race in one file: it goes on bit for bit, from the middle of an epoch, every run of it; and files that are none."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.train import lessons
from tests.train.race.test_group import DEEP, FAST, RACE, SLOW, kinds, of, raced
from tuidl import archive
from tuidl.commands import Command, Only, Play, Save, SetKnob
from tuidl.course.spec import Contestant
from tuidl.errors import CheckpointError, TuidlError
from tuidl.events import Event, Raced, RaceStarted, RunEnded, RunStarted, Saved
from tuidl.race import RaceView
from tuidl.train import checkpoint
from tuidl.train.race import saved
from tuidl.train.race.saved import SavedRace

WILD = Contestant("wild", "small", {"rate": 1e30, "activation": "linear"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lessons.written(tmp_path / "small", lessons.POINTS + RACE)


def resumed(folder: Path, file: Path, *commands: Command, **fields: object) -> list[Event]:
    return list(lessons.events(lessons.request(folder, resume=str(file), **fields), *commands))


def whole(found: list[Event]) -> RaceView:
    view = RaceView()
    for event in found:
        view.apply(event)
    return view


def states(file: Path) -> list[dict[str, bytes]]:
    race = saved.read(file)
    assert isinstance(race, SavedRace)
    return [{name: np.asarray(array).tobytes() for name, array in lane.state.items()} for lane in race.lanes]


@pytest.mark.parametrize(("race", "seeds"), [((SLOW, FAST, DEEP), 1), ((SLOW, DEEP), 3), ((SLOW, WILD), 2)])
@pytest.mark.parametrize("step", [0, 7, 10])  # 12 batches of 5 make an epoch of the small lesson
def test_it_goes_on_bit_for_bit(folder: Path, race: tuple[Contestant, ...], seeds: int, step: int) -> None:
    file, other, end = (folder / f"{name}.npz" for name in ("race", "other", "end"))
    before = (Play(until=step),) if step else ()
    raced(folder, *before, Save(str(file)), race=race, seeds=seeds)
    straight = whole(raced(folder, Play(), Save(str(other)), race=race, seeds=seeds))
    later = whole(resumed(folder, file, Play(), Save(str(end))))
    assert states(end) == states(other)
    assert later.started == straight.started
    for lane, run in straight.lanes.items():
        again = later.lanes[lane]
        told = [repr([e for e in view.evaluations if e[0] != step]) for view in (again, run)]  # to stop is to evaluate
        assert (again.step, again.knobs, told[0]) == (run.step, run.knobs, told[1])
        assert again.steps["loss"] == run.steps["loss"]
        assert (again.state, again.ending) == (run.state, run.ending)


def test_turned_knobs_stay_turned_and_are_not_those_that_the_contestant_began_with(folder: Path) -> None:
    file = folder / "race.npz"
    orders = (Play(until=5), Only(1, SetKnob("rate", 0.3)))
    found = raced(folder, *orders, Play(until=8), Save(str(file)), race=(SLOW, FAST))
    assert kinds(found, Saved) == [Saved(str(file), 8)]
    straight = whole(raced(folder, *orders, Play(until=8), Play(), race=(SLOW, FAST)))
    later = whole(resumed(folder, file, Play()))
    assert [run.knobs["rate"] for run in later.lanes.values()] == [0.1, 0.3]
    assert [run.evaluations for run in later.lanes.values()] == [run.evaluations for run in straight.lanes.values()]


def test_a_race_of_the_lesson_knows_its_contestants_and_its_length(folder: Path) -> None:
    file = folder / "race.npz"
    raced(folder, Play(until=3), Save(str(file)), experiment="duel")
    found = resumed(folder, file, Play())
    (started,) = kinds(found, RaceStarted)
    assert (started.experiment, started.names, started.steps) == ("duel", ("plain", "heavy"), 20)
    assert started.experiments == ("small", "small")
    assert [kinds(of(found, k), RunStarted)[0].step for k in (0, 1)] == [3, 3]
    longer = resumed(folder, file, Play(), steps=30)
    assert [kinds(of(longer, k), RunEnded)[-1].step for k in (0, 1)] == [30, 30]


def test_many_runs_have_no_more_members_than_one(folder: Path) -> None:
    """Runs of a contestant share members, so that names do not outgrow the directory."""
    file = folder / "race.npz"
    race = tuple(Contestant(f"c{k}", "small", {"rate": 0.1 + k / 10}) for k in range(3))
    found = raced(folder, Play(until=3), Save(str(file)), race=race, seeds=12)
    assert kinds(found, Saved)
    _, arrays = archive.read(file)
    single = folder / "run.npz"
    list(lessons.events(lessons.request(folder), Play(until=3), Save(str(single))))
    assert len(arrays) == len(archive.read(single)[1])
    assert len(states(file)) == 36


def test_what_the_race_has_settled_is_not_asked_for_anew(folder: Path) -> None:
    file, single = folder / "race.npz", folder / "run.npz"
    raced(folder, Play(until=3), Save(str(file)), race=(SLOW, FAST))
    list(lessons.events(lessons.request(folder), Play(until=3), Save(str(single))))
    for path, fields, sentence in (
        (file, {"race": (SLOW, DEEP)}, "the saved race is one of slow against fast, 1 seeds each: leave --race out"),
        (file, {"seeds": 2}, "leave --seeds out, or begin a new race"),
        (file, {"seed": 9}, "the saved race has seed 0, not 9: leave the seed out, or begin a new race"),
        (file, {"steps": 2}, "the saved race has done 3 steps, 2 were asked for"),
        (single, {"seeds": 2}, "the saved run is a single one: leave --race and --seeds out, or begin a new race"),
    ):
        with pytest.raises(TuidlError) as caught:
            resumed(folder, path, **fields)
        assert sentence in str(caught.value)
    assert kinds(resumed(folder, file, race=(SLOW, FAST)), RaceStarted)
    with pytest.raises(CheckpointError, match=r"holds a race and no single run"):
        checkpoint.read(file)


def test_a_file_of_another_lesson_is_refused(folder: Path, tmp_path: Path) -> None:
    file = folder / "race.npz"
    raced(folder, Save(str(file)), race=(SLOW, FAST))
    other = lessons.written(tmp_path / "other", lessons.POINTS + RACE)
    toml = other / "lesson.toml"
    toml.write_text(toml.read_text().replace('id = "lesson-small"', 'id = "lesson-other"'))
    with pytest.raises(CheckpointError, match="the saved race is of lesson-small, not of lesson-other"):
        resumed(other, file)


def test_heads_that_no_race_wrote_are_refused_in_one_sentence(folder: Path) -> None:
    file, bad = folder / "race.npz", folder / "bad.npz"
    raced(folder, Save(str(file)), race=(SLOW, FAST))
    head, arrays = archive.read(file)
    request = head["race"]
    for change in (
        {"lanes": head["lanes"][:1]},
        {"lanes": 3},
        {"lanes": [1, 2]},
        {"lanes": [{**head["lanes"][0], "step": "x"}, head["lanes"][1]]},
        {"groups": []},
        {"groups": [[0, 5]] * len(head["groups"])},
        {"groups": "01"},
        {"race": {**request, "race": []}},
        {"race": {**request, "seeds": 50}},
        {"race": {**request, "race": [{"name": 1, "experiment": "small", "set": {}}] * 2}},
        {"race": {**request, "race": [{"name": "a", "experiment": "small", "set": {"rate": []}}] * 2}},
        {"race": {**request, "race": [{"nme": "a"}] * 2}},
        {"race": None},
    ):
        archive.write(bad, {**head, **change}, arrays)
        with pytest.raises(CheckpointError, match=r"saved run .*bad.npz is incomplete"):
            saved.read(bad)


def test_one_write_keeps_the_one_before(folder: Path) -> None:
    file = folder / "race.npz"
    raced(folder, Save(str(file)), Play(until=4), Save(str(file)), race=(SLOW, FAST))
    (now, before) = saved.read(file), saved.read(folder / "race.npz.previous")
    assert (now.step, before.step) == (4, 0)


def test_requests_of_lanes_are_those_of_single_runs(folder: Path) -> None:
    file = folder / "race.npz"
    found = raced(folder, Play(until=4), Save(str(file)), race=(SLOW, FAST), seeds=2)
    race = saved.read(file)
    assert isinstance(race, SavedRace)
    assert [lane.seed for lane in race.lanes] == [0, 1, 0, 1]
    assert [lane.request.race for lane in race.lanes] == [()] * 4
    assert replace(race.request, race=()).seeds == 2
    assert all(isinstance(event, Raced | RaceStarted | Saved) for event in found)
