"""Every kind of data that a lesson can train on, without a screen: numbers, sequences, tags, forecasts, graphs."""

from pathlib import Path

import numpy as np
import pytest

from tests.train import lessons
from tests.train.probes import experiment
from tuidl import signals
from tuidl.commands import Play, Stop
from tuidl.data import load, naive_error
from tuidl.errors import LessonError
from tuidl.events import Evaluated, Event, StepsEnded
from tuidl.train import pairs as writing

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
WROTE = 'type = "dense"\nunits = "answers"'
ANSWERING = 'type = "input"\nsource = "answer"'
LETTERS = 'type = "embedding"\nunits = 16'
SHORT = 'type = "embedding"\nunits = 16\nsize = 5'
FEW = ['type = "graph-conv"\nunits = 16\nactivation = "relu"', 'type = "graph-conv"\nunits = "classes"']
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


@pytest.mark.parametrize(("source", "least"), [("karate", 0.85), ("communities", 0.7)])
def test_a_few_members_tell_the_others_where_they_belong(tmp_path: Path, source: str, least: float) -> None:
    """Semi-supervised: all nodes pass messages, the classes of a few are known (Kipf & Welling 2017)."""
    lesson = written(tmp_path / "l", source, "", "cross-entropy", 200, FEW)
    values = last(trained(lesson))
    assert values["accuracy"] == 1
    assert values["val_accuracy"] >= least
    made = experiment.made(lesson, 5)
    data = load(source, {})
    assert made._data.n == 1
    assert int(made._data.real(made._data.x).sum()) == data.n
    sample, confusion = made.probe("sample", 60, 20), made.probe("confusion", 60, 20)
    assert isinstance(sample, signals.Sample)
    assert len(sample.tags) == data.validation
    assert isinstance(confusion, signals.Confusion)
    assert confusion.total == data.validation


def test_shapes_of_graphs_are_told_apart_by_messages(tmp_path: Path) -> None:
    """An earlier layer gives each example's graph; every node begins with whom it is joined to."""
    layers = ['type = "reshape"\nshape = [12, 12]', *[f'{FEW[0]}\ngraph = "l0"'] * 2, 'type = "globalpool1d"', SAID]
    lesson = written(tmp_path / "l", "shapes", "n = 200\nvalidation = 100", "cross-entropy", 300, layers)
    assert last(trained(lesson))["val_accuracy"] > 0.45


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
        ("dates", "cross-entropy", [WORDS, LSTM, SAID], "units are to be those of the data's classes, but these"),
        ("dates", "cross-entropy", [WORDS, LSTM, WROTE], "the data are pairs: give the decoder a layer of type inp"),
        ("dates", "cross-entropy", [WORDS, ANSWERING, SHORT, WROTE], "tells 5 characters apart, but the data have 14"),
        ("dates", "cross-entropy", [WORDS, LSTM, ANSWERING, LETTERS, LSTM, WROTE], "has 11 moments with a class each"),
        ("moons", "cross-entropy", [HIDDEN, 'type = "parallel"', SAID], "joins what earlier layers gave: say which"),
        ("moons", "cross-entropy", [HIDDEN, 'type = "residual"', SAID], "adds what an earlier layer gave: say which"),
        ("moons", "cross-entropy", FEW, r"layer 'l0' \(graph-conv\) passes messages along a graph, but the data have"),
        ("shapes", "cross-entropy", [*FEW[1:]], "passes messages along a graph, but the data have none"),
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


CODER = 'type = "gru"\nunits = 64'
ENCODER, DECODER = [WORDS, f'{CODER}\nbidirectional = "sum"'], [LETTERS, f'{CODER}\ninitial = "l1"']
LOOK = ['type = "attention"\nunits = 64\nmemory = "l1"', 'type = "parallel"\nof = ["l4", "l5"]']


