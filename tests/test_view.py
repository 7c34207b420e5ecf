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
