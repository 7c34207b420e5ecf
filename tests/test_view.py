import itertools
from dataclasses import replace

from tests.recordings import runs
from tuidl.events import Diagnosis, Evaluated, StepsEnded
from tuidl.series import MOST
from tuidl.view import DIAGNOSES, EVALUATIONS, RunView


def test_the_outline_is_the_loss_in_small():
    view = RunView()
    for step in range(0, 1001, 10):
        view.apply(Evaluated(step, 1, {"loss": float(1000 - step)}, {}))
    assert view.outline(5) == (1000.0, 750.0, 500.0, 250.0, 0.0)
    view.apply(Evaluated(1250, 1, {"loss": float("nan")}, {}))
    assert view.outline(6) == (1000.0, 750.0, 500.0, 250.0, 0.0)
    assert RunView().outline() == ()


def test_the_outline_of_a_run_with_few_evaluations_comes_from_its_steps():
    view = RunView()
    view.apply(Evaluated(0, 1, {"loss": 9.0}, {}))
    view.apply(StepsEnded(1, 1, {"loss": tuple(float(k) for k in range(101, 0, -1))}, {}))
    assert view.outline(5) == (101.0, 76.0, 51.0, 26.0, 1.0)


def test_a_long_run_stays_small():
    view = RunView()
    view.apply(runs.cnn(2).started)
    for step in range(1, 200_001, 20):
        part = tuple(1.0 / (step + i) for i in range(20))
        view.apply(StepsEnded(step, 1, {"loss": part, "accuracy": part}, {"seconds": 0.01}))
        view.apply(Evaluated(step + 19, 1, {"val_loss": part[-1], "loss": part[-1]}, {}))
        if step % 1000 == 1:
            view.apply(Diagnosis("dead", "note", "half of conv1 is dead", step))
    assert view.step == 200_000
    assert len(view.steps["loss"]) == 200_000
    assert len(view.steps["loss"].ends) <= MOST
    assert len(view.evaluations) <= EVALUATIONS
    assert len(view.diagnoses) <= DIAGNOSES
    assert view.evaluations[0][0] == 20
    assert view.best("val_loss", largest=False) == view.latest("val_loss") == 1.0 / 200_000


def test_steps_on_all_examples_are_not_averaged():
    """Nothing is left to chance in them, so the loss of the chart is the one that was."""
    noisy, plain = RunView(), RunView()
    started = runs.cnn(2).started
    noisy.apply(started)
    plain.apply(replace(started, batch=started.examples))
    told = tuple(1.0 / step for step in range(1, 101))
    for view in (noisy, plain):
        view.apply(StepsEnded(1, 1, {"loss": told}, {"seconds": 0.01}))
    assert tuple(plain.steps["loss"].means) == told
    assert noisy.steps["loss"].means[-1] > told[-1]


def test_where_every_step_is_evaluated_evaluations_are_all_there_is_to_know():
    view = RunView()
    view.apply(runs.cnn(2).started)
    view.apply(Evaluated(0, 0, {"loss": 2.3}, {}))
    assert not view.every("loss")
    for step in range(1, 4):
        view.apply(StepsEnded(step, 1, {"loss": (2.4 - 0.1 * step,)}, {"seconds": 0.01}))
        assert view.every("loss") == (step > 1)  # it does not change between a step and its evaluation
        view.apply(Evaluated(step, 1, {"loss": 2.3 - 0.1 * step}, {}))
        assert view.every("loss")
    view.apply(StepsEnded(4, 1, {"loss": (2.0, 1.9, 1.8)}, {"seconds": 0.01}))
    assert not view.every("loss")
    assert not view.every("accuracy")


def whole(losses: tuple[float, ...], evaluated: dict[int, float]) -> RunView:
    """A run on all examples: what each step began with, and what was measured after some of them."""
    view, started = RunView(), runs.cnn(2).started
    view.apply(replace(started, batch=started.examples))
    ends = sorted(step for step in evaluated if step)
    view.apply(Evaluated(0, 0, {"loss": evaluated[0]}, {}))
    for first, last in itertools.pairwise((0, *ends)):
        view.apply(StepsEnded(first + 1, 1, {"loss": losses[first:last]}, {"seconds": 0.01}))
        view.apply(Evaluated(last, 1, {"loss": evaluated[last]}, {}))
    return view


def test_the_curve_of_steps_on_all_examples_goes_through_what_was_evaluated():
    """A step measures before its update: what it says was true after the step before."""
    view = whole((0.8, 0.7, 0.6, 0.5), {0: 0.8, 2: 0.6, 4: 0.42})
    first, series = view.trained("loss")
    curve = dict(zip(series.places(first), series.ends, strict=True))
    assert curve == {0: 0.8, 1: 0.7, 2: 0.6, 3: 0.5, 4: 0.42}
    assert [(step, {"loss": curve[step]}) for step in (0, 2, 4)] == view.evaluations
    view.apply(StepsEnded(5, 1, {"loss": (0.42,)}, {"seconds": 0.01}))
    first, series = view.trained("loss")
    assert (series.places(first)[-1], series.last) == (4, 0.42)  # of step 5 nothing is known yet
    assert len(view.steps["loss"]) == 5


def test_where_evaluations_measure_something_else_steps_keep_their_numbers():
    view = whole((0.9, 0.85, 0.8, 0.7), {0: 0.8, 2: 0.6, 4: 0.42})  # dropout
    assert view.trained("loss") == (1, view.steps["loss"])
    assert whole((), {0: 0.8}).trained("loss")[1].count == 0


def test_curves_of_long_runs_end_with_what_was_evaluated_too():
    losses = tuple(1.0 / (1 + step) for step in range(5000))
    view = whole(losses, {0: 1.0, 2500: 1 / 2501, 5000: 1 / 5001})
    first, series = view.trained("loss")
    assert (first, series.last, series.places(first)[-1]) == (0, 1 / 5001, 5000)