def pairs(folder: Path, layers: list[str], steps: int) -> Path:
    return written(folder, "dates", "n = 1000\nvalidation = 100", "cross-entropy", steps, layers, "val_exact > 0.9")


def test_a_decoder_that_looks_at_the_question_writes_dates_without_a_mistake(tmp_path: Path) -> None:
    layers = [*ENCODER, ANSWERING, *DECODER, *LOOK, WROTE]
    events = trained(pairs(tmp_path / "l", layers, 200))
    told = [event.values for event in events if isinstance(event, Evaluated)]
    assert told[0]["val_exact"] == 0
    assert told[-1]["val_exact"] > 0.9
    assert told[-1]["val_accuracy"] > 0.99
    assert "error" not in told[-1]


def test_what_a_decoder_writes_by_itself(tmp_path: Path) -> None:
    """Answers are right to the last character as often as is told; pictures of it are in its own words."""
    made = experiment.made(pairs(tmp_path / "l", [*ENCODER, ANSWERING, *DECODER, *LOOK, WROTE], 80), 80, device="cpu")
    answers, share = made.probe("text", 60, 200), made.evaluate()["val_exact"]
    assert isinstance(answers, signals.Answers)
    data = load("dates", {"n": 1000, "validation": 100})
    assert answers.rows[0][0] == data.text(data.val_x[0])
    assert answers.rows[0][1] == data.answer(data.val_y[0])[1:]
    rows = writing.written(made._net, made._data, made._data.val_x)[:, made._data.asked + 1 :]
    assert np.mean((rows == made._data.val_y).all(axis=1)) == pytest.approx(share)
    assert 0 < share < 1
    made.choose("sample", (3.0,))
    sample, looks = made.probe("sample", 60, 20), made.probe("attention:l5", 60, 20)
    assert isinstance(sample, signals.Sample)
    question, truth, said = answers.rows[3]
    assert sample.written == (truth, said)
    assert "".join(sample.tokens) == question
    assert isinstance(looks, signals.Grids)
    assert "".join(looks.columns) == question.ljust(data.shape[0], "·")
    assert "".join(looks.rows) == f"‹{said[:-1]}"


def test_a_decoder_that_only_gets_the_last_state_learns_more_slowly(tmp_path: Path) -> None:
    values = last(trained(pairs(tmp_path / "l", [*ENCODER, ANSWERING, *DECODER, WROTE], 100)))
    assert values["val_accuracy"] > 0.5
    assert values["val_exact"] < 0.5


def test_layers_join_what_earlier_ones_gave(tmp_path: Path) -> None:
    """Names mean what a layer gives after its activation."""
    wide = 'type = "dense"\nunits = 16\nactivation = "relu"'
    layers = [HIDDEN, wide, 'type = "residual"\nof = "l0"', 'type = "input"\nsource = "l0"', wide]
    layers += ['type = "parallel"\nof = ["l2", "l4"]\njoin = "concat"', SAID]
    made = experiment.made(written(tmp_path / "l", "moons", "", "cross-entropy", 10, layers), 5)
    x = made._data.x[:7]
    seen = made._net.observe(x, ["l0.tanh.out", "l1.relu.out", "l2.out", "l4.relu.out", "l5.out"])
    np.testing.assert_allclose(seen["l2.out"], seen["l0.tanh.out"] + seen["l1.relu.out"], rtol=1e-6)
    np.testing.assert_array_equal(seen["l5.out"], np.concatenate([seen["l2.out"], seen["l4.relu.out"]], axis=1))
    weight, bias = made._net.read("l4.weight"), made._net.read("l4.bias")
    wanted = np.maximum(seen["l0.tanh.out"] @ weight + bias, 0)
    np.testing.assert_allclose(seen["l4.relu.out"], wanted, rtol=1e-4, atol=1e-6)


def test_an_encoder_and_a_decoder_learn_dates() -> None:
    """As a library: the decoder begins where the encoder ended, and is told the answer so far."""
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
