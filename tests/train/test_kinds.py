"""Every kind of data that a lesson can train on, without a screen: numbers, sequences, tags, forecasts, graphs."""

from pathlib import Path

import numpy as np
import pytest

from tests.train import lessons
from tuidl.commands import Play, Stop
from tuidl.data import load, naive_error
from tuidl.errors import LessonError
from tuidl.events import Evaluated, Event, StepsEnded

BODY = """
[data.set]
source = "SOURCE"
OPTIONS

[experiment.small]
kind = "supervised"
data = "set"
loss = "LOSS"
optimiser = "adam"
rate = 0.01
batch = 32
steps = STEPS
evaluate_every = 100
LAYERS
"""


def written(
    folder: Path, source: str, options: str, loss: str, steps: int, layers: list[str], check: str = "loss < 100"
) -> Path:
    told = "".join(f'\n[[experiment.small.layers]]\nname = "l{k}"\n{text}\n' for k, text in enumerate(layers))
    body = BODY.replace("SOURCE", source).replace("OPTIONS", options).replace("LOSS", loss)
    body = body.replace("STEPS", str(steps)).replace("LAYERS", told)
    lessons.written(folder, body)
    file = folder / "lesson.toml"
    file.write_text(file.read_text("utf-8").replace("accuracy > 0.9", check), "utf-8")
    return folder


def trained(lesson: Path, device: str = "cpu") -> list[Event]:
    return list(lessons.events(lessons.request(lesson, device=device), Play(), Stop()))


def last(events: list[Event]) -> dict[str, float]:
    return dict([event for event in events if isinstance(event, Evaluated)][-1].values)


HIDDEN = 'type = "dense"\nunits = 16\nactivation = "tanh"'
NUMBER = 'type = "dense"\nunits = "targets"'
WORDS = 'type = "embedding"\nunits = 12\nmask_zero = true'
LSTM = 'type = "lstm"\nunits = 16\nsequences = false'
SAID = 'type = "dense"\nunits = "classes"\nactivation = "softmax"'
NODES = ['type = "reshape"\nshape = [12, 12]', 'type = "conv1d"\nfilters = 16\nkernel = 1\nactivation = "relu"']
TWO = 'type = "dense"\nunits = 2'
EACH = 'type = "lstm"\nunits = 16\nbidirectional = "concat"'


@pytest.mark.parametrize("loss", ["mean-squared-error", "mean-absolute-error", "huber"])
def test_numbers_are_predicted_better_than_by_their_mean(tmp_path: Path, loss: str) -> None:
    lesson = written(tmp_path / "l", "diabetes", "test = 60", loss, 200, [HIDDEN, NUMBER], "val_error < naive")
    events = trained(lesson)
    values = last(events)
    assert not {"accuracy", "val_accuracy", "test_accuracy"} & values.keys()
    assert values["naive"] == pytest.approx(naive_error(load("diabetes", {"test": 60})))
    assert values["val_error"] < 0.85 * values["naive"]
    assert 40 < values["test_error"] < 70  # in the data's own units
    steps = [event for event in events if isinstance(event, StepsEnded)]
    assert all(set(event.values) == {"loss"} for event in steps)


def test_the_last_test_is_looked_at_once(tmp_path: Path) -> None:
    lesson = written(tmp_path / "l", "moons", "n = 60\ntest = 40", "cross-entropy", 200, [HIDDEN, SAID])
    told = [event.values for event in trained(lesson) if isinstance(event, Evaluated)]
    assert len(told) == 3
    assert [{"test_loss", "test_accuracy"} <= values.keys() for values in told] == [False, False, True]


def test_a_forecast_beats_the_last_value(tmp_path: Path) -> None:
    lesson = written(
        tmp_path / "l", "sunspots", "", "mean-squared-error", 300, [LSTM, NUMBER], "val_error < naive"
    )  # fmt: skip
    values = last(trained(lesson))
    assert values["val_error"] < 0.8 * values["naive"]


@pytest.mark.parametrize(
    ("source", "options", "least", "layers"),
    [
        ("reviews", "n = 600\nvalidation = 150", 0.85, [WORDS, LSTM, SAID]),
        ("senses", "", 0.97, [WORDS, EACH, SAID]),
        ("communities", "", 0.8, [HIDDEN, SAID]),
        ("shapes", "n = 200\nvalidation = 100", 0.35, [*NODES, 'type = "globalpool1d"', SAID]),
        ("strokes", "n = 120\nvalidation = 60\nmargin = 0", 0.3, ['type = "flatten"', HIDDEN, SAID]),
        ("classification", "n = 300", 0.8, [HIDDEN, SAID]),
        ("copy", "n = 200\nlength = 2\ndelay = 2", 0.8, ['type = "one-hot"', EACH, SAID]),
        ("parity", "n = 40\nvalidation = 8\ntime = 6", 0.3, [LSTM, SAID]),
    ],
)  # fmt: skip
def test_classes_of_all_kinds_are_learnt(
    tmp_path: Path, source: str, options: str, least: float, layers: list[str]
) -> None:
    lesson = written(tmp_path / "l", source, options, "cross-entropy", 200, layers)
    values = last(trained(lesson))
    assert values["val_accuracy"] >= least


