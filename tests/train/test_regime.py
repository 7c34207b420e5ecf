"""What a lesson says of how its network is trained: schedules, early stopping, frozen layers, penalties, losses."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.train import lessons
from tuidl import nn
from tuidl.commands import Play, Save, SetKnob, Step
from tuidl.course.load import read
from tuidl.errors import LessonError
from tuidl.events import Diagnosis, Diverged, Evaluated, Event, RunEnded, RunStarted, StepsEnded
from tuidl.train import assemble, plan, timeline
from tuidl.train.regime import class_weights
from tuidl.view import RunView

SCHEDULES = """
[schedule.even]
kind = "constant"

[schedule.drops]
kind = "step"
every = 5
factor = 0.5

[schedule.slow]
kind = "exponential"
every = 2
factor = 0.9

[schedule.wave]
kind = "cosine"
floor = 0.1
warmup = 4

[schedule.again]
kind = "cosine"
steps = 6
restarts = true
growth = 2

[schedule.waits]
kind = "plateau"
factor = 0.5
patience = 1
min_delta = 10.0
warmup = 2

[knobs.schedule]
type = "choice"
default = "even"
choices = ["even", "drops", "slow", "wave", "again", "waits"]
change = "reset"
label = "schedule"
help = "How the rate changes."
"""
SCHEDULED = ("steps = 25", 'steps = 25\nschedule = { knob = "schedule" }')
WANTED = {
    "even": nn.Steady(), "drops": nn.StepDecay(5, 0.5), "slow": nn.Exponential(2, 0.9),
    "wave": nn.Warmup(4, nn.Cosine(21, floor=0.1)), "again": nn.Cosine(6, restarts=True, growth=2),
    "waits": nn.Warmup(2, nn.Plateau(0.5, 1, 10.0)),
}  # fmt: skip


def lesson(folder: Path, *changes: tuple[str, str], more: str = "", body: str = lessons.POINTS) -> Path:
    return lessons.written(folder / "small", body + more, *changes)


def scheduled(folder: Path, *changes: tuple[str, str]) -> Path:
    return lesson(folder, SCHEDULED, *changes, more=SCHEDULES)


def of(kind: type, found: Iterable[Event]) -> list[Any]:
    return [event for event in found if isinstance(event, kind)]


def told(found: Iterable[Event], name: str = "rate") -> list[float]:
    return [number for batch in of(StepsEnded, found) for number in batch.values[name]]


def built(folder: Path, **fields: object) -> assemble.Assembly:
    return assemble.build(plan.make(lessons.request(folder, **fields), read(folder), {}))


# ---- schedules ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WANTED)
def test_the_rate_of_every_step_is_told(tmp_path: Path, name: str) -> None:
    folder = scheduled(tmp_path)
    found = list(lessons.events(lessons.request(folder, knobs={"schedule": name}), Play()))
    factors = WANTED[name].factors(np.arange(25.0))
    if name == "waits":
        factors[20:] *= 0.5  # looked at after 10 steps and after 20, and what was best stays best
    np.testing.assert_allclose(told(found), 0.5 * factors, rtol=1e-6)
    values = {e.step: e.values["rate"] for e in of(Evaluated, found)}
    assert values[0] == pytest.approx(0.5 * factors[0])
    assert values[10] == pytest.approx(0.5 * factors[10])
    assert built(folder, knobs={"schedule": name}).net.schedule == WANTED[name]


def test_without_a_schedule_no_rate_is_told(tmp_path: Path) -> None:
    found = list(lessons.events(lessons.request(lesson(tmp_path)), Play()))
    assert "rate" not in of(StepsEnded, found)[0].values
    assert "rate" not in of(Evaluated, found)[0].values


def test_the_rate_that_is_turned_is_the_base(tmp_path: Path) -> None:
    asked = lessons.request(scheduled(tmp_path), knobs={"schedule": "drops"})
    found = list(lessons.events(asked, Step(7), SetKnob("rate", 0.1), Step(6)))
    np.testing.assert_allclose(told(found), [0.5] * 5 + [0.25] * 2 + [0.05] * 3 + [0.025] * 3, rtol=1e-6)


def test_numbers_of_a_schedule_can_be_turned_on_the_way(tmp_path: Path) -> None:
    folder = scheduled(tmp_path, ("every = 5", 'every = { knob = "batch" }'))
    asked = lessons.request(folder, knobs={"schedule": "drops"})
    found = list(lessons.events(asked, Step(8), SetKnob("batch", 2), Step(2)))
    np.testing.assert_allclose(told(found), [0.5] * 7 + [0.25] + [0.5 / 16] * 2, rtol=1e-6)


def test_a_number_that_cannot_be_is_told_and_the_run_goes_on(tmp_path: Path) -> None:
    folder = scheduled(tmp_path, ("every = 5", 'every = { knob = "rate" }'))
    asked = lessons.request(folder, knobs={"schedule": "drops"})
    found = list(lessons.events(asked, Step(2), SetKnob("rate", 0.0), Step(1)))
    (said,) = of(Diagnosis, found)
    assert said.text == "knob 'rate' cannot be 0.0: schedule 'drops': every must be a number above 0, not 0.0"
    np.testing.assert_allclose(told(found), 0.5 * 0.5 ** np.floor(np.arange(3) / 0.5), rtol=1e-6)


@pytest.mark.parametrize("name", WANTED)
def test_a_resumed_run_is_the_same_run_bit_for_bit(tmp_path: Path, name: str) -> None:
    asked, path = lessons.request(scheduled(tmp_path), knobs={"schedule": name}), str(tmp_path / "run.npz")
    whole, resumed = RunView(), RunView()
    for event in lessons.events(asked, Play()):
        whole.apply(event)
    list(lessons.events(asked, Step(12), Save(path)))
    for event in lessons.events(lessons.request(tmp_path / "small", resume=path), Play()):
        resumed.apply(event)
    assert resumed.steps == whole.steps
    assert resumed.evaluations == whole.evaluations


def test_going_back_from_a_loss_that_is_no_number_keeps_what_evaluations_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few copies of the state: steps are trained again, and the evaluations between them are not made again."""
    monkeypatch.setattr(timeline, "SMALL", 0)
    changes = (("evaluate_every = 10", "evaluate_every = 2"), ("patience = 1", "patience = 2"))
    knobs = {"schedule": "waits", "activation": "linear"}
    asked, path = lessons.request(scheduled(tmp_path, *changes), knobs=knobs), str(tmp_path / "kept.npz")
    tame = list(lessons.events(asked, Step(20)))
    wild = list(lessons.events(asked, Step(11), SetKnob("rate", 1e30), Play(), SetKnob("rate", 0.5), Save(path)))
    (lost,) = of(Diverged, wild)
    again = list(lessons.events(lessons.request(tmp_path / "small", resume=path), Step(1)))
    assert of(RunStarted, again)[0].step == lost.kept > 8
    assert told(again)[-1] == told(tame)[lost.kept] < 0.5


