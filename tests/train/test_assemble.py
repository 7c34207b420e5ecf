import re
from pathlib import Path

import numpy as np
import pytest

from tests.course.sample import INIT, NEURON
from tests.train import lessons
from tuidl.course import vocabulary
from tuidl.course.load import read
from tuidl.errors import LessonError
from tuidl.train import assemble, objective, plan
from tuidl.train.assemble import Assembly


def _built(folder: Path, **fields: object) -> Assembly:
    return assemble.build(plan.make(lessons.request(folder, **fields), read(folder), {}))


def test_fixed_weights_come_from_knobs() -> None:
    net = _built(NEURON, knobs={"w1": 2.5, "b": -1.0}).net
    assert net.read("neuron.weight").tolist() == [[2.5], [1.0]]
    assert net.read("neuron.bias").tolist() == [-1.0]
    assert net.rate == pytest.approx(0.1)


def test_repeated_layers_have_numbers_and_sizes_from_knobs() -> None:
    assembly = _built(INIT, knobs={"depth": 3, "width": 8, "activation": "relu"})
    assert [block.name for block in assembly.blocks] == ["h1", "h2", "h3", "out"]
    assert [block.out for block in assembly.blocks[:2]] == ["h1.relu.out", "h2.relu.out"]
    assert assembly.net.parameters == 3 * 8 + 2 * 9 * 8 + 9


@pytest.mark.parametrize(
    ("init", "spread"), [("zeros", 0.0), ("normal", 0.3), ("glorot", (2 / 64) ** 0.5), ("he", (2 / 32) ** 0.5)]
)
def test_first_weights(init: str, spread: float) -> None:
    net = _built(INIT, knobs={"init": init, "scale": 0.3}).net
    found = np.concatenate([net.read(f"h{k}.weight").ravel() for k in range(2, 21)])
    assert found.std() == pytest.approx(spread, rel=0.05)


def test_a_constant_start() -> None:
    assert (_built(INIT, knobs={"init": "constant", "scale": 0.1}).net.read("h2.weight") == np.float32(0.1)).all()


def test_an_image_net_is_sized_by_its_data(tmp_path: Path) -> None:
    assembly = _built(lessons.written(tmp_path / "x", lessons.DIGITS))
    assert {row.name: row.output for row in assembly.net.layers if "." not in row.name} == {
        "conv1": (6, 6, 3),
        "pool1": (3, 3, 3),
        "flat": (27,),
        "drop": (27,),
        "norm": (27,),
        "out": (10,),
    }
    assert [block.name for block in assembly.weighted] == ["conv1", "out"]
    assert assembly.block("conv1") == assembly.blocks[0]
    assert assembly.block("conv2") is None


def test_a_text_net_is_sized_by_its_vocabulary(tmp_path: Path) -> None:
    folder = lessons.written(tmp_path / "x", lessons.TEXT)
    run = plan.make(lessons.request(folder), read(folder), {})
    net = assemble.build(run).net
    letters = len(run.data.vocabulary)
    assert net.output_shape == (12, letters)
    assert net.read("memory.weight").shape == (letters, 8)


def test_a_recurrent_layer_can_lose_its_memory(tmp_path: Path) -> None:
    cut = ("units = 8", "units = 8\nrecurrent = false")
    run = plan.make(lessons.request(folder := lessons.written(tmp_path / "x", lessons.TEXT, cut)), read(folder), {})
    assembly, letters = assemble.build(run), len(run.data.vocabulary)
    assert assembly.net.parameters == letters * 8 + 8 + 8 * letters + letters  # no 8 by 8 from state to state
    block = assembly.block("memory")
    assert block is not None
    assert block.kind == "rnn"
    states = assembly.net.observe(np.array([[1, 2, 2, 1, *[0] * 8]], np.int32), [block.out])[block.out][0]
    assert (np.abs(states) < 1).all()
    assert (states[0] == states[3]).all()
    assert (states[1] == states[2]).all()
    assert (states[0] != states[1]).any()


