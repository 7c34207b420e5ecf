"""Races: each run is the one that it would be alone, whatever runs beside it and on however many threads."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.train import lessons
from tuidl.commands import (
    Assign,
    Command,
    Compare,
    Export,
    Only,
    Pause,
    Play,
    Reset,
    Restore,
    Rewind,
    Save,
    SetKnob,
    Step,
    Watch,
)
from tuidl.course import load
from tuidl.course.spec import Contestant
from tuidl.errors import TuidlError
from tuidl.events import (
    Assigned,
    Diagnosis,
    Evaluated,
    Event,
    KnobTurned,
    Probed,
    Raced,
    RaceStarted,
    Rewound,
    RunEnded,
    RunStarted,
    StateChanged,
    StepsEnded,
)
from tuidl.race import RaceView
from tuidl.session.stream import script
from tuidl.train import plan
from tuidl.train.pace import Pace
from tuidl.train.race import group
from tuidl.train.supervised import Supervised

RACE = """
[experiment.duel]
kind = "race"
of = "small"
steps = 20
evaluate_every = 5

[[experiment.duel.contestants]]
name = "plain"
set = { optimiser = "sgd" }

[[experiment.duel.contestants]]
name = "heavy"
set = { optimiser = "momentum", rate = 0.1 }
"""
SLOW = Contestant("slow", "small", {"rate": 0.1})
FAST = Contestant("fast", "small", {"rate": 1.0})
DEEP = Contestant("deep", "small", {"depth": 4, "batch": 60})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lessons.written(tmp_path / "small", lessons.POINTS + RACE)


def raced(folder: Path, *commands: Command, workers: int = 2, live: bool = False, **fields: Any) -> list[Event]:
    """All events of a race."""
    asked = lessons.request(folder, **fields)
    stream: Iterator[Event] = group.run(asked, load.read(folder), script(*commands), Pace(None, live), workers=workers)
    return list(stream)


def of(found: list[Event], contestant: int, seed: int = 0) -> list[Event]:
    """What one run told."""
    return [e.told for e in found if isinstance(e, Raced) and (e.contestant, e.seed) == (contestant, seed)]


def kinds(found: list[Event], kind: type) -> list[Any]:
    return [event for event in found if isinstance(event, kind)]


def test_each_run_tells_exactly_what_it_tells_alone(folder: Path) -> None:
    orders = (Watch((("boundary", 8, 8),)), Play())
    found = raced(folder, *orders, race=(SLOW, FAST, DEEP))
    for number, one in enumerate((SLOW, FAST, DEEP)):
        alone = lessons.events(lessons.request(folder, knobs=dict(one.set), threads=1), *orders)
        assert lessons.timeless(of(found, number)) == lessons.timeless(alone)
    assert kinds(of(found, 2), Probed)


def test_the_stream_is_the_same_on_any_number_of_threads(folder: Path) -> None:
    orders = (Play(until=7), SetKnob("rate", 0.3), Play())
    one, three = (raced(folder, *orders, workers=n, race=(SLOW, FAST), seeds=3) for n in (1, 3))
    plain = [e.told if isinstance(e, Raced) else e for e in one], [e.told if isinstance(e, Raced) else e for e in three]
    assert lessons.timeless(plain[0]) == lessons.timeless(plain[1])
    assert [type(e) for e in one] == [type(e) for e in three]


def test_they_go_in_lock_step(folder: Path) -> None:
    view = RaceView()
    for event in raced(folder, Play(), race=(SLOW, FAST, DEEP)):
        view.apply(event)
        if isinstance(event, Raced) and event.contestant == 2 and isinstance(event.told, StepsEnded):
            assert {run.step for run in view.lanes.values()} == {event.told.last}
    assert (view.step, view.budget, view.state, view.over) == (25, 25, "ended", True)


def test_twins_begin_with_the_same_weights_and_see_the_same_batches(folder: Path) -> None:
    lesson = load.read(folder)
    same = Contestant("same", "small", {"optimiser": "adam"})
    made = [plan.make(lessons.request(folder, knobs=dict(one.set)), lesson, {}) for one in (SLOW, FAST, same)]
    weights = [Supervised(each).weights() for each in made]
    for other in weights[1:]:
        assert {name: w.tobytes() for name, w in other.items()} == {n: w.tobytes() for n, w in weights[0].items()}
    found = raced(folder, Play(), race=(SLOW, Contestant("again", "small", {"rate": 0.1})))
    assert lessons.timeless(of(found, 0)) == lessons.timeless(of(found, 1))
    found = raced(folder, Step(1), race=(SLOW, FAST, same))
    first = [kinds(of(found, k), StepsEnded)[0].values["loss"] for k in range(3)]
    assert first[0] == first[1] == first[2]
    assert np.isfinite(first[0][0])


def test_a_contestant_that_left_the_numbers_at_once_is_taken_back_to_the_start_and_tries_another_rate(
    folder: Path,
) -> None:
    """Its last step that was kept is the very first: it stands there already, and is over no more."""
    wild = Contestant("wild", "small", {"rate": 1e30, "activation": "linear"})
    tame = dict(wild.set) | {"rate": 0.1}
    found = raced(folder, Play(), Rewind(0), Only(1, SetKnob("rate", 0.1)), Play(), race=(SLOW, wild))
    assert [(event.step, event.reason) for event in kinds(of(found, 1), RunEnded)] == [(2, "diverged"), (25, "budget")]
    alone = list(lessons.events(lessons.request(folder, knobs=tame, threads=1), Play()))
    assert kinds(of(found, 1), RunEnded)[-1].values == kinds(alone, RunEnded)[-1].values
    still = raced(folder, Play(), Rewind(3), Play(), race=(SLOW, wild))  # by then it had ended
    assert [event.step for event in kinds(of(still, 1), RunEnded)] == [2, 2]


def test_a_race_of_the_lesson(folder: Path) -> None:
    found = raced(folder, Play(), experiment="duel")
    (started,) = kinds(found, RaceStarted)
    assert (started.names, started.steps, started.seeds) == (("plain", "heavy"), 20, (0,))
    assert started.settings == ((("optimiser", "sgd"),), (("optimiser", "momentum"), ("rate", 0.1)))
    for k in (0, 1):
        assert [e.step for e in kinds(of(found, k), Evaluated)] == [0, 5, 10, 15, 20]
    assert dict(kinds(of(found, 1), RunStarted)[0].knobs)["optimiser"] == "momentum"


def test_seeds_are_counted_from_the_run_s_own(folder: Path) -> None:
    found = raced(folder, Play(), race=(SLOW,), seeds=3, knobs={"seed": 4})
    assert kinds(found, RaceStarted)[0].seeds == (4, 5, 6)
    for seed in range(3):
        alone = lessons.events(lessons.request(folder, knobs={"rate": 0.1}, seed=4 + seed, threads=1), Play())
        assert lessons.timeless(of(found, 0, seed)) == lessons.timeless(alone)


def test_orders_for_one_and_for_all(folder: Path) -> None:
    found = raced(folder, Only(1, SetKnob("rate", 0.25)), Step(2), Pause(), race=(SLOW, FAST), seeds=2)
    turned = [[e.value for e in kinds(of(found, k, s), KnobTurned)] for k in (0, 1) for s in (0, 1)]
    assert turned == [[], [], [0.25], [0.25]]
    assert [kinds(of(found, k), StepsEnded)[-1].last for k in (0, 1)] == [2, 2]
    assigned = raced(folder, Only(1, Assign("h1.weight[0,1]", 0.5)), Step(2), race=(SLOW, FAST), seeds=2)
    given = [[e.value for e in kinds(of(assigned, k, s), Assigned)] for k in (0, 1) for s in (0, 1)]
    assert given == [[], [], [0.5], [0.5]]
    looked = raced(folder, Only(1, Watch((("boundary", 4, 4),))), race=(SLOW, FAST), seeds=2)
    assert [bool(kinds(of(looked, k, s), Probed)) for k in (0, 1) for s in (0, 1)] == [False, False, True, False]


def test_a_reset_keeps_what_was_turned_for_each(folder: Path) -> None:
    found = raced(folder, Only(1, SetKnob("depth", 3)), Step(3), Reset(), race=(SLOW, FAST))
    again = [kinds(of(found, k), RunStarted)[-1] for k in (0, 1)]
    assert [dict(e.knobs)["depth"] for e in again] == [2, 3]
    assert [dict(e.knobs)["rate"] for e in again] == [0.1, 1.0]


def test_all_go_back_together(folder: Path) -> None:
    view = RaceView()
    for event in raced(folder, Play(until=15), Rewind(6), race=(SLOW, FAST)):
        view.apply(event)
    assert [(run.step, run.rewound is not None) for run in view.lanes.values()] == [(6, True), (6, True)]
    assert view.rewound is not None
    assert (view.step, view.reach, view.rewound.budget) == (6, (0, 15), group.MEMORY)
    assert view.rewound.memory == sum(run.rewound.memory for run in view.lanes.values() if run.rewound) > 0


@pytest.mark.parametrize("seeds", [1, 2])
def test_any_step_is_gone_back_to_exactly_and_trained_on_from_as_it_was(folder: Path, seeds: int) -> None:
    """All runs at once; the pictures and all that was said there too. Trained on, the same numbers come again."""
    watch = Watch((("boundary", 6, 6),))
    asked = {"race": (SLOW, FAST, DEEP), "seeds": seeds}
    for step in (0, 7, 20, 21) if seeds == 1 else (7,):
        there = RaceView(), RaceView()
        straight = (watch, Play(until=step)) if step else (watch,)
        for view, orders in zip(there, (straight, (watch, Play(until=21), Rewind(step))), strict=True):
            for event in raced(folder, *orders, **asked):
                view.apply(event)
        for lane in there[0].lanes:
            one, other = (view.lanes[lane] for view in there)
            told = [[e for e in view.evaluations if e[0] != step or step in (0, 20)] for view in (one, other)]
            assert (one.step, one.knobs, told[0]) == (other.step, other.knobs, told[1])  # to stop is to evaluate
            assert one.steps.get("loss") == other.steps.get("loss")
            assert one.signals.get("boundary") == other.signals.get("boundary")
    whole = raced(folder, Play(), **asked)
    again = raced(folder, Play(until=21), Rewind(7), Play(), **asked)
    for lane in there[0].lanes:
        ends = [kinds(of(found, *lane), Evaluated)[-1] for found in (whole, again)]
        assert (ends[0].step, ends[0].values) == (ends[1].step, ends[1].values)


def test_a_knob_turned_for_one_back_in_time_grows_a_branch_of_that_one_alone(folder: Path) -> None:
    view, plain = RaceView(), RaceView()
    orders = (Play(until=15), Rewind(6), Only(1, SetKnob("rate", 0.2)), Play(until=15), Only(1, Compare()))
    for event in raced(folder, *orders, race=(SLOW, FAST)):
        view.apply(event)
    for event in raced(folder, Play(until=15), race=(SLOW, FAST)):
        plain.apply(event)
    same, other = (view.lanes[k, 0].steps["loss"] == plain.lanes[k, 0].steps["loss"] for k in (0, 1))
    assert (same, other) == (True, False)
    assert view.lanes[1, 0].branches[0].steps["loss"] == plain.lanes[1, 0].steps["loss"]
    told = view.lanes[1, 0].compared
    assert told is not None
    assert (told.step, told.knobs, told.parted["loss"]) == (15, (("rate", 0.2, 1.0),), 8)
    assert view.rewound is None


def test_one_that_had_ended_by_then_stands_at_its_end(folder: Path) -> None:
    wild = Contestant("wild", "small", {"rate": 1e30, "activation": "linear"})
    view = RaceView()
    for event in raced(folder, Play(until=20), Rewind(15), race=(SLOW, wild)):
        view.apply(event)
    lost = view.lanes[1, 0]
    assert (view.step, view.lanes[0, 0].step) == (15, 15)
    assert (lost.state, lost.diverged is not None) == ("diverged", True)
    found = raced(folder, Play(until=20), Rewind(0), Rewind(20), Play(), race=(SLOW, wild))
    assert [kinds(of(found, k), RunEnded)[-1].reason for k in (0, 1)] == ["budget", "diverged"]
    whole = raced(folder, Play(), race=(SLOW, wild))
    assert kinds(of(found, 0), Evaluated)[-1].values == kinds(of(whole, 0), Evaluated)[-1].values


def test_one_that_leaves_the_numbers_stays_behind(folder: Path) -> None:
    found = raced(folder, Play(), race=(SLOW, Contestant("wild", "small", {"rate": 1e30, "activation": "linear"})))
    assert kinds(of(found, 0), RunEnded)[-1].reason == "budget"
    assert kinds(of(found, 1), RunEnded)[-1].reason == "diverged"


def test_what_a_race_cannot_do_is_said(folder: Path) -> None:
    for order, sentence in (
        (
            Save("/nowhere/x.npz"),
            "/nowhere/x.npz cannot be written (No such file or directory); choose another place" + " to save to",
        ),
        (Restore("x.npz"), "a race goes on from a file as another one: open it with --resume"),
        (Rewind(3), "steps 0 to 2 can be gone back to, not 3"),
        (Rewind(1, 0), "lines of a race have no number: its runs go back on the way they are on"),
        (Only(1, Rewind(1)), "the runs of a race go back in time together"),
        (Export("x.xls", "xls"), "a run cannot be written as 'xls': it is one of jsonl, csv, rec"),
    ):
        found = raced(folder, Step(2), order, race=(SLOW, FAST))
        assert [(e.kind, e.text) for e in kinds(found, Diagnosis)][:1] == [(type(order).__name__.lower(), sentence)]
        assert kinds(found, Rewound) == []
    for fields, sentence in (
        ({"race": (SLOW,) * 6}, "6 contestants with 1 seeds are too many: at most 5 can race, with at most 20 seeds"),
        ({"race": (SLOW,), "seeds": 21}, "1 contestants with 21 seeds are too many"),
        ({"race": (SLOW, Contestant("odd", "small", {"rat": 1.0}))}, "no knob 'rat'; did you mean 'rate'?"),
    ):
        with pytest.raises(TuidlError) as caught:
            raced(folder, **fields)  # type: ignore[arg-type]
        assert sentence in str(caught.value)


def test_networks_that_take_too_much_memory_together_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Supervised(plan.make(lessons.request(folder), load.read(folder), {}))
    made.compile(lambda *_: None)
    made.evaluate()
    one = made.bytes
    monkeypatch.setattr(group, "NETWORKS", 3 * one + one // 2)
    assert kinds(raced(folder, race=(SLOW,), seeds=3), RaceStarted)
    with pytest.raises(TuidlError, match="let at most 3 run at once"):
        raced(folder, race=(SLOW,), seeds=4)


def test_the_states_that_runs_keep_share_the_memory_of_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group, "MEMORY", 8 << 20)
    found = raced(folder, Step(3), Rewind(1), race=(SLOW, FAST), seeds=2)
    told = [kinds(of(found, k, s), StateChanged) for k in (0, 1) for s in (0, 1)]
    assert all(told)
    view = RaceView()
    for event in found:
        view.apply(event)
    assert {run.rewound.budget for run in view.lanes.values() if run.rewound} == {2 << 20}


def test_with_somebody_looking_on_steps_come_in_pieces_of_time(folder: Path) -> None:
    found = raced(folder, Play(), race=(SLOW, FAST), live=True)
    dead = raced(folder, Play(), race=(SLOW, FAST))
    for k in (0, 1):
        runs = [[x for e in kinds(of(each, k), StepsEnded) for x in e.values["loss"]] for each in (found, dead)]
        assert runs[0] == runs[1]
        assert [e.values for e in kinds(of(found, k), Evaluated)] == [e.values for e in kinds(of(dead, k), Evaluated)]
