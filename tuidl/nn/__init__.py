"""Networks: layers, losses, optimisers, and the Model that trains them.

from tuidl import nn
net = nn.Model(nn.Sequential(nn.Dense(16), nn.ReLU(), nn.Dense(3)), input_shape=(4,), loss="cross_entropy")
net.fit(x, y, epochs=20)
"""

from tuidl.nn.init import Constant, Fixed, Glorot, He, Initialiser, Normal, Orthogonal, Uniform
from tuidl.nn.layers import (
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
    "MSE", "RNN", "SGD", "Adam", "AvgPool2D", "BatchNorm", "BinaryCrossEntropy", "Constant", "Conv2D", "CrossEntropy",
    "Dense", "Dropout", "Embedding", "Fixed", "Flatten", "Glorot", "He", "Initialiser", "Layer", "LeakyReLU", "Loss",
    "MaxPool2D", "Model", "Normal", "OneHot", "Optimizer", "Orthogonal", "ReLU", "Sequential", "Sigmoid", "Softmax",
    "Tanh", "Uniform", "load",
]  # fmt: skip