@pytest.mark.parametrize(("kind", "gates"), [("lstm", 4), ("gru", 3)])
def test_recurrent_layers_with_gates(tmp_path: Path, kind: str, gates: int) -> None:
    folder = lessons.written(tmp_path / "x", lessons.TEXT, ('type = "rnn"', f'type = "{kind}"'))
    run = plan.make(lessons.request(folder), read(folder), {})
    assembly, letters = assemble.build(run), len(run.data.vocabulary)
    assert assembly.net.parameters == gates * (letters * 8 + 8 * 8 + 8) + 8 * letters + letters
    block = assembly.block("memory")
    assert block is not None
    assert (block.kind, block.out, block.activation) == (kind, "memory.out", "tanh")
    states = assembly.net.observe(run.data.x[:3], [block.out])[block.out]
    assert states.shape == (3, 12, 8)
    assert (np.abs(states) < 1).all()


STACKS: dict[str, tuple[str, dict[str, tuple[int, ...]]]] = {
    "images": (
        """
        depthwise2d kernel=2 multiplier=2 padding="same" dilation=2 activation="tanh"
        conv2d filters=4 groups=2 dilation=2
        separable2d filters=3 kernel=2 bias=0.5
        convtranspose2d filters=2 stride=2 padding="same" init="normal" scale=0.2
        upsample2d factor=2 mode="bilinear"
        globalmaxpool2d
        """,
        {"l1": (8, 8, 2), "l2": (4, 4, 4), "l3": (3, 3, 3), "l4": (6, 6, 2), "l5": (12, 12, 2), "l6": (2,)},
    ),
    "sequences": (
        """
        reshape shape=[16,-1]
        conv1d filters=5 kernel=3 padding="causal" dilation=2 activation="relu"
        maxpool1d
        avgpool1d size=3 stride=2
        reshape shape=[15]
        reshape shape=[5,3]
        globalpool1d
        """,
        {"l1": (16, 4), "l2": (16, 5), "l3": (8, 5), "l4": (3, 5), "l5": (15,), "l6": (5, 3), "l7": (3,)},
    ),
}


def _stacked(rows: str) -> str:
    """The layers of a lesson, one a row, named l1, l2, ..."""
    made = []
    for number, row in enumerate(rows.split("\n")[1:-1], 1):
        kind, *options = row.split()
        made.append(f'[[experiment.small.layers]]\nname = "l{number}"\ntype = "{kind}"\n' + "\n".join(options))
    return "\n".join(made)


@pytest.mark.parametrize("name", STACKS)
def test_every_layer_with_windows_can_be_named(tmp_path: Path, name: str) -> None:
    rows, wanted = STACKS[name]
    first = lessons.DIGITS.index("[[experiment.small.layers]]")
    last = lessons.DIGITS.rindex("[[experiment.small.layers]]")
    body = f"{lessons.DIGITS[:first]}{_stacked(rows)}\n{lessons.DIGITS[last:]}"
    assembly = _built(lessons.written(tmp_path / "x", body))
    assert {row.name: row.output for row in assembly.net.layers if row.name in wanted} == wanted
    assert assembly.net.predict(np.zeros((2, 8, 8, 1), np.float32)).shape == (2, 10)
    for block in assembly.weighted:
        assert block.weight is not None
        assert block.bias is not None
        assert assembly.net.read(block.weight).shape[-1] == assembly.net.read(block.bias).shape[0]


@pytest.mark.parametrize(("padding", "fits"), [('"causal"', True), ('"same"', True), ('"valid"', False)])
def test_a_convolution_over_text_must_keep_its_moments(tmp_path: Path, padding: str, fits: bool) -> None:
    body = lessons.TEXT.replace('type = "rnn"\nunits = 8', f'type = "conv1d"\nfilters = 8\npadding = {padding}')
    folder = lessons.written(tmp_path / "x", body)
    if fits:
        assert _built(folder).net.output_shape[0] == 12
        return
    with pytest.raises(LessonError, match=r'12 characters to say.*padding "causal"'):
        _built(folder)


