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
from tuidl.nn.layers import (
    GRU,
    LSTM,
    RNN,
    AvgPool2D,
    BatchNorm,
    Conv2D,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    Layer,
    LeakyReLU,
    MaxPool2D,
    OneHot,
    ReLU,
    Sequential,
    Sigmoid,
    Softmax,
    Tanh,
)
from tuidl.nn.losses import MSE, BinaryCrossEntropy, CrossEntropy, Loss
from tuidl.nn.model import Model
from tuidl.nn.optimizers import SGD, Adam, Optimizer

load = Model.load

__all__ = [
    "GRU", "LSTM", "MSE", "RNN", "SGD", "Adam", "AvgPool2D", "BatchNorm", "BinaryCrossEntropy", "Constant", "Conv2D",
    "CrossEntropy", "Dense", "Dropout", "Embedding", "Fixed", "Flatten", "Glorot", "He", "Initialiser", "Layer",
    "LeakyReLU", "Loss", "MaxPool2D", "Model", "Normal", "OneHot", "Optimizer", "Orthogonal", "ReLU", "Sequential",
    "Sigmoid", "Softmax", "Tanh", "Uniform", "load",
]  # fmt: skip
