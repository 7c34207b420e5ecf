"""Layers: each describes itself to a program builder, forward and backward side by side."""

from tuidl.nn.layers.activation import (
    ELU,
    GELU,
    Activation,
    Hardmax,
    HardSigmoid,
    LeakyReLU,
    ReLU,
    Sigmoid,
    SiLU,
    Softmax,
    Softplus,
    Tanh,
)
from tuidl.nn.layers.batchnorm import BatchNorm
from tuidl.nn.layers.branches import Parallel, Residual
from tuidl.nn.layers.conv2d import Conv2D
from tuidl.nn.layers.dense import Dense
from tuidl.nn.layers.dropout import AlphaDropout, Dropout, GaussianNoise, Noise, SpatialDropout2D
from tuidl.nn.layers.flatten import Flatten
from tuidl.nn.layers.gru import GRU
from tuidl.nn.layers.layer import Layer
from tuidl.nn.layers.layernorm import LayerNorm
from tuidl.nn.layers.lstm import LSTM
from tuidl.nn.layers.pooling import AvgPool2D, GlobalAveragePool2D, MaxPool2D
from tuidl.nn.layers.rnn import RNN
from tuidl.nn.layers.sequential import Sequential
from tuidl.nn.layers.tokens import Embedding, OneHot

__all__ = [
    "ELU", "GELU", "GRU", "LSTM", "RNN", "Activation", "AlphaDropout", "AvgPool2D", "BatchNorm", "Conv2D", "Dense",
    "Dropout", "Embedding", "Flatten", "GaussianNoise", "GlobalAveragePool2D", "HardSigmoid", "Hardmax", "Layer",
    "LayerNorm", "LeakyReLU", "MaxPool2D", "Noise", "OneHot", "Parallel", "ReLU", "Residual", "Sequential", "SiLU",
    "Sigmoid", "Softmax", "Softplus", "SpatialDropout2D", "Tanh",
]  # fmt: skip