# ---- early stopping -------------------------------------------------------------------------------------------------

STOPPING = ("evaluate_every = 10", 'evaluate_every = 2\nstopping = { patience = 2, min_delta = 0.5, value = "loss" }')


def test_a_run_that_gets_no_better_stops_with_its_best_weights(tmp_path: Path) -> None:
    folder = lesson(tmp_path, STOPPING)
    found = list(lessons.events(lessons.request(folder), Play(), Play(), Step(1)))
    ends = of(RunEnded, found)
    assert [(end.step, end.reason) for end in ends] == [(6, "early")] * 3
    (why,) = [d for d in of(Diagnosis, found) if d.kind == "stopping"]
    assert why.text.startswith("Stopped early at step 6: loss no better by 0.5 for 2 evaluations since step 2 (0.")
    assert why.text.endswith("); those weights are back.")
    evaluations = [(e.step, e.values) for e in of(Evaluated, found)]
    assert [step for step, _ in evaluations] == [0, 2, 4, 6, 6]
    assert evaluations[-1][1] == evaluations[1][1] != evaluations[-2][1]
    assert ends[0].values == evaluations[1][1]


def test_step_zero_does_not_count_and_the_budget_may_end_it_first(tmp_path: Path) -> None:
    found = list(lessons.events(lessons.request(lesson(tmp_path, STOPPING), steps=5), Play()))
    assert [(end.step, end.reason) for end in of(RunEnded, found)] == [(5, "budget")]
    never = ("patience = 2", "patience = 0")
    found = list(lessons.events(lessons.request(lesson(tmp_path, STOPPING, never)), Play()))
    assert [(end.step, end.reason) for end in of(RunEnded, found)] == [(25, "budget")]