def test_two_numbers_are_added(tmp_path: Path) -> None:
    lesson = written(
        tmp_path / "l", "adding", "n = 400\ntime = 4", "mean-squared-error", 400, [LSTM, NUMBER], "val_error < naive"
    )
    values = last(trained(lesson))
    assert values["val_error"] < 0.6 * values["naive"]


@pytest.mark.parametrize(
    ("source", "loss", "layers", "sentence"),
    [
        ("diabetes", "huber", [HIDDEN, SAID], "units are to be those of the data's classes, but these data have none"),
        ("diabetes", "cross-entropy", [SAID], "is for classes, but the data have numbers to predict: progression"),
        ("diabetes", "mean-squared-error", [HIDDEN], "1 numbers to predict for each example, but the output is of"),
        ("reviews", "cross-entropy", [HIDDEN, SAID], r"layer 'l0' \(dense\) reads numbers, but the data are sentences"),
        ("reviews", "cross-entropy", [WORDS, EACH, SAID], "each example has one class, but the output is of shape"),
        ("senses", "cross-entropy", [WORDS, LSTM, SAID], "each example has 10 moments with a class each, but the"),
        ("senses", "binary-cross-entropy", [WORDS, EACH, NUMBER], "data's targets, but these data have none"),
        ("moons", "cross-entropy", [WORDS, LSTM, SAID], "layer 'l0' reads characters or words, but the data are po"),
        ("dates", "cross-entropy", [WORDS, LSTM, SAID], "the data are pairs of sequences, which a lesson cannot"),
        ("iris", "mean-squared-error", [TWO], "the data have 3 classes, but the output layer has 2"),
    ],
)  # fmt: skip
def test_layers_that_do_not_go_with_the_data(
    tmp_path: Path, source: str, loss: str, layers: list[str], sentence: str
) -> None:
    lesson = written(tmp_path / "l", source, "", loss, 10, layers)
    with pytest.raises(LessonError, match=sentence):
        trained(lesson)


def test_kings_and_queens(tmp_path: Path) -> None:
    """king − man + woman is nearest to queen, in an embedding that a lesson's network learnt."""
    from tuidl import nn

    data = load("family")
    layers = [nn.Embedding(data.tokens, 16), nn.GlobalAveragePool1D(), nn.Dense(data.tokens)]
    net = nn.Model([*layers, nn.Softmax()], data.shape, "cross_entropy", nn.Adam(0.02))
    net.fit(data.x, data.y, epochs=6, batch_size=128)
    table = net.read(next(name for name in net.tensors() if name.endswith(".weight") and "embed" in name))
    unit = table / np.linalg.norm(table, axis=1, keepdims=True)
    place = {word: k for k, word in enumerate(data.words)}

    def nearest(a: str, b: str, c: str) -> str:
        wanted = unit[place[a]] - unit[place[b]] + unit[place[c]]
        order = np.argsort(-(unit @ wanted))
        return next(data.words[k] for k in order if data.words[k] not in (a, b, c))

    assert nearest("king", "man", "woman") == "queen"
    assert nearest("father", "man", "woman") == "mother"
    assert nearest("prince", "boy", "girl") == "princess"


def test_an_encoder_and_a_decoder_learn_dates() -> None:
    """Pairs are for ``tuidl.nn``: the decoder begins where the encoder ended, and is told the answer so far."""
    from tuidl import nn
    from tuidl.nn.inputs import Whole

    data = load("dates", {"n": 800, "validation": 100})
    layers = [
        nn.Embedding(data.tokens, 12, mask_zero=True),
        nn.LSTM(48, return_sequences=False, name="reads"),
        nn.Input("said"),
        nn.Embedding(len(data.answers), 12),
        nn.LSTM(48, initial="reads"),
        nn.Dense(len(data.answers)),
        nn.Softmax(),
    ]
    shapes = {"asked": Whole(data.shape[0]), "said": Whole(data.y.shape[1] - 1)}
    net = nn.Model(layers, shapes, "cross_entropy", nn.Adam(0.01))

    def given(x: np.ndarray, y: np.ndarray) -> tuple[dict[str, np.ndarray], np.ndarray]:
        return {"asked": x, "said": np.ascontiguousarray(y[:, :-1])}, np.ascontiguousarray(y[:, 1:])

    before = net.evaluate(*given(data.val_x, data.val_y))["accuracy"]
    net.fit(*given(data.x, data.y), epochs=10, batch_size=32)
    after = net.evaluate(*given(data.val_x, data.val_y))["accuracy"]
    assert before < 0.3 < 0.55 < after