@pytest.mark.parametrize("kind", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize(("merge", "width"), [("concat", 16), ("sum", 8)])
def test_recurrent_layers_both_ways_with_dropout_and_masks(tmp_path: Path, kind: str, merge: str, width: int) -> None:
    words = f'type = "{kind}"\nbidirectional = "{merge}"\ndropout = 0.1\nrecurrent_dropout = 0.2'
    body = lessons.TEXT.replace('type = "one-hot"', 'type = "embedding"\nunits = 5\nmask_zero = true\ninit = "uniform"')
    folder = lessons.written(tmp_path / "x", body, ('type = "rnn"', words))
    run = plan.make(lessons.request(folder), read(folder), {})
    assembly = assemble.build(run)
    block = assembly.block("memory")
    assert block is not None
    assert assembly.net.observe(run.data.x[:3], [block.out])[block.out].shape == (3, 12, width)
    assert assembly.net.read(str(block.weight)).shape[0] == 5
    rates = [assembly.net.read(f"memory.forward.{name}.rate")[0] for name in ("dropout", "recurrent_dropout")]
    assert rates == pytest.approx([0.1, 0.2])
    assert np.isfinite(assembly.net.train(run.data.x, run.data.y, np.arange(8, dtype=np.int32)[None])["loss"]).all()


def test_a_layer_may_go_on_from_an_earlier_one_and_its_state(tmp_path: Path) -> None:
    more = """units = 8

[[experiment.small.layers]]
name = "again"
type = "input"
source = "memory"

[[experiment.small.layers]]
name = "second"
type = "gru"
units = 8
initial = "memory"
"""
    folder = lessons.written(tmp_path / "x", lessons.TEXT, ("units = 8", more))
    net = _built(folder).net
    assert [row.name for row in net.layers][1:4] == ["memory", "again", "second"]


ATTENDING = """[[experiment.small.layers]]
name = "letters"
type = "embedding"
units = 8

[[experiment.small.layers]]
name = "place"
type = "position-embedding"

[[experiment.small.layers]]
name = "wave"
type = "positional-encoding"

[[experiment.small.layers]]
name = "memory"
"""


@pytest.mark.parametrize(
    ("kind", "weights", "out", "parameters"),
    [
        ('"attention"\ncausal = true', "memory.weights", "memory.out", 3 * (64 + 8)),
        ('"multi-head-attention"\nheads = 2\ncausal = true\nrate = 0.1', "memory.weights", "memory.output.out", 4 * 72),
        (
            '"transformer"\nheads = 4\ncausal = true\nrate = 0.1\nhidden = 24', "memory.attention.weights",
            "memory.mlp.out", 2 * 16 + 4 * 72 + (8 * 24 + 24) + (24 * 8 + 8),
        ),
        (
            '"transformer"\ncausal = true', "memory.attention.weights", "memory.mlp.out",
            2 * 16 + 4 * 72 + (8 * 32 + 32) + (32 * 8 + 8),
        ),
    ],
)  # fmt: skip
def test_layers_with_attention(tmp_path: Path, kind: str, weights: str, out: str, parameters: int) -> None:
    begin = lessons.TEXT.index("[[experiment.small.layers]]")
    memory = lessons.TEXT.index('type = "rnn"')
    change = (lessons.TEXT[begin:memory] + 'type = "rnn"', ATTENDING + f"type = {kind}")
    folder = lessons.written(tmp_path / "x", lessons.TEXT, change)
    run = plan.make(lessons.request(folder), read(folder), {})
    assembly, letters = assemble.build(run), len(run.data.vocabulary)
    assert assembly.net.parameters == 8 * letters + 12 * 8 + parameters + 8 * letters + letters
    block, place, wave = (assembly.block(name) for name in ("memory", "place", "wave"))
    assert block
    assert place
    assert wave
    assert (block.kind, block.out, block.weight) == (kind.split('"')[1], out, None)
    assert (place.weight, place.bias, wave.weight) == ("place.weight", None, None)
    seen = assembly.net.observe(run.data.x[:3], [block.out, weights, place.out, wave.out])
    assert seen[block.out].shape == (3, 12, 8)
    assert (np.triu(seen[weights][:, :, 0], 1) == 0).all()
    np.testing.assert_allclose(seen[weights].sum(-1), 1, rtol=1e-5)


def test_probabilities_come_also_where_the_lesson_names_no_activation(tmp_path: Path) -> None:
    for body, line in ((lessons.DIGITS, 'activation = "softmax"\n'), (lessons.POINTS, 'activation = "sigmoid"\n')):
        folder = lessons.written(tmp_path / "x", body, (line, ""))
        run = plan.make(lessons.request(folder), read(folder), {})
        p = assemble.build(run).net.predict(run.data.x[:5])
        assert ((p >= 0) & (p <= 1)).all()


@pytest.mark.parametrize(
    ("body", "change", "said"),
    [
        (lessons.TEXT, ("units = 8", "units = 8\nrecurrent = false\nsequences = false"), "goes with sequences = true"),
        (lessons.DIGITS, ('units = "classes"', "units = 9"), "10 classes, but the output layer has 9"),
        (lessons.DIGITS, ('units = "classes"', 'units = "many"'), "cannot be 'many'"),
        (lessons.DIGITS, ("kernel = 3", "kernel = 30"), "conv1"),
        (lessons.DIGITS, ('name = "flat"\ntype = "flatten"', 'name = "flat"\ntype = "dropout"'), "out"),
        (lessons.TEXT, ('type = "one-hot"', 'type = "one-hot"\nvocabulary = 3'), "tells 3 characters apart"),
        (lessons.TEXT, ('source = "elements"\ntime = 12', 'source = "digits"'), "reads characters"),
        (lessons.POINTS, ("units = 4", "units = 0"), "at least 1"),
        (lessons.POINTS, ('loss = "binary', 'momentum = 0.5\nbeta1 = 0.5\nloss = "binary'), "has no 'beta1'"),
        (lessons.POINTS, ('loss = "binary', 'delta = 0.5\nloss = "binary'), "has no 'delta'"),
    ],
)
def test_words_that_make_no_network_are_told(tmp_path: Path, body: str, change: tuple[str, str], said: str) -> None:
    folder = lessons.written(tmp_path / "x", body, change)
    with pytest.raises(LessonError, match=said) as caught:
        _built(folder)
    assert str(caught.value).startswith("lesson-small, experiment 'small': ")


def test_text_for_a_net_of_numbers_is_refused_in_a_sentence(tmp_path: Path) -> None:
    folder = lessons.written(tmp_path / "x", lessons.DIGITS)
    with pytest.raises(LessonError, match=r"layer 'conv1' \(conv2d\) reads numbers, but the data are text"):
        _built(folder, data="names")


def test_every_word_of_the_vocabulary_is_known_here() -> None:
    assert tuple(objective.LOSSES) == vocabulary.LOSSES
    assert tuple(objective.OPTIMISERS) == vocabulary.OPTIMISERS
    assert {"linear", *assemble.ACTIVATIONS} == set(vocabulary.ACTIVATIONS)
    allowed = {key for _, _, keys in objective.OPTIMISERS.values() for key in keys}
    numbers = {key for _, keys in objective.LOSSES.values() for key in keys}
    assert {*allowed, *numbers, "shuffle"} == set(vocabulary.TRAINING)
    assert set(objective.LOSS_OPTIONS) == numbers


@pytest.mark.parametrize(
    ("lesson", "data", "sentence"),
    [
        ("1-02-mlp", "digits", "'h1' (dense) reads rows of numbers, but the data are images; flatten them, or choose"),
        ("2-02-cnn", "iris", "'conv1' (conv2d) reads images, but the data are rows of numbers; choose other data"),
        ("2-02-cnn", "names", "'conv1' (conv2d) reads numbers, but the data are text; begin with one-hot or embedding"),
    ],
)
def test_data_that_a_lesson_cannot_read(lesson: str, data: str, sentence: str) -> None:
    with pytest.raises(LessonError, match=re.escape(sentence)):
        _built(Path(__file__).parents[2] / "lessons" / lesson, data=data)