def test_a_run_that_stopped_stays_so_when_it_is_resumed(tmp_path: Path) -> None:
    folder, path = lesson(tmp_path, STOPPING), str(tmp_path / "run.npz")
    whole = list(lessons.events(lessons.request(folder), Play(), Save(path)))
    again = list(lessons.events(lessons.request(folder, resume=path), Play()))
    assert [(end.step, end.reason) for end in of(RunEnded, again)] == [(6, "early")]
    assert of(Evaluated, again)[-1].values == of(Evaluated, whole)[-1].values
    half = list(lessons.events(lessons.request(folder), Step(3), Save(path)))
    assert not of(RunEnded, half[:-1])
    again = list(lessons.events(lessons.request(folder, resume=path), Play()))
    assert [(end.step, end.reason) for end in of(RunEnded, again)] == [(6, "early")]
    assert of(Evaluated, again)[-1].values == of(Evaluated, whole)[-1].values


def test_its_patience_can_be_turned_on_the_way(tmp_path: Path) -> None:
    folder = lesson(tmp_path, STOPPING, ("patience = 2", 'patience = { knob = "batch" }'))
    found = list(lessons.events(lessons.request(folder), Step(9), SetKnob("batch", 3), Play()))
    assert [(end.step, end.reason) for end in of(RunEnded, found)] == [(10, "early")]


# ---- layers ---------------------------------------------------------------------------------------------------------

HIDDEN = ('activation = { knob = "activation" }', 'activation = { knob = "activation" }\n')


@pytest.mark.parametrize(
    ("key", "group"),
    [
        ("frozen = true", nn.Group("h1", frozen=True)),
        ("rate_factor = 0.1", nn.Group("h1", rate=0.1)),
        ("l1 = 0.01", nn.Group("h1.weight", l1=0.01)),
        ('l2 = { knob = "rate" }', nn.Group("h1.weight", l2=0.5)),
    ],
)
def test_a_layer_may_be_trained_in_its_own_way(tmp_path: Path, key: str, group: nn.Group) -> None:
    net = built(lesson(tmp_path, (HIDDEN[0], HIDDEN[1] + key))).net
    assert net.groups == (group, nn.Group(group.names.replace("h1", "h2"), *list(vars(group).values())[1:]))


def test_a_layer_can_be_frozen_and_let_go_on_the_way(tmp_path: Path) -> None:
    knob = """
[knobs.hold]
type = "bool"
default = true
change = "live"
label = "hold"
help = "Whether the hidden layers stay as they are."
"""
    told_of = '\n[measures]\nlate = "gradient[h1] + signal[h1]"\n'
    folder = lesson(
        tmp_path, (HIDDEN[0], HIDDEN[1] + "frozen = { knob = \"hold\" }"), more=knob,
        body=lessons.POINTS.replace("\n[measures]\n", told_of),
    )  # fmt: skip
    asked = lessons.request(folder, evaluate_every=1, knobs={"optimiser": "momentum", "activation": "linear"})
    found = list(lessons.events(asked, Step(2), SetKnob("hold", False), Step(2), SetKnob("rate", 1e30), Play()))
    signal = [event.values["signal[h1]"] for event in of(Evaluated, found)]
    assert signal[0] == signal[1] == signal[2] != signal[3]
    (lost,) = of(Diverged, found)  # going back reaches a state from before the turning
    assert lost.kept <= 4


