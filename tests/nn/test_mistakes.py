"""What people get wrong ends in one clear sentence, never in a traceback from below or in damaged memory."""

from collections.abc import Callable

import numpy as np
import pytest

from tuidl import nn
from tuidl.errors import DeviceError
from tuidl.nn import examples

X = np.zeros((6, 4), np.float32)
Y = np.array([0, 1, 2, 0, 1, 2], np.int32)
ROWS = np.zeros((1, 2), np.int32)
TOKENS = np.zeros((6, 5), np.int32)


def dense(*layers: nn.Layer, **options: object) -> nn.Model:
    return nn.Model([*layers, nn.Dense(3)], (4,), **options)  # type: ignore[arg-type]


def characters() -> nn.Model:
    return nn.Model([nn.OneHot(7), nn.RNN(4), nn.Dense(7)], (5,))


def pictures(*layers: nn.Layer) -> nn.Model:
    return nn.Model([*layers, nn.Flatten(), nn.Dense(3)], (6, 6, 1), device="reference")


def changed(array: np.ndarray, value: float) -> np.ndarray:
    other = array.copy()
    other.reshape(-1)[3] = value
    return other


def rate(value: float) -> None:
    dense().rate = value


MISTAKES: dict[str, tuple[Callable[[], object], str]] = {
    # building
    "no layers": (lambda: nn.Model([], (4,)), "at least one layer"),
    "only a final activation": (lambda: nn.Model([nn.Softmax()], (4,)), "before its final activation"),
    "no units": (lambda: dense(nn.Dense(0)), "at least 1 unit"),
    "no recurrent units": (lambda: nn.RNN(0), "at least 1 unit"),
    "no units in an LSTM": (lambda: nn.LSTM(0), "LSTM.*at least 1 unit"),
    "no units in a GRU": (lambda: nn.GRU(-1), "GRU.*at least 1 unit"),
    "no units in attention": (lambda: nn.Attention(0), "Attention.*at least 1 unit, not 0"),
    "no heads": (lambda: nn.MultiHeadAttention(0, 8), "heads that share .* not 0 heads and 8 units"),
    "heads of unequal size": (lambda: nn.MultiHeadAttention(3, 8), "not 3 heads and 8 units"),
    "attention that leaves all out": (lambda: nn.Attention(4, dropout=1.0), "rate.*1"),
    "a memory that is not there": (
        lambda: nn.Model([nn.OneHot(3), nn.Attention(4, memory="b")], (5,)), "attention_1.*'b' is no input",
    ),
    "a memory that is no sequence": (
        lambda: nn.Model([nn.OneHot(3), nn.Attention(4, memory="n")], {"x": nn.Whole(5), "n": (3,)}),
        "attention_1.*asks 'n', which is no sequence",
    ),
    "image into attention": (lambda: pictures(nn.Attention(4)), "attention_1.*sequences"),
    "features into positions": (lambda: dense(nn.PositionalEncoding()), "positional_encoding_1.*sequences.*4"),
    "tokens into positions": (lambda: nn.Model([nn.PositionEmbedding()], (5,)), "position_embedding_1.*sequences"),
    "image into an LSTM": (lambda: pictures(nn.LSTM(4)), "lstm_1.*sequences"),
    "two layers with one name": (lambda: dense(nn.Dense(2, name="h"), nn.Dense(2, name="h")), "named 'h'"),
    "unknown loss": (lambda: dense(loss="crossentropy"), "loss 'crossentropy' is unknown.*cross_entropy"),
    "unknown optimiser": (lambda: dense(optimizer="adamx"), "optimizer 'adamx' is unknown.*adam"),
    "unknown initialiser": (lambda: nn.Dense(3, init="kaiming"), "'kaiming' is unknown.*glorot"),
    "negative rate": (lambda: nn.Adam(-1), "learning rate.*-1"),
    "rate is no number": (lambda: nn.SGD(float("nan")), "learning rate.*nan"),
    "momentum of one": (lambda: nn.SGD(0.1, momentum=1), "momentum.*1"),
    "nesterov without momentum": (lambda: nn.SGD(0.1, nesterov=True), "nesterov.*momentum above 0"),
    "weights that grow": (lambda: nn.AdamW(weight_decay=-1), "weight_decay.*-1"),
    "a decay of one": (lambda: nn.RMSprop(decay=1), "decay.*1"),
    "epsilon of zero": (lambda: nn.Adagrad(epsilon=0), "epsilon.*0"),
    "clip at zero": (lambda: nn.SGD(0.1, clip=0), "clip.*0"),
    "dropout of everything": (lambda: nn.Dropout(1), "rate.*1"),
    "slope above one": (lambda: nn.LeakyReLU(2), "slope.*2"),
    "no alpha": (lambda: nn.ELU(0), "alpha above 0.*0"),
    "labels all smoothed away": (lambda: nn.CrossEntropy(smoothing=1), "smoothing.*1"),
    "no delta": (lambda: nn.Huber(0), "delta above 0.*0"),
    "nothing inside": (lambda: nn.Residual(), "at least one layer"),
    "no branch": (lambda: nn.Parallel(), "at least one branch"),
    "a join of another kind": (lambda: nn.Parallel(nn.Dense(2), join="mul"), "'add' or 'concat', not 'mul'"),
    "a sum of unequal parts": (lambda: dense(nn.Residual(nn.Dense(3), name="r")), "layer 'r' .* cannot join.*: 4, 3"),
    "epsilon of no width": (lambda: nn.LayerNorm(epsilon=0), "epsilon above 0.*0"),
    "a mean over no image": (lambda: dense(nn.GlobalAveragePool2D(name="p")), "layer 'p' .* needs images"),
    "unknown device": (lambda: dense(device="gpu"), "'gpu' is unknown"),
    "float64 where there is none": (lambda: dense(dtype=np.float64), "float32"),
    "strange input shape": (lambda: nn.Model([nn.Dense(3)], (4, 4, 4, 4)), r"\(4, 4, 4, 4\)"),
    "input shape without size": (lambda: nn.Model([nn.Dense(3)], (0,)), r"\(0,\)"),
    "fixed values of another shape": (lambda: dense(nn.Dense(2, init=nn.Fixed([[1, 2]]))), r"\(1, 2\)"),
    "image into a recurrent layer": (lambda: pictures(nn.RNN(4)), "rnn_1.*sequences"),
    "features into a convolution": (lambda: dense(nn.Conv2D(3)), "conv2d_1.*images.*4"),
    "image into a dense layer": (lambda: nn.Model([nn.Dense(3)], (6, 6, 1)), "dense_1.*flatten"),
    "features into one-hot": (lambda: dense(nn.Dense(2), nn.OneHot(3)), "one_hot_1.*tokens"),
    "too small for the pooling": (lambda: pictures(nn.MaxPool2D(8)), "maxpool2d_1.*8.*6"),
    "too small for the kernel": (lambda: pictures(nn.Conv2D(2, 7)), "conv2d_1.*7.*6"),
    "pooling after pooling": (lambda: pictures(*(nn.MaxPool2D(2) for _ in range(3))), "maxpool2d_3.*2.*1"),
    "unknown padding": (lambda: pictures(nn.Conv2D(2, 3, padding="full")), "padding 'full'"),  # type: ignore[arg-type]
    "padding wider than the window": (lambda: pictures(nn.Conv2D(2, 3, padding=3)), "pads by 3"),
    "too small for the holes": (lambda: pictures(nn.Conv2D(2, 3, dilation=3)), "conv2d_1.*windows of 7 pixels.*6"),
    "no dilation": (lambda: nn.Conv2D(2, dilation=0), "dilation and groups of at least 1.*0"),
    "groups that do not divide": (lambda: pictures(nn.Conv2D(4, groups=2)), "conv2d_1.*1 channels and 4 .*2 groups"),
    "no multiplier": (lambda: nn.DepthwiseConv2D(multiplier=0), "multiplier.* of at least 1.*0"),
    "features into a depthwise convolution": (lambda: dense(nn.DepthwiseConv2D()), "depthwise2d_1.*images.*4"),
    "no separable filters": (lambda: nn.SeparableConv2D(0), "SeparableConv2D.*at least 1.*0"),
    "too small for the separable kernel": (lambda: pictures(nn.SeparableConv2D(2, 7)), "separable2d_1.*7.*6"),
    "image into a convolution over time": (lambda: pictures(nn.Conv1D(2)), "conv1d_1.*sequences.*6 × 6 × 1"),
    "too short for the window": (
        lambda: nn.Model([nn.Conv1D(2, 3, dilation=3)], (6, 1)), "conv1d_1.*windows of 7 moments.*6",
    ),
    "an unknown padding over time": (
        lambda: nn.Model([nn.Conv1D(2, padding="full")], (6, 1)),  # type: ignore[arg-type]
        "padding 'full'.*'valid', 'same', 'causal' or a number of moments",
    ),
    "no dilation over time": (lambda: nn.Conv1D(2, dilation=0), "dilation of at least 1.*0"),
    "causal images": (lambda: pictures(nn.Conv2D(2, padding="causal")), "padding 'causal'"),  # type: ignore[arg-type]
    "a shape of another size": (lambda: pictures(nn.Reshape((5, 7))), "reshape_1.*6 × 6 × 1 .*5 × 7.*36 values"),
    "a shape with a rest that is none": (lambda: pictures(nn.Reshape((-1, 7))), "reshape_1.*-1 × 7.*36 values"),
    "a shape of four sizes": (lambda: nn.Reshape((1, 2, 3, 4)), r"Reshape needs.*\(1, 2, 3, 4\)"),
    "a shape without values": (lambda: nn.Reshape((0, 2)), r"Reshape needs.*\(0, 2\)"),
    "a shape with two rests": (lambda: nn.Reshape((-1, -1)), r"Reshape needs.*\(-1, -1\)"),
    "tokens under another shape": (lambda: nn.Model([nn.OneHot(3), nn.Dense(2), nn.LSTM(3), nn.Reshape((4, 4))], (5,)),
        "reshape_1.*5 × 3 .*4 × 4.*15 values"),
    "no stride upwards": (lambda: nn.ConvTranspose2D(2, stride=0), "ConvTranspose2D.*at least 1.*0"),
    "padding that takes all": (
        lambda: pictures(nn.ConvTranspose2D(2, padding=4)), "convtranspose2d_1.*padding 4.*its 8",
    ),
    "features upwards": (lambda: dense(nn.ConvTranspose2D(2)), "convtranspose2d_1.*images.*4"),
    "no factor": (lambda: nn.Upsample2D(0), "factor of at least 1.*0"),
    "an unknown mode": (lambda: nn.Upsample2D(mode="cubic"), "'nearest' and 'bilinear', not 'cubic'"),  # type: ignore[arg-type]
    "features made larger": (lambda: dense(nn.Upsample2D()), "upsample2d_1.*images.*4"),
    "images over time": (lambda: pictures(nn.MaxPool1D()), "maxpool1d_1.*sequences.*6 × 6 × 1"),
    "too short for the pooling": (
        lambda: nn.Model([nn.AvgPool1D(8), nn.Flatten(), nn.Dense(2)], (6, 1)), "avgpool1d_1.*windows of 8 moments.*6",
    ),
    "the largest of no image": (lambda: dense(nn.GlobalMaxPool2D()), "globalmaxpool2d_1.*images.*4"),
    "the largest of no sequence": (lambda: dense(nn.GlobalMaxPool1D()), "globalmaxpool1d_1.*sequences.*4"),
    "the mean of no sequence": (lambda: dense(nn.GlobalAveragePool1D()), "globalpool1d_1.*sequences.*4"),
    "no filters": (lambda: nn.Conv2D(0), "at least 1"),
    "no vocabulary": (lambda: nn.OneHot(0), "at least 1"),
    "features for a sequence": (
        lambda: nn.Model([nn.Conv1D(2)], (5, 2)).predict(np.zeros((3, 10))), r"\(10,\).*\(5, 2\)",
    ),
    "empty embedding": (lambda: nn.Embedding(5, 0), "at least 1"),
    "a layer larger than the memory": (lambda: dense(nn.Dense(10**9)), "needs .* GB.*smaller"),
    # data
    "too few features": (lambda: dense().train(X[:, :3], Y, ROWS), r"\(3,\).*\(4,\)"),
    "too few targets": (lambda: dense().train(X, Y[:3], ROWS), "6 examples.*3 targets"),
    "label too large": (lambda: dense().train(X, changed(Y, 3), ROWS), "label.*3.*0 to 2"),
    "negative label": (lambda: dense().train(X, changed(Y, -1), ROWS), "label.*-1.*0 to 2"),
    "label too large when judged": (lambda: dense().evaluate(X, changed(Y, 99)), "label.*99.*0 to 2"),
    "label too large for gradients": (lambda: dense().gradients(X, changed(Y, 99)), "label.*99.*0 to 2"),
    "huge label": (lambda: dense().train(X, changed(Y.astype(np.int64), 2**32), ROWS), "label.*4294967296.*0 to 2"),
    "broken label": (lambda: dense().train(X, changed(Y.astype(np.float32), 0.5), ROWS), "labels.*whole"),
    "label is no number": (lambda: dense().train(X, changed(Y.astype(np.float32), np.nan), ROWS), "labels.*whole"),
    "labels as rows": (lambda: dense().train(X, np.eye(3)[Y], ROWS), r"labels.*\(3,\).*one"),
    "labels of words": (lambda: dense().train(X, np.array(list("abcabc")), ROWS), "labels.*whole"),
    "label for a table of classes": (lambda: dense(loss="mse").train(X, changed(Y, 3), ROWS), "label.*3.*0 to 2"),
    "targets of another width": (lambda: dense(loss="mse").train(X, np.zeros((6, 2)), ROWS), r"\(2,\).*\(3,\)"),
    "token too large": (lambda: characters().train(changed(TOKENS, 7), TOKENS, ROWS), "token.*7.*0 to 6"),
    "negative token": (lambda: characters().predict(changed(TOKENS, -1)), "token.*-1.*0 to 6"),
    "broken token": (lambda: characters().predict(TOKENS + 0.5), "tokens.*whole"),
    "token label too large": (lambda: characters().train(TOKENS, changed(TOKENS, 7), ROWS), "label.*7.*0 to 6"),
    "targets of fewer moments": (lambda: characters().train(TOKENS, TOKENS[:, :3], ROWS), r"\(3,\).*\(5,\)"),
    "examples of words": (lambda: dense().predict(np.full((2, 4), "a")), "numbers"),
    "index too large": (lambda: dense().train(X, Y, ROWS + 6), "6 examples"),
    "negative index": (lambda: dense().train(X, Y, ROWS - 1), "-1.*6 examples"),
    "indices without steps": (lambda: dense().train(X, Y, ROWS[0]), r"indices.*\(steps, batch\)"),
    "empty batch": (lambda: dense().train(X, Y, ROWS[:, :0]), r"indices.*\(steps, batch\)"),
    "indices that are no numbers": (lambda: dense().train(X, Y, ROWS + 0.5), "indices.*whole"),
    "nothing to judge": (lambda: dense().evaluate(X[:0], Y[:0]), "no examples"),
    "nothing to predict": (lambda: dense().predict(X[:0]), "no examples"),
    "no gradient of nothing": (lambda: dense().gradients(X[:0], Y[:0]), "no examples"),
    "fit nothing": (lambda: dense().fit(X[:0], Y[:0]), "no examples"),
    "fit empty batches": (lambda: dense().fit(X, Y, batch_size=0), "batch_size above 0"),
    "fit no epochs": (lambda: dense().fit(X, Y, epochs=0), "epochs.*above 0"),
    "one example without its batch": (lambda: dense().predict(X[0]), r"\(\).*\(4,\)"),
    # steering
    "rate turned to nan": (lambda: rate(float("nan")), "learning rate.*nan"),
    "rate turned negative": (lambda: rate(-0.1), "learning rate.*-0.1"),
    "rate turned to infinity": (lambda: rate(float("inf")), "learning rate.*inf"),
    "value of another shape": (lambda: dense().write("dense_1.bias", np.zeros(4)), r"dense_1.bias.*\(3,\).*\(4,\)"),
    "state of another model": (lambda: dense().restore(dense(nn.Dense(2)).state()), "not this model's"),
    "empty state": (lambda: dense().restore({}), "not this model's"),
    "negative step": (lambda: dense().restore(dense().state() | {"step": np.array(-1)}), "step.*-1"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_ends_in_one_clear_sentence(mistake: str) -> None:
    attempt, pattern = MISTAKES[mistake]
    with pytest.raises((ValueError, DeviceError), match=pattern) as caught:
        attempt()
    text = str(caught.value)
    assert "\n" not in text
    assert 10 < len(text) < 250
    assert not text.endswith(".")


@pytest.mark.parametrize("attempt", [
    lambda: dense().read("h9.weight"),
    lambda: dense().write("h9.weight", np.zeros(3)),
    lambda: dense().observe(X, ["h9.out"]),
])  # fmt: skip
def test_unknown_names_say_which_there_are(attempt: Callable[[], object]) -> None:
    with pytest.raises(KeyError, match=r"h9.*dense_1"):
        attempt()


def test_a_mistake_changes_nothing() -> None:
    made = dense()
    before = made.state()
    for y in (changed(Y, 3), changed(Y, -1), Y[:2]):
        with pytest.raises(ValueError, match=r"label|targets"):
            made.train(X, y, ROWS)
    assert made.step == 0
    assert all(before[name].tobytes() == value.tobytes() for name, value in made.state().items())


def test_labels_that_were_changed_in_place_are_noticed() -> None:
    made, y = dense(), Y.copy()
    made.train(X, y, ROWS)
    y[2] = 77
    with pytest.raises(ValueError, match="label 77"):
        made.train(X, y, ROWS)


LARGE = np.tile(Y, 20_000)


def test_a_large_data_set_is_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made, looks = dense(), []
    monkeypatch.setattr(examples, "is_whole", lambda values: looks.append(len(values)) or True)
    x, other = np.zeros((len(LARGE), 4), np.float32), LARGE[::-1].copy()
    for _ in range(3):
        made.train(x, LARGE, ROWS)
        made.train(x, other, ROWS)
    assert [size for size in looks if size == len(LARGE)] == [len(LARGE)] * 2


def test_another_large_data_set_is_looked_through_also_at_the_same_place() -> None:
    made = dense()
    x = np.zeros((len(LARGE), 4), np.float32)
    for _ in range(3):
        y = LARGE.copy()
        made.train(x, y, ROWS)
        del y
        bad = changed(LARGE, 3)
        with pytest.raises(ValueError, match="label"):
            made.train(x, bad, ROWS)
        del bad
    assert not made._examples._seen


@pytest.mark.parametrize("seed", [-1, "a", 1.5, None])
def test_a_seed_that_is_none(seed: object) -> None:
    with pytest.raises(ValueError, match="a seed is a whole number from 0 up, not "):
        dense(seed=seed)
