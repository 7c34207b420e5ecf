"""Networks: layers, losses, optimisers, and the Model that trains them.

>>> import numpy as np
>>> from tuidl import nn
>>> x = np.random.default_rng(0).standard_normal((200, 2)).astype(np.float32)
>>> y = (x[:, 0] * x[:, 1] > 0).astype(np.int32)  # opposite quarters of the plane
>>> layers = [nn.Dense(16), nn.Tanh(), nn.Dense(2)]
>>> net = nn.Model(layers, input_shape=(2,), loss="cross_entropy", optimizer=nn.Adam(0.02))
>>> print(net.summary())
layer    kind                output    parameters
dense_1  dense                   16            48
tanh_1   tanh                    16             0
dense_2  dense                    2            34
total                                          82
>>> history = net.fit(x, y, epochs=60)
>>> net.evaluate(x, y)["accuracy"] > 0.95
True
>>> net.predict(x[:3]).shape  # the chances of both classes
(3, 2)
>>> net.observe(x[:3], ["tanh_1.out"])["tanh_1.out"].shape
(3, 16)
>>> net.read("dense_1.weight").shape, net.gradients(x, y)["dense_2.bias"].shape
((2, 16), (2,))
"""

from tuidl.nn.init import Constant, Fixed, Glorot, He, Initialiser, Normal, Orthogonal, Uniform
from tuidl.nn.inputs import Whole
from tuidl.nn.layers import (
    ELU,
    GELU,
    GRU,
    LSTM,
    RNN,
    Attention,
    AvgPool2D,
    BatchNorm,
    Conv2D,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    GlobalAveragePool2D,
    Input,
    Layer,
    LayerNorm,
    LeakyReLU,
    Masking,
    MaxPool2D,
    MultiHeadAttention,
    OneHot,
    Parallel,
    PositionalEncoding,
    PositionEmbedding,
    ReLU,
    Residual,
    Sequential,
    Sigmoid,
    SiLU,
    Softmax,
    Softplus,
    Tanh,
)
from tuidl.nn.losses import MAE, MSE, BinaryCrossEntropy, CrossEntropy, Hinge, Huber, KLDivergence, Loss
from tuidl.nn.model import Model
from tuidl.nn.optimizer import Optimizer
from tuidl.nn.optimizers import SGD, Adagrad, Adam, AdamW, RMSprop

load = Model.load

__all__ = [
    "ELU", "GELU", "GRU", "LSTM", "MAE", "MSE", "RNN", "SGD", "Adagrad", "Adam", "AdamW", "Attention", "AvgPool2D",
    "BatchNorm", "BinaryCrossEntropy", "Constant", "Conv2D", "CrossEntropy", "Dense", "Dropout", "Embedding", "Fixed",
    "Flatten", "GlobalAveragePool2D", "Glorot", "He", "Hinge", "Huber", "Initialiser", "Input", "KLDivergence", "Layer",
    "LayerNorm", "LeakyReLU", "Loss", "Masking", "MaxPool2D", "Model", "MultiHeadAttention", "Normal", "OneHot",
    "Optimizer", "Orthogonal", "Parallel", "PositionEmbedding", "PositionalEncoding", "RMSprop", "ReLU", "Residual",
    "Sequential", "SiLU", "Sigmoid", "Softmax", "Softplus", "Tanh", "Uniform", "Whole", "load",
]  # fmt: skip