def test_penalties_are_told_beside_the_loss(tmp_path: Path) -> None:
    folder = lesson(tmp_path, (HIDDEN[0], HIDDEN[1] + "l2 = 0.1"))
    found = list(lessons.events(lessons.request(folder), Play()))
    plain = list(lessons.events(lessons.request(lesson(tmp_path / "plain")), Play()))
    first, other = of(Evaluated, found)[0].values, of(Evaluated, plain)[0].values
    assert first["loss"] == other["loss"]
    assert first["penalty"] > of(Evaluated, found)[-1].values["penalty"] > 0
    assert "penalty" not in other


# ---- losses, averages, noise ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "change", "loss"),
    [
        (lessons.DIGITS, ("\"cross-entropy\"", "\"categorical-cross-entropy\""), nn.CategoricalCrossEntropy()),
        (lessons.DIGITS, ("\"cross-entropy\"", "\"kl-divergence\""), nn.KLDivergence()),
        (
            lessons.DIGITS, ("\"cross-entropy\"", "\"cross-entropy\"\nclass_weights = [1,1,1,1,1,1,1,1,1,9]"),
            nn.CrossEntropy(weights=(1,) * 9 + (9,)),
        ),
        (
            lessons.POINTS, ("\"binary-cross-entropy\"", "\"binary-cross-entropy\"\nclass_weights = [1, 2.5]"),
            nn.BinaryCrossEntropy((1, 2.5)),
        ),
    ],
)  # fmt: skip
def test_losses_of_lessons(tmp_path: Path, body: str, change: tuple[str, str], loss: nn.Loss) -> None:
    folder = lesson(tmp_path, change, body=body)
    assert built(folder).net.loss == loss
    values = of(Evaluated, lessons.events(lessons.request(folder), Play()))
    assert values[-1].values["loss"] < values[0].values["loss"]


def test_a_critic_of_two_clouds(tmp_path: Path) -> None:
    folder = lesson(
        tmp_path, ('"binary-cross-entropy"', '"wasserstein"\nweight_clip = 0.2'), ('activation = "sigmoid"', "")
    )
    net = built(folder).net
    assert (net.loss, net.optimizer.weight_clip) == (nn.Wasserstein(), 0.2)
    values = of(Evaluated, lessons.events(lessons.request(folder), Play()))
    assert values[-1].values["loss"] < values[0].values["loss"]


def test_balanced_weights_let_all_classes_count_alike(tmp_path: Path) -> None:
    folder = lesson(tmp_path, ('"cross-entropy"', '"cross-entropy"\nclass_weights = "balanced"'), body=lessons.DIGITS)
    made = plan.make(lessons.request(folder), read(folder), {})
    counts, weights = np.bincount(made.data.y, minlength=10), class_weights("balanced", made.data)
    np.testing.assert_allclose(np.array(weights) * counts, made.data.n / 10)
    assert assemble.build(made).net.loss == nn.CrossEntropy(weights=weights)


def test_an_average_is_what_evaluations_see(tmp_path: Path) -> None:
    folder = lesson(tmp_path, ("steps = 25", "steps = 25\naverage = 0.9\nclip_value = 0.5"))
    net = built(folder).net
    assert (net.optimizer.average, net.optimizer.clip_value, net.averaged) == (0.9, 0.5, True)
    path = str(tmp_path / "run.npz")
    whole, resumed = (RunView() for _ in range(2))
    for event in lessons.events(lessons.request(folder), Play()):
        whole.apply(event)
    list(lessons.events(lessons.request(folder), Step(13), Save(path)))
    for event in lessons.events(lessons.request(folder, resume=path), Play()):
        resumed.apply(event)
    assert resumed.evaluations == whole.evaluations
    plain = RunView()
    for event in lessons.events(
        lessons.request(lesson(tmp_path / "x", ("steps = 25", "steps = 25\nclip_value = 0.5"))), Play()
    ):
        plain.apply(event)
    assert plain.steps == whole.steps
    assert plain.evaluations[0] == whole.evaluations[0]
    assert plain.evaluations[-1] != whole.evaluations[-1]


