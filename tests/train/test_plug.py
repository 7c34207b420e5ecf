"""A learner's function in the live network of a code step."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.course import sample
from tests.train.lessons import events, request
from tuidl import paths
from tuidl.commands import Play, Reset, Save, Step
from tuidl.course.load import read
from tuidl.course.written import Written
from tuidl.errors import CodeError, LessonError
from tuidl.events import Diverged, Evaluated, Event, RunStarted
from tuidl.exercise.plug import Plug
from tuidl.session.request import Request
from tuidl.train import checkpoint

SOLUTION = (sample.NEURON / "code" / "neuron_solution.py").read_text("utf-8")
STUB = (sample.NEURON / "code" / "neuron.py").read_text("utf-8")
RULE = (sample.INIT / "code" / "he_solution.py").read_text("utf-8")


def neuron(text: str | None, **fields: Any) -> Request:
    return request(sample.NEURON, code=(Written("write", text),) if text is not None else (), **fields)


def init(text: str, **fields: Any) -> Request:
    fields = {"knobs": {"activation": "relu"}, "steps": 3, **fields}
    return request(sample.INIT, code=(Written("mend", text),), **fields)


def evaluations(found: list[Event]) -> list[dict[str, float]]:
    return [e.values for e in found if isinstance(e, Evaluated)]


@pytest.mark.parametrize("device", ["reference", "cpu"])
def test_the_live_network_answers_with_it(device: str) -> None:
    run = evaluations(list(events(neuron(SOLUTION, device=device), Play())))
    own = evaluations(list(events(neuron(None, device=device), Play())))
    assert run[-1]["accuracy"] >= 0.95
    for name, value in own[-1].items():
        assert run[-1][name] == pytest.approx(value, rel=1e-4)
    silent = evaluations(list(events(neuron(STUB, device=device), Play())))
    assert {values["accuracy"] for values in silent} == {0.5}
    assert silent[-1]["loss"] == pytest.approx(0.693147, abs=1e-6)


@pytest.mark.parametrize("device", ["reference", "cpu"])
def test_the_first_weights_are_its_own(device: str) -> None:
    own = evaluations(list(events(init(RULE, device=device), Play())))
    he = evaluations(list(events(request(sample.INIT, device=device, steps=3,
                                         knobs={"activation": "relu", "init": "he"}), Play())))  # fmt: skip
    assert own == he  # the same noise, the same rule, the same bits


def test_equal_texts_give_equal_runs_and_a_reset_keeps_the_text() -> None:
    found = list(events(neuron(SOLUTION, device="cpu", steps=5), Play(), Reset(), Play()))
    runs = [place for place, event in enumerate(found) if isinstance(event, RunStarted)]
    first, second = evaluations(found[: runs[1]]), evaluations(found[runs[1] :])
    assert first == second


def test_a_saved_run_goes_on_with_the_text_but_holds_none(tmp_path: Path) -> None:
    path = tmp_path / "run.npz"
    list(events(neuron(SOLUTION, device="cpu"), Step(7), Save(str(path))))
    assert checkpoint.read(str(path)).request.code == ()  # a file from elsewhere must not be carried out
    gone_on = evaluations(list(events(neuron(SOLUTION, resume=str(path), device="cpu"), Play())))
    whole = evaluations(list(events(neuron(SOLUTION, device="cpu"), Play())))
    assert gone_on[-1] == whole[-1]


def test_a_request_with_a_text_goes_over_the_wire() -> None:
    asked = neuron(SOLUTION)
    assert Request.from_json(asked.to_json()) == asked
    assert Request.from_json(neuron(None).to_json()).code == ()
    assert (
        Request.from_json({**neuron(None).to_json(), "code": None}).code == ()
    )  # of a run saved before there were several


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("if w1 > 0.0: raise ValueError('no')", "neuron() failed, line 9: ValueError: no, for x1 = "),
        ("if w1 > 0.0: return 1.0 / (x1 - x1)", "neuron() failed, line 9: ZeroDivisionError: "),
        ("if w1 > 0.0: return float('nan')", "neuron() gave NaN for x1 = "),
    ],
)
@pytest.mark.parametrize("device", ["reference", "cpu"])
def test_a_function_that_fails_on_the_way_stops_the_run_with_a_sentence(device: str, line: str, said: str) -> None:
    text = SOLUTION.replace("    return p\n", f"    {line}\n    return p\n")
    (end,) = [e for e in events(neuron(text, device=device), Play()) if isinstance(e, Diverged)]
    assert end.text.startswith(said)
    assert ", w1 = " in end.text
    assert "The loss is no number any more" in end.text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (RULE.replace("noise * sqrt(2.0 / n_in)", "noise[0]"), r"he\(\) gave an array of shape \(32,\) for weights"),
        (RULE.replace("noise * sqrt(2.0 / n_in)", "noise * (1 // (n_in - n_in))"), "line 9: ZeroDivisionError"),
        (RULE.replace("def he", "def she"), "there is no function 'he' in the file"),
        ("raise SystemExit", "there is no function 'he' in the file"),
        (RULE + "raise SystemExit", "line 10: the file asks Python to exit"),
    ],
)
def test_a_text_that_makes_no_weights_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(CodeError, match=sentence):
        list(events(init(text), Play()))


def test_a_step_without_code_is_no_place_for_a_text() -> None:
    with pytest.raises(LessonError, match="lesson-neuron has no code step 'watch'"):
        list(events(request(sample.NEURON, code=(Written("watch", SOLUTION),)), Play()))


def test_a_layer_that_is_no_neuron_is_no_place_for_one(tmp_path: Path) -> None:
    folder = sample.copied(tmp_path, sample.NEURON, "lesson.toml", ('activation = "sigmoid"', 'activation = "gelu"'))
    with pytest.raises(LessonError, match="not for activation 'gelu'"):
        list(events(request(folder, code=(Written("write", SOLUTION),)), Play()))


RELU = "def he(z):\n    if z > 1.5:\n        return z - z * float('inf')\n    return max(z, 0.0)\n"


def test_the_call_that_a_function_cannot_answer_is_found_wherever_it_stands(tmp_path: Path) -> None:
    folder = sample.copied(tmp_path, sample.INIT, "lesson.toml", ('plug = "layers.init"', 'plug = "layers.activation"'))
    (folder / "code" / "he.py").write_text(RELU, "utf-8")
    knobs = {"activation": "relu", "init": "he", "depth": 3}
    (end,) = [
        e
        for e in events(request(folder, code=(Written("mend", RELU),), knobs=knobs), Play())
        if isinstance(e, Diverged)
    ]
    assert end.text.startswith("he() gave −∞ for z = ")


LESSONS = paths.shipped("lessons")


def lesson_run(folder: str, step_id: str, line: str, after: str, device: str) -> str:
    """What is said of a run with the solution of a code step, and one line more in it."""
    lesson = read(LESSONS / folder)
    step = lesson.step(step_id)
    assert step.code is not None
    text = lesson.code[step.code.solution]
    assert after in text
    written = Written(step.id, text.replace(after, f"{line}\n{after}", 1))
    asked = Request(
        str(LESSONS / folder), step.experiment, lesson.settings(step), 0, device, 1, steps=30, code=(written,)
    )
    (end,) = [event for event in events(asked, Play()) if isinstance(event, Diverged)]
    return end.text


@pytest.mark.parametrize("device", ["reference", "cpu"])
def test_the_call_of_a_loss_that_it_cannot_answer_is_named(device: str) -> None:
    said = lesson_run("1-05-losses", "write", "    if y == 3: return p * np.nan, 0.0", "    return ", device)
    assert said.startswith("cross_entropy() gave [NaN, NaN, NaN")
    assert " for z = [" in said
    assert ", y = 3. The loss is no number any more" in said


@pytest.mark.parametrize("device", ["reference", "cpu"])
def test_the_call_of_a_gradient_that_it_cannot_answer_is_named(device: str) -> None:
    said = lesson_run(
        "1-06-backprop", "write", "    dw = (dw + 1.0) / np.zeros(w.shape)", "    return da, dw, db", device
    )
    assert said.startswith("backward() gave [")
    assert "array" not in said
    assert " for a = [" in said
    assert ", dz = [" in said


@pytest.mark.parametrize("device", ["reference", "cpu"])
@pytest.mark.parametrize(
    ("folder", "line", "after", "said"),
    [
        ("1-07-sgd", "    w = w / (g - g)", "    return ", "failed, line"),
        ("1-08-optimizers", "    if t == 4: w = w * 1e300 * 1e300", "    return ", "gave "),
    ],
)
def test_the_call_of_an_update_that_it_cannot_answer_is_named(
    folder: str, line: str, after: str, said: str, device: str
) -> None:
    found = lesson_run(folder, "write", line, after, device)
    assert f"() {said}" in found
    assert " for w = " in found
    assert ", g = " in found
    assert "t = 4" in found or folder == "1-07-sgd"


@pytest.mark.parametrize("device", ["reference", "cpu"])
@pytest.mark.parametrize(
    ("folder", "line", "after", "said"),
    [
        ("1-04-forward", "    if len(b) == 10: z[len(b)] = 0.0", "    return ", "dense() failed, line 12: IndexError"),
        ("1-04-forward", "    if len(b) == 10: return z[:1]", "    return ", "dense() gave shape 1, not 10, for x = ["),
        ("1-06-backprop", "    da = da[:-1]", "    return ", "backward() gave shape 31 × 12, not 32 × 12, for a = ["),
        ("1-08-optimizers", "    if t == 4: m = m * 1e300 * 1e300", "    return ", "step() gave "),
    ],
)  # fmt: skip
def test_a_fault_in_a_later_layer_a_wrong_shape_and_a_moment_that_is_lost_are_named(
    folder: str, line: str, after: str, said: str, device: str
) -> None:
    assert lesson_run(folder, "write", line, after, device).startswith(said)


def test_what_is_wrong_with_an_answer_is_named_for_every_place() -> None:
    lesson = read(LESSONS / "1-08-optimizers")
    code = lesson.step("write").code
    assert code is not None
    text = "def step(w, g, m, s, t, rate):\n    return w, m\n"
    assert (
        Plug.of(lesson, Written("write", text))
        .fault([(1.0, 1.0, 0.0, 0.0, 1, 0.1)])
        .startswith("step() gave 2 answers, not 3, for w = 1")
    )
    assert Plug.of(lesson, Written("write", lesson.code[code.solution])).fault([(1.0, 1.0, 0.0, 0.0, 1, 0.1)]) == ""


def test_what_is_no_number_before_the_call_is_no_fault_of_the_function() -> None:
    lesson = read(LESSONS / "1-05-losses")
    step = lesson.step("write")
    plug = Plug.of(lesson, Written("write", lesson.code["code/cross_entropy_solution.py"]))
    assert step.code is not None
    assert plug.learns
    assert plug.fault([(np.full(10, np.nan), 3), (np.zeros(10), 3)]) == ""
