"""What a lesson says of how its network is trained: frozen layers, penalties, losses, averages, noise."""

from pathlib import Path

import numpy as np
import pytest

from tests.train import lessons
from tests.train.lessons import of
from tests.train.regimes import SCHEDULED, SCHEDULES, STOPPING, built, lesson, scheduled, told
from tuidl import nn
from tuidl.commands import Play, Save, SetKnob, Step
from tuidl.course.load import read
from tuidl.errors import LessonError
from tuidl.events import Diverged, Evaluated
from tuidl.train import assemble, plan
from tuidl.train.regime import class_weights
from tuidl.view import RunView

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