@pytest.mark.parametrize(
    ("layer", "amount"), [("spatial-dropout2d", "rate"), ("alpha-dropout", "rate"), ("gaussian-noise", "deviation")]
)
def test_noise_can_be_turned_on_the_way(tmp_path: Path, layer: str, amount: str) -> None:
    knob = """
[knobs.noise]
type = "float"
default = 0.4
range = [0.0, 0.9]
change = "live"
label = "noise"
help = "How much is disturbed."
"""
    place = 'name = "pool1"\ntype = "maxpool2d"'
    noisy = f'{place}\n\n[[experiment.small.layers]]\nname = "noise"\ntype = "{layer}"\n{amount} = {{ knob = "noise" }}'
    folder = lesson(tmp_path, (place, noisy), more=knob, body=lessons.DIGITS)
    loud = told(lessons.events(lessons.request(folder), Step(4)), "loss")
    turned = told(lessons.events(lessons.request(folder), Step(2), SetKnob("noise", 0.0), Step(2)), "loss")
    assert loud[:2] == turned[:2]
    assert loud[2] != turned[2]


def test_hard_activations_and_a_temperature(tmp_path: Path) -> None:
    last = 'type = "dense"\nunits = "classes"\nactivation = "softmax"'
    warm = """type = "dense"
units = "classes"
activation = "hard-sigmoid"

[[experiment.small.layers]]
name = "soft"
type = "activation"
function = "softmax"
temperature = 0.2"""
    net = built(lesson(tmp_path, (last, warm), body=lessons.DIGITS)).net
    assert [layer.describe() for layer in net.network][-2:] == ["HardSigmoid", "Softmax(0.2)"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ((SCHEDULED, ("every = 5\n", "")), "schedule 'drops': key 'every' is missing"),
        ((SCHEDULED, ("every = 5\n", "every = 0\n")), "schedule 'drops': every must be a number above 0, not 0"),
        ((SCHEDULED, ("factor = 0.5", 'factor = "half"')), "schedule 'drops': "),
        ((STOPPING, ("patience = 2", "patience = -1")), "stopping: patience must be a whole number from 1 up, not -1"),
        ((("steps = 25", "steps = 25\nclass_weights = 3"),), "class_weights must be a list of numbers or 'balanced'"),
        ((("steps = 25", "steps = 25\nclass_weights = [1]"),), "has 2 class weights, for targets 0 and 1, not 1"),
        ((("steps = 25", "steps = 25\naverage = 1.5"),), "average must be from 0 up to 1, not 1.5"),
        (((HIDDEN[0], HIDDEN[1] + "l1 = -1"),), "group 'h1.weight': l1 must be a number from 0 up, not -1"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(tmp_path: Path, changes: tuple[tuple[str, str], ...], said: str) -> None:
    folder = lesson(tmp_path, *changes, more=SCHEDULES)
    with pytest.raises(LessonError, match=said):
        built(folder, knobs={"schedule": "drops"} if SCHEDULED in changes else {})


def test_a_layer_without_weights_cannot_be_frozen(tmp_path: Path) -> None:
    folder = lesson(tmp_path, ('type = "flatten"', 'type = "flatten"\nfrozen = true'), body=lessons.DIGITS)
    with pytest.raises(LessonError, match=r"layer 'flat' \(flatten\) has no weights; leave its 'frozen' out"):
        built(folder)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('"again", "waits"]', '"again", "wait"]'), "choice of knob 'schedule' 'wait' is unknown; did you mean"),
        (('kind = "step"', 'kind = "steps"'), "kind 'steps' is unknown; did you mean 'step'"),
        (("floor = 0.1", "flor = 0.1"), "key 'flor' is unknown; did you mean 'floor'"),
        (("steps = 6", 'steps = { knob = "wave" }'), "schedule 'again': knob 'wave' is unknown"),
    ],
)
def test_words_that_lead_nowhere_are_told(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    folder = scheduled(tmp_path)
    toml = folder / "lesson.toml"
    text = toml.read_text("utf-8")
    assert change[0] in text
    toml.write_text(text.replace(*change, 1), "utf-8")
    with pytest.raises(LessonError, match=said):
        read(folder)
