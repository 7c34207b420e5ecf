"""Small networks that together use every layer, and data for them."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl import nn
from tuidl.kernels.cpu.executor import CpuExecutor

Array = NDArray[Any]
Made = tuple[
    list[nn.Layer], tuple[int, ...], str | nn.Loss, int
]  # layers, shape of one example, loss, classes (or outputs)

CLASSES = 4
NETWORKS: dict[str, Callable[[], Made]] = {
    "dense": lambda: ([nn.Dense(7), nn.Dense(CLASSES)], (5,), "cross_entropy", CLASSES),
    "tanh": lambda: ([nn.Dense(33), nn.Tanh(), nn.Dense(CLASSES)], (3,), "cross_entropy", CLASSES),
    "sigmoid": lambda: ([nn.Dense(9), nn.Sigmoid(), nn.Dense(CLASSES)], (3,), "cross_entropy", CLASSES),
    "relu": lambda: ([nn.Dense(19), nn.ReLU(), nn.Dense(CLASSES)], (6,), "cross_entropy", CLASSES),
    "leaky": lambda: ([nn.Dense(19), nn.LeakyReLU(0.2), nn.Dense(CLASSES)], (6,), "cross_entropy", CLASSES),
    "smooth": lambda: (
        [nn.Dense(19), nn.ELU(0.7), nn.Dense(17), nn.Softplus(), nn.Dense(7), nn.SiLU(), nn.Dense(9), nn.GELU(),
         nn.Dense(CLASSES)],
        (6,), "cross_entropy", CLASSES,
    ),
    "softmax": lambda: ([nn.Dense(6), nn.Softmax(), nn.Dense(CLASSES)], (6,), "mse", CLASSES),
    "final softmax": lambda: ([nn.Dense(8), nn.Dense(CLASSES), nn.Softmax()], (6,), "cross_entropy", CLASSES),
    "binary": lambda: ([nn.Dense(8), nn.Tanh(), nn.Dense(1), nn.Sigmoid()], (2,), "binary_cross_entropy", 1),
    "regression": lambda: ([nn.Dense(8), nn.Tanh(), nn.Dense(1)], (2,), "mse", 1),
    "absolute": lambda: ([nn.Dense(8), nn.Tanh(), nn.Dense(3)], (2,), "mae", 3),
    "huber": lambda: ([nn.Dense(8), nn.Tanh(), nn.Dense(2)], (2,), nn.Huber(0.7), 2),
    "hinge": lambda: ([nn.Dense(8), nn.Tanh(), nn.Dense(CLASSES)], (2,), "hinge", CLASSES),
    "one hinge": lambda: ([nn.Dense(8), nn.Tanh(), nn.Dense(1)], (2,), "hinge", 1),
    "divergence": lambda: ([nn.Dense(8), nn.Tanh(), nn.Dense(CLASSES), nn.Softmax()], (2,), "kl", CLASSES),
    "smoothed labels": lambda: ([nn.Dense(9), nn.Dense(CLASSES)], (5,), nn.CrossEntropy(smoothing=0.2), CLASSES),
    "soft labels": lambda: (
        [nn.Dense(8), nn.Tanh(), nn.Dense(17), nn.Softmax()], (2,), nn.CategoricalCrossEntropy(smoothing=0.1), 17,
    ),
    "weighted classes": lambda: (
        [nn.Dense(9), nn.Dense(CLASSES)], (5,), nn.CrossEntropy(0.1, weights=(1, 0.5, 2, 0)), CLASSES,
    ),
    "weighted characters": lambda: (
        [nn.OneHot(6), nn.RNN(7), nn.Dense(6)], (5,), nn.CrossEntropy(weights=(1, 2, 3, 0.5, 1, 1)), 6,
    ),
    "weighted chances": lambda: (
        [nn.Dense(8), nn.Dense(CLASSES)], (2,), nn.CategoricalCrossEntropy(weights=(1, 0.5, 2, 3)), CLASSES,
    ),
    "weighted binary": lambda: ([nn.Dense(8), nn.Dense(3)], (2,), nn.BinaryCrossEntropy(weights=(0.5, 3)), 3),
    "numbers over time": lambda: ([nn.Masking(0.5), nn.GRU(9), nn.Dense(3)], (5, 3), nn.Huber(0.7), 3),
    "squares over time": lambda: ([nn.LSTM(7), nn.Dense(1)], (5, 3), "mse", 1),
    "yes and no over time": lambda: (
        [nn.Masking(0.5), nn.RNN(9), nn.Dense(2), nn.Sigmoid()], (5, 3), "binary_cross_entropy", 2,
    ),
    "chances over time": lambda: (
        [nn.Masking(0.5), nn.RNN(9), nn.Dense(CLASSES), nn.Softmax()], (5, 3),
        nn.CategoricalCrossEntropy(weights=(1, 2, 0.5, 1)), CLASSES,
    ),
    "critic": lambda: ([nn.Dense(8), nn.Tanh(), nn.Dense(1)], (2,), "wasserstein", 1),
    "temperature": lambda: ([nn.Dense(8), nn.Dense(CLASSES), nn.Softmax(3.0)], (5,), "cross_entropy", CLASSES),
    "temperature inside": lambda: ([nn.Dense(6), nn.Softmax(0.5), nn.Dense(2)], (5,), "mse", 2),
    "hard sigmoid": lambda: ([nn.Dense(19), nn.HardSigmoid(), nn.Dense(CLASSES)], (5,), "cross_entropy", CLASSES),
    "noise": lambda: (
        [nn.GaussianNoise(0.3), nn.Dense(19), nn.AlphaDropout(0.2), nn.Dense(17), nn.GaussianNoise(0.5),
         nn.Dense(CLASSES)],
        (5,), "cross_entropy", CLASSES,
    ),
    "dropped channels": lambda: (
        [nn.Conv2D(5, 3), nn.SpatialDropout2D(0.3), nn.Conv2D(17, 2), nn.SpatialDropout2D(0.5), nn.Flatten(),
         nn.Dense(CLASSES)],
        (7, 6, 2), "cross_entropy", CLASSES,
    ),
    "augmented": lambda: (
        [nn.Augment(rotate=40, shift=0.2, zoom=0.3, flip=True, flip_vertical=0.3, brightness=0.2, contrast=0.3,
                    noise=0.1, fill=0.4),
         nn.Conv2D(5, 3, padding="same"), nn.Augment(rotate=15, shift=0.1, contrast=0.5, fill="nearest"),
         nn.Conv2D(17, 2), nn.Augment(rotate=180, zoom=0.5, flip=0.5), nn.Flatten(), nn.Dense(CLASSES)],
        (7, 6, 2), "cross_entropy", CLASSES,
    ),
    "augmented grey": lambda: (
        [nn.Augment(rotate=15, shift=0.1, zoom=0.1, noise=0.1, fill="nearest"), nn.Flatten(), nn.Dense(CLASSES)],
        (5, 7, 1), "cross_entropy", CLASSES,
    ),
    "batchnorm": lambda: ([nn.Dense(9), nn.BatchNorm(), nn.Tanh(), nn.Dense(CLASSES)], (5,), "cross_entropy", CLASSES),
    "layernorm": lambda: (
        [nn.Dense(19), nn.LayerNorm(), nn.Tanh(), nn.LayerNorm(epsilon=0.1), nn.Dense(CLASSES)], (5,), "cross_entropy",
        CLASSES,
    ),
    "residual": lambda: (
        [nn.Residual(nn.Dense(5), nn.Tanh()), nn.Dense(19), nn.Residual(nn.Dense(7), nn.ReLU(), nn.Dropout(0.2),
         nn.Dense(19), nn.Residual(nn.Tanh())), nn.Dense(CLASSES)],
        (5,), "cross_entropy", CLASSES,
    ),
    "parallel": lambda: (
        [nn.Dense(6), nn.Parallel(nn.Sequential(nn.Dense(9), nn.Tanh()), nn.Dense(9), nn.Dense(9)),
         nn.Parallel(nn.Dense(20), nn.Dropout(0.3), nn.Sequential(nn.Dense(3), nn.Tanh()), join="concat"),
         nn.Dense(CLASSES)],
        (5,), "cross_entropy", CLASSES,
    ),
    "residual pictures": lambda: (
        [nn.Residual(nn.Conv2D(2, 3, padding="same"), nn.ReLU()), nn.Conv2D(17, 3), nn.ReLU(),
         nn.Parallel(nn.MaxPool2D(2), nn.AvgPool2D(2), nn.Sequential(nn.Conv2D(5, 3, stride=2, padding=1), nn.ReLU()),
                     join="concat"),
         nn.Parallel(nn.Conv2D(6, 1), nn.Conv2D(6, 3, padding="same")), nn.GlobalAveragePool2D(), nn.Dense(CLASSES)],
        (8, 8, 2), "cross_entropy", CLASSES,
    ),
    "residual moments": lambda: (
        [nn.Embedding(6, 8), nn.Residual(nn.LayerNorm(), nn.RNN(8)), nn.Parallel(nn.RNN(5), nn.RNN(4), join="concat"),
         nn.Dense(6)],
        (5,), "cross_entropy", 6,
    ),
    "dropout": lambda: ([nn.Dense(40), nn.Dropout(0.3), nn.Dense(CLASSES)], (5,), "cross_entropy", CLASSES),
    "rnn": lambda: (
        [nn.OneHot(6), nn.RNN(9), nn.RNN(5, return_sequences=False), nn.Dense(CLASSES)], (7,), "cross_entropy", CLASSES,
    ),
    "lstm": lambda: (
        [nn.OneHot(6), nn.LSTM(9), nn.LSTM(17, return_sequences=False), nn.Dense(CLASSES)], (7,), "cross_entropy",
        CLASSES,
    ),
    "gru": lambda: (
        [nn.OneHot(6), nn.GRU(9), nn.GRU(17, return_sequences=False), nn.Dense(CLASSES)], (7,), "cross_entropy",
        CLASSES,
    ),
    "lstm characters": lambda: ([nn.Embedding(6, 5), nn.LSTM(16), nn.Dense(6)], (5,), "cross_entropy", 6),
    "gru one moment": lambda: ([nn.Embedding(6, 5), nn.GRU(8), nn.Dense(6)], (1,), "cross_entropy", 6),
    "masked rnn": lambda: (
        [nn.Embedding(6, 5, mask_zero=True), nn.RNN(9), nn.RNN(17), nn.Dense(6)], (5,), "cross_entropy", 6,
    ),
    "masked lstm": lambda: (
        [nn.Embedding(6, 5, mask_zero=True), nn.LSTM(9), nn.LSTM(17), nn.Dense(6)], (5,), "cross_entropy", 6,
    ),
    "masked gru": lambda: (
        [nn.Embedding(6, 5, mask_zero=True), nn.GRU(9), nn.GRU(17), nn.Dense(6)], (5,), "cross_entropy", 6,
    ),
    "dropped rnn": lambda: (
        [nn.Embedding(6, 9), nn.RNN(17, dropout=0.2, recurrent_dropout=0.3), nn.Dense(6)], (5,), "cross_entropy", 6,
    ),
    "dropped lstm": lambda: (
        [nn.Embedding(6, 9, mask_zero=True), nn.LSTM(17, dropout=0.2, recurrent_dropout=0.3), nn.Dense(6)], (5,),
        "cross_entropy", 6,
    ),
    "dropped gru": lambda: (
        [nn.Embedding(6, 9), nn.GRU(17, dropout=0.2, recurrent_dropout=0.3), nn.Dense(6)], (5,), "cross_entropy", 6,
    ),
    "both ways": lambda: (
        [nn.Embedding(6, 5, mask_zero=True), nn.Bidirectional(nn.LSTM(7)), nn.Bidirectional(nn.GRU(9), merge="sum"),
         nn.Bidirectional(nn.RNN(4)), nn.Dense(6)],
        (5,), "cross_entropy", 6,
    ),
    "states handed on": lambda: (
        [nn.Embedding(6, 5, mask_zero=True, name="e"), nn.Bidirectional(nn.LSTM(4), name="reader"),
         nn.Input("e"), nn.LSTM(8, initial="reader", name="a"), nn.Input("a.cell_state"), nn.Dense(7, name="bridge"),
         nn.Input("e"), nn.GRU(7, initial="bridge", name="b"), nn.RNN(7, initial="b"), nn.Dense(6)],
        (5,), "cross_entropy", 6,
    ),
    "attention": lambda: (
        [nn.Embedding(6, 5), nn.PositionalEncoding(), nn.Attention(9), nn.Attention(3, causal=True), nn.Dense(6)], (5,),
        "cross_entropy", 6,
    ),
    "attention alone": lambda: (
        [nn.Embedding(6, 5, mask_zero=True, name="e"), nn.GRU(5), nn.Attention(memory="e"), nn.Attention(causal=True),
         nn.Dense(6)],
        (5,), "cross_entropy", 6,
    ),
    "heads": lambda: (
        [nn.Embedding(6, 9), nn.PositionEmbedding(), nn.MultiHeadAttention(3, 21, causal=True, dropout=0.2),
         nn.MultiHeadAttention(2, 32), nn.Dense(6)],
        (7,), "cross_entropy", 6,
    ),
    "attention to another": lambda: (
        [nn.Embedding(6, 5, name="e"), nn.GRU(9, name="g"), nn.Attention(8, memory="e", dropout=0.2),
         nn.MultiHeadAttention(2, 6, memory="g"), nn.Dense(6)],
        (5,), "cross_entropy", 6,
    ),
    "attention to one moment": lambda: (
        [nn.Embedding(6, 5), nn.MultiHeadAttention(1, 6, causal=True), nn.Dense(6)], (1,), "cross_entropy", 6,
    ),
    "transformer": lambda: (
        [nn.Embedding(6, 8), nn.PositionalEncoding(),
         nn.Residual(nn.LayerNorm(), nn.MultiHeadAttention(2, 8, causal=True), nn.Dropout(0.1)),
         nn.Residual(nn.LayerNorm(), nn.Dense(19), nn.GELU(), nn.Dense(8)), nn.LayerNorm(), nn.Dense(6)],
        (5,), "cross_entropy", 6,
    ),
    "graph": lambda: (
        [nn.GraphConv(9, graph="x"), nn.Tanh(), nn.Dense(6), nn.GraphConv(17, graph="x"), nn.GlobalAveragePool1D(),
         nn.Dense(CLASSES)],
        (7, 7), "cross_entropy", CLASSES,
    ),
    "characters": lambda: ([nn.OneHot(6), nn.RNN(17), nn.Dense(6)], (5,), "cross_entropy", 6),
    "embedding": lambda: ([nn.Embedding(6, 5), nn.RNN(8), nn.Dense(6)], (5,), "cross_entropy", 6),
    "one-hot dense": lambda: ([nn.OneHot(6), nn.Dense(6)], (5,), "cross_entropy", 6),
    "one moment": lambda: ([nn.Embedding(6, 5), nn.RNN(8), nn.Dense(6)], (1,), "cross_entropy", 6),
    "convolution": lambda: (
        [nn.Conv2D(3, 3), nn.Tanh(), nn.Conv2D(5, 3, stride=2, padding="same"), nn.Flatten(), nn.Dense(CLASSES)],
        (8, 7, 2), "cross_entropy", CLASSES,
    ),
    "holes": lambda: (
        [nn.Conv2D(3, 3, dilation=2), nn.Tanh(), nn.Conv2D(17, 2, dilation=3, stride=2, padding="same"), nn.Flatten(),
         nn.Dense(CLASSES)],
        (9, 8, 2), "cross_entropy", CLASSES,
    ),
    "groups": lambda: (
        [nn.Conv2D(6, 3, groups=2), nn.Tanh(), nn.Conv2D(9, 2, groups=3, stride=2, padding="same", dilation=2),
         nn.Flatten(), nn.Dense(CLASSES)],
        (7, 8, 4), "cross_entropy", CLASSES,
    ),
    "depthwise": lambda: (
        [nn.DepthwiseConv2D(3, multiplier=2), nn.Tanh(), nn.DepthwiseConv2D(5, padding="same", stride=2, dilation=2),
         nn.Conv2D(17, 1), nn.DepthwiseConv2D(2), nn.Flatten(), nn.Dense(CLASSES)],
        (9, 8, 3), "cross_entropy", CLASSES,
    ),
    "depthwise inside": lambda: (
        [nn.Conv2D(3, 2), nn.Tanh(), nn.DepthwiseConv2D(3, multiplier=2), nn.Flatten(), nn.Dense(CLASSES)], (6, 6, 2),
        "cross_entropy", CLASSES,
    ),
    "separable": lambda: (
        [nn.SeparableConv2D(17, 3, padding="same"), nn.ReLU(), nn.SeparableConv2D(5, 5, stride=2, padding=1),
         nn.GlobalAveragePool2D(), nn.Dense(CLASSES)],
        (9, 8, 3), "cross_entropy", CLASSES,
    ),
    "separable grey": lambda: (
        [nn.SeparableConv2D(6, 3), nn.Flatten(), nn.Dense(CLASSES)], (5, 6, 1), "cross_entropy", CLASSES,
    ),
    "signals": lambda: (
        [nn.Conv1D(17, 3, padding="same"), nn.Tanh(), nn.Conv1D(5, 4, stride=2), nn.GRU(6, return_sequences=False),
         nn.Dense(CLASSES)],
        (11, 3), "cross_entropy", CLASSES,
    ),
    "causal characters": lambda: (
        [nn.Embedding(6, 5), nn.Conv1D(9, 2, padding="causal"), nn.ReLU(),
         nn.Residual(nn.Conv1D(9, 3, padding="causal", dilation=2)), nn.Dense(6)],
        (7,), "cross_entropy", 6,
    ),
    "shapes": lambda: (
        [nn.Dense(24), nn.Reshape((4, 3, 2)), nn.Conv2D(5, 2), nn.Reshape((-1, 6)), nn.Conv1D(5, 2), nn.Reshape((4, 5)),
         nn.Reshape((5, 2, 2)), nn.Reshape((2, 5, 2)), nn.Flatten(), nn.Dense(CLASSES)],
        (3,), "cross_entropy", CLASSES,
    ),
    "flat characters": lambda: (
        [nn.Embedding(6, 5), nn.Conv1D(9, 3, stride=2), nn.Flatten(), nn.Dense(CLASSES)], (8,), "cross_entropy",
        CLASSES,
    ),
    "transposed": lambda: (
        [nn.ConvTranspose2D(17, 4, stride=2, padding="same"), nn.ReLU(), nn.ConvTranspose2D(3, 3), nn.Tanh(),
         nn.ConvTranspose2D(2, 2, stride=3, padding=1), nn.Flatten(), nn.Dense(CLASSES)],
        (3, 4, 2), "cross_entropy", CLASSES,
    ),
    "largest over time": lambda: (
        [nn.Conv1D(17, 3, padding="same"), nn.ReLU(), nn.MaxPool1D(2), nn.Conv1D(5, 3, padding="same"), nn.ReLU(),
         nn.MaxPool1D(3, stride=2, padding=1), nn.Conv1D(16, 2), nn.ReLU(), nn.GlobalMaxPool1D(), nn.Dense(CLASSES)],
        (13, 2), "cross_entropy", CLASSES,
    ),
    "means over time": lambda: (
        [nn.Conv1D(17, 3), nn.Tanh(), nn.AvgPool1D(3, stride=2, padding="same"), nn.GlobalAveragePool1D(),
         nn.Dense(CLASSES)],
        (13, 2), "cross_entropy", CLASSES,
    ),
    "largest of all": lambda: (
        [nn.Conv2D(18, 3), nn.ReLU(), nn.GlobalMaxPool2D(), nn.Dense(CLASSES)], (7, 9, 2), "cross_entropy", CLASSES,
    ),
    "upsampled": lambda: (
        [nn.Conv2D(5, 2), nn.Upsample2D(), nn.Tanh(), nn.Conv2D(17, 3), nn.Upsample2D(3, mode="bilinear"),
         nn.MaxPool2D(2), nn.Upsample2D(2, mode="bilinear"), nn.Upsample2D(1, mode="bilinear"),
         nn.GlobalAveragePool2D(), nn.Dense(CLASSES)],
        (4, 3, 2), "cross_entropy", CLASSES,
    ),
    "pooling": lambda: (
        [nn.Conv2D(4, 3, padding=1), nn.ReLU(), nn.MaxPool2D(2), nn.AvgPool2D(2), nn.Flatten(), nn.Dense(CLASSES)],
        (9, 8, 1), "cross_entropy", CLASSES,
    ),
    "winners inside": lambda: (
        [nn.Conv2D(5, 1), nn.Conv2D(17, 3), nn.ReLU(), nn.MaxPool2D(2), nn.Flatten(), nn.Dense(CLASSES)], (8, 9, 2),
        "cross_entropy", CLASSES,
    ),
    "overlapping windows": lambda: (
        [nn.Conv2D(4, 3, padding=1), nn.BatchNorm(momentum=0.7, epsilon=1e-3), nn.ReLU(),
         nn.MaxPool2D(3, stride=2, padding=1), nn.AvgPool2D(3, stride=1, padding="same"), nn.Flatten(),
         nn.Dense(CLASSES)],
        (7, 6, 2), "cross_entropy", CLASSES,
    ),
    "masked values": lambda: (
        [nn.Masking(0.5), nn.LSTM(9), nn.GRU(17, return_sequences=False), nn.Dense(CLASSES)], (5, 3), "cross_entropy",
        CLASSES,
    ),
    "normalised pictures": lambda: (
        [nn.Conv2D(4, 3), nn.BatchNorm(), nn.ReLU(), nn.MaxPool2D(3, stride=2), nn.Flatten(), nn.Dense(CLASSES)],
        (8, 8, 1), "cross_entropy", CLASSES,
    ),
}  # fmt: skip

# Their gradient is an estimate, which is not the slope of the loss.
ESTIMATED: dict[str, Callable[[], Made]] = {
    "hardmax": lambda: ([nn.Dense(6), nn.Hardmax(0.5), nn.Dense(CLASSES)], (5,), "cross_entropy", CLASSES),
}
EVERY = NETWORKS | ESTIMATED


def layers_in(layer: nn.Layer) -> Iterator[nn.Layer]:
    """The layer and all layers inside it."""
    yield layer
    for value in vars(layer).values():
        for each in value if isinstance(value, list | tuple) else [value]:
            if isinstance(each, nn.Layer):
                yield from layers_in(each)


def data(name: str, count: int = 37, seed: int = 3) -> tuple[Array, Array]:
    """Examples and targets for a network."""
    layers, shape, loss, classes = EVERY[name]()
    random = np.random.default_rng(seed)
    tokens = len(shape) == 1 and isinstance(layers[0], nn.OneHot | nn.Embedding)
    x = random.integers(0, 6, (count, *shape)).astype(np.int32) if tokens else random.standard_normal((count, *shape))
    if isinstance(layers[0], nn.GraphConv):
        x = np.abs(x)  # nobody is joined to less than nobody
    if isinstance(layers[0], nn.Masking):
        x[random.random(x.shape[:2]) < 0.4] = layers[0].value
    if loss == "cross_entropy" or isinstance(loss, nn.CrossEntropy):
        moments = shape if tokens and name not in ("rnn", "lstm", "gru", "flat characters") else ()
        return _plain(x), random.integers(0, classes, (count, *moments)).astype(np.int32)
    y = random.standard_normal((count, *(shape[:1] if name.endswith("over time") else ()), classes))
    if loss == "kl" or isinstance(loss, nn.CategoricalCrossEntropy):
        return _plain(x), _plain(np.exp(y) / np.exp(y).sum(-1, keepdims=True))
    two_sided = loss in ("binary_cross_entropy", "hinge", "wasserstein") or isinstance(loss, nn.BinaryCrossEntropy)
    return _plain(x), _plain((y > 0).astype(np.float32) if two_sided else y)


def _plain(x: Array) -> Array:
    return x if x.dtype.kind == "i" else x.astype(np.float32)


def model(
    name: str, device: str = "cpu", threads: int = 1, optimizer: nn.Optimizer | str = "adam", seed: int = 1,
    dtype: type = np.float32,
) -> nn.Model:  # fmt: skip
    """The model of a network, with as many threads as asked even where they do not pay."""
    layers, shape, loss, _ = EVERY[name]()
    made = nn.Model(layers, shape, loss, optimizer, device=device, seed=seed, threads=threads, dtype=dtype)
    if isinstance(made._executor, CpuExecutor):
        made._executor.threads_pay = 0
        made._executor._linked.clear()
    return made


def batches(count: int, steps: int, size: int, seed: int = 0) -> NDArray[np.int32]:
    """Random indices, one row a step."""
    return np.random.default_rng(seed).integers(0, count, (steps, size)).astype(np.int32)


def same(one: dict[str, Array], other: dict[str, Array]) -> bool:
    """Whether two states are equal to the bit."""
    return one.keys() == other.keys() and all(one[k].tobytes() == other[k].tobytes() for k in one)
