"""Several runs folded from one stream."""

from tests.course import sample
from tests.session import runs
from tuidl.course.outcome import Outcome
from tuidl.events import Diagnosis, Diverged, Evaluated, Event, Failed, Raced, RaceStarted, RunEnded, StateChanged
from tuidl.race import RaceView

STARTED = RaceStarted("lesson-x", "duel", ("slow", "fast"), ((("rate", 0.1),), (("rate", 1.0),)), (4, 5), 20)
LANES = [(contestant, seed) for contestant in (0, 1) for seed in (0, 1)]


def raced(*told: Event) -> RaceView:
    """A race of two with two seeds each, all of which tell the same."""
    view = RaceView()
    for event in (STARTED, *(Raced(*lane, each) for each in (sample.started(20), *told) for lane in LANES)):
        view.apply(event)
    return view


def test_each_run_is_folded_by_itself() -> None:
    view = raced(runs.steps(1, 0.5))
    view.apply(Raced(1, 1, runs.steps(2, 0.25)))
    assert [view.lanes[lane].step for lane in LANES] == [1, 1, 1, 2]
    assert (view.names, view.seeds, view.step, view.budget) == (("slow", "fast"), 2, 1, 20)
    assert [run.step for run in view.runs(1)] == [1, 2]
    assert list(view.lanes[1, 1].steps["loss"].ends) == [0.5, 0.25]


def test_it_is_over_when_all_are() -> None:
    view = raced(StateChanged("playing", 0))
    assert (view.state, view.over, view.finished) == ("playing", False, [0, 0])
    for lane in LANES[:3]:
        view.apply(Raced(*lane, RunEnded(20, "budget", {}, {})))
    assert (view.state, view.over, view.finished) == ("playing", False, [2, 1])
    view.apply(Raced(1, 1, Diverged(7, "The loss is no number.", 6)))
    assert (view.state, view.over, view.finished) == ("ended", True, [2, 2])


def test_what_the_race_itself_is_told() -> None:
    view = RaceView()
    assert (view.state, view.over, view.begun, view.step, view.budget, view.names) == ("idle", False, False, 0, 0, ())
    view.apply(STARTED)
    assert (view.state, view.begun, view.budget) == ("idle", False, 0)
    view.apply(Diagnosis("save", "bad", "not here", 0))
    assert view.told is not None
    view.apply(Failed("no"))
    assert (view.state, view.over) == ("failed", False)


def test_checks_see_the_median_of_the_seeds() -> None:
    view = raced()
    for (contestant, seed), loss in zip(LANES, (0.4, 0.2, 0.1, 0.3), strict=True):
        view.apply(Raced(contestant, seed, Evaluated(10, 1, {"loss": loss}, {})))
    seen = Outcome.of(view)
    assert seen.evaluations == ((10, {"loss": (0.4 + 0.2) / 2}),)
    assert {name: rival.evaluations[-1][1]["loss"] for name, rival in seen.rivals.items()} == {
        "slow": (0.4 + 0.2) / 2,
        "fast": 0.2,
    }
    assert Outcome.of(RaceView()) == Outcome()


def test_a_contestants_loss_is_the_median_of_its_seeds_as_in_the_chart() -> None:
    view = raced()
    for (contestant, seed), loss in zip(LANES, (0.1, 0.5, 0.25, 0.25), strict=True):
        view.apply(Raced(contestant, seed, Evaluated(10, 1, {"loss": loss}, {})))
    assert [view.loss(contestant) for contestant in (0, 1)] == [0.3, 0.25]
    assert view.leader == 1
    assert view.loss(7) != view.loss(7)
    view.apply(Raced(0, 1, Evaluated(20, 1, {"loss": float("nan")}, {})))
    assert view.loss(0) == 0.1
