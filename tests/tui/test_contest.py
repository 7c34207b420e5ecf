"""A race in the lab: who races with which knobs, how they are called, whom keys are for."""

from tests.course import sample
from tests.session import runs
from tests.tui.lessons import neuron, neuron_run
from tuidl.events import Evaluated, KnobTurned, Raced, RaceStarted, RunStarted
from tuidl.session.request import Request
from tuidl.tui.asked import Asked
from tuidl.tui.contest import Contest, beside, of
from tuidl.tui.lab import Lab


def begun(contest: Contest) -> Contest:
    """The same, once its runs stand ready."""
    names, knobs = tuple(one.name for one in contest.contestants), [one.set for one in contest.contestants]
    settings, seeds = tuple(tuple(k.items()) for k in knobs), tuple(range(contest.seeds))
    contest.fold(RaceStarted("lesson-neuron", "neuron", names, settings, seeds, 150))
    for k, values in enumerate(knobs):
        contest.fold(Raced(k, 0, sample.started(150, dict(values))))
    return contest


def lab(step: str = "hand") -> Lab:
    lesson = neuron()
    made = Lab(lesson, lesson.step(step))
    started = neuron_run().started
    assert isinstance(started, RunStarted)
    made.fold(sample.started(150, lesson.settings(lesson.step(step))))
    return made


def test_twins_are_the_run_twice() -> None:
    contest = beside(lab()).joined()
    assert contest.contestants[0].set == contest.contestants[1].set
    assert (contest.names, contest.chosen, contest.own) == (("as it is", "twin"), 1, True)
    asked = contest.request(Request("x", "neuron", {"rate": 1.0}))
    assert (asked.race, asked.seeds, asked.experiment) == (contest.contestants, 1, "neuron")


def test_they_are_called_by_what_differs() -> None:
    contest = begun(beside(lab()).joined())
    contest.fold(Raced(1, 0, KnobTurned("rate", 1.0, 0)))
    names = contest.names
    assert names[1] == "rate 1.0"
    assert names[0].startswith("rate ")
    assert begun(contest.again()).names == names


def test_who_joins_is_a_copy_of_the_one_in_hand_and_five_names_differ() -> None:
    contest = begun(beside(lab()).joined())
    contest.fold(Raced(1, 0, KnobTurned("rate", 1.0, 0)))
    three = contest.joined()
    assert three.contestants[2].set["rate"] == 1.0
    five = three.joined().joined()
    assert len({one.name for one in five.contestants}) == 5
    five.choose(1)
    left = five.without()
    assert left is not None
    assert five.contestants[1] not in left.contestants


def test_the_arrangement_of_the_screen_goes_along() -> None:
    contest = beside(lab()).joined()
    contest.lab.zoomed, contest.lab.sandbox = "loss", True
    contest.choose(0)
    assert (contest.lab.zoomed, contest.lab.sandbox) == ("loss", True)
    assert contest.seeded(5).lab.zoomed == "loss"
    contest.choose(7)
    assert contest.chosen == 0


def test_the_leader_has_the_smallest_loss_once_all_have_one() -> None:
    contest = begun(beside(lab()).joined())
    contest.fold(Raced(0, 0, Evaluated(1, 1, {"loss": 0.5}, {})))
    assert contest.view.leader is None
    contest.fold(Raced(1, 0, Evaluated(1, 1, {"loss": 0.5}, {})))
    assert contest.view.leader is None
    contest.fold(Raced(1, 0, Evaluated(2, 1, {"loss": 0.25}, {})))
    assert contest.view.leader == 1


def test_further_seeds_are_folded_beside_the_labs() -> None:
    contest = begun(beside(lab()).seeded(5))
    contest.fold(Raced(0, 3, runs.steps(1, 0.5)))
    contest.fold(Raced(0, 0, runs.steps(1, 0.5, 0.4)))
    assert contest.labs[0].view is contest.view.lanes[0, 0]
    assert (contest.labs[0].view.step, contest.view.lanes[0, 3].step) == (2, 1)


def test_a_step_with_a_single_run_is_no_race() -> None:
    lesson = neuron()
    assert of(lesson, lesson.step("hand"), Asked()) is None
