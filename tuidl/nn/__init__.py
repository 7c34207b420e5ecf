"""Networks: layers, losses, optimisers, and the Model that trains them.

>>> import numpy as np
>>> from tuidl import nn
>>> x = np.random.default_rng(0).standard_normal((200, 2)).astype(np.float32)
>>> y = (x[:, 0] * x[:, 1] > 0).astype(np.int32)  # opposite quarters of the plane
>>> layers = [nn.Dense(16), nn.Tanh(), nn.Dense(2)]
>>> net = nn.Model(layers, input_shape=(2,), loss="cross_entropy", optimizer=nn.Adam(0.02))
>>> print(net.summary())
layer    kind                output    parameters           FLOPs
dense_1  dense                   16            48              64
tanh_1   tanh                    16             0               0
dense_2  dense                    2            34              64
total                                          82             128
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

from tuidl.nn.groups import Group
from tuidl.nn.init import Constant, Fixed, Glorot, He, Initialiser, Normal, Orthogonal, Uniform
from tuidl.nn.inputs import Whole
from tuidl.nn.layers import (
    ELU,
    GELU,
    GRU,
    LSTM,
    RNN,
    AlphaDropout,
    Attention,
    Augment,
    AvgPool1D,
    AvgPool2D,
    BatchNorm,
    Bidirectional,
    Conv1D,
    Conv2D,
    ConvTranspose2D,
    Dense,
    DepthwiseConv2D,
    Dropout,
    Embedding,
    Flatten,
    GaussianNoise,
    GlobalAveragePool1D,
    GlobalAveragePool2D,
    GlobalMaxPool1D,
    GlobalMaxPool2D,
    GraphConv,
    Hardmax,
    HardSigmoid,
    Input,
    Layer,
    LayerNorm,
    LeakyReLU,
    Masking,
    MaxPool1D,
    MaxPool2D,
    MultiHeadAttention,
    OneHot,
    Parallel,
    PositionalEncoding,
    PositionEmbedding,
    ReLU,
    Reshape,
    Residual,
    SeparableConv2D,
    Sequential,
    Sigmoid,
    SiLU,
    Softmax,
    Softplus,
    SpatialDropout2D,
    Tanh,
    Upsample2D,
)
from tuidl.nn.losses import (
    MAE,
    MSE,
    BinaryCrossEntropy,
    CategoricalCrossEntropy,
    CrossEntropy,
    Hinge,
    Huber,
    KLDivergence,
    Loss,
    Wasserstein,
)
from tuidl.nn.model import Model
from tuidl.nn.monitor import EarlyStopping
from tuidl.nn.optimizer import Optimizer
from tuidl.nn.optimizers import SGD, Adagrad, Adam, AdamW, RMSprop
from tuidl.nn.schedules import Cosine, Exponential, Plateau, Schedule, Steady, StepDecay, Warmup
from tuidl.nn.stream import Stream

load = Model.load

__all__ = [
    "ELU", "GELU", "GRU", "LSTM", "MAE", "MSE", "RNN", "SGD", "Adagrad", "Adam", "AdamW", "AlphaDropout", "Attention",
    "Augment", "AvgPool1D", "AvgPool2D", "BatchNorm", "Bidirectional", "BinaryCrossEntropy", "CategoricalCrossEntropy",
    "Constant", "Conv1D", "Conv2D", "ConvTranspose2D", "Cosine", "CrossEntropy", "Dense", "DepthwiseConv2D", "Dropout",
    "EarlyStopping", "Embedding", "Exponential", "Fixed", "Flatten", "GaussianNoise", "GlobalAveragePool1D",
    "GlobalAveragePool2D", "GlobalMaxPool1D", "GlobalMaxPool2D", "Glorot", "GraphConv", "Group", "HardSigmoid",
    "Hardmax", "He", "Hinge", "Huber", "Initialiser", "Input", "KLDivergence", "Layer", "LayerNorm", "LeakyReLU",
    "Loss", "Masking", "MaxPool1D", "MaxPool2D", "Model", "MultiHeadAttention", "Normal", "OneHot", "Optimizer",
    "Orthogonal", "Parallel", "Plateau", "PositionEmbedding", "PositionalEncoding", "RMSprop", "ReLU", "Reshape",
    "Residual", "Schedule", "SeparableConv2D", "Sequential", "SiLU", "Sigmoid", "Softmax", "Softplus",
    "SpatialDropout2D", "Steady", "StepDecay", "Stream", "Tanh", "Uniform", "Upsample2D", "Warmup",
    "Wasserstein", "Whole", "load",
]  # fmt: skip
