"""Layers: each describes itself to a program builder, forward and backward side by side."""

from tuidl.nn.layers.activation import Activation, LeakyReLU, ReLU, Sigmoid, Softmax, Tanh
from tuidl.nn.layers.batchnorm import BatchNorm
from tuidl.nn.layers.conv2d import Conv2D
from tuidl.nn.layers.dense import Dense
from tuidl.nn.layers.dropout import Dropout
from tuidl.nn.layers.flatten import Flatten
from tuidl.nn.layers.gru import GRU
from tuidl.nn.layers.layer import Layer
from tuidl.nn.layers.lstm import LSTM
from tuidl.nn.layers.pooling import AvgPool2D, MaxPool2D
from tuidl.nn.layers.rnn import RNN
from tuidl.nn.layers.sequential import Sequential
from tuidl.nn.layers.tokens import Embedding, OneHot

__all__ = [
    "GRU", "LSTM", "RNN", "Activation", "AvgPool2D", "BatchNorm", "Conv2D", "Dense", "Dropout", "Embedding", "Flatten",
    "Layer", "LeakyReLU", "MaxPool2D", "OneHot", "ReLU", "Sequential", "Sigmoid", "Softmax", "Tanh",
]  # fmt: skip
