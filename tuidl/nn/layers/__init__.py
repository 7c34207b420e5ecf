"""Layers: each describes itself to a program builder, forward and backward side by side."""

from tuidl.nn.layers.activation import ELU, GELU, Activation, LeakyReLU, ReLU, Sigmoid, SiLU, Softmax, Softplus, Tanh
from tuidl.nn.layers.attention import Attention, MultiHeadAttention
from tuidl.nn.layers.batchnorm import BatchNorm
from tuidl.nn.layers.branches import Parallel, Residual
from tuidl.nn.layers.conv2d import Conv2D
from tuidl.nn.layers.dense import Dense
from tuidl.nn.layers.dropout import Dropout
from tuidl.nn.layers.flatten import Flatten
from tuidl.nn.layers.gru import GRU
from tuidl.nn.layers.input import Input
from tuidl.nn.layers.layer import Layer
from tuidl.nn.layers.layernorm import LayerNorm
from tuidl.nn.layers.lstm import LSTM
from tuidl.nn.layers.masking import Masking
from tuidl.nn.layers.pooling import AvgPool2D, GlobalAveragePool2D, MaxPool2D
from tuidl.nn.layers.position import PositionalEncoding, PositionEmbedding
from tuidl.nn.layers.rnn import RNN
from tuidl.nn.layers.sequential import Sequential
from tuidl.nn.layers.tokens import Embedding, OneHot

__all__ = [
    "ELU", "GELU", "GRU", "LSTM", "RNN", "Activation", "Attention", "AvgPool2D", "BatchNorm", "Conv2D", "Dense",
    "Dropout", "Embedding", "Flatten", "GlobalAveragePool2D", "Input", "Layer", "LayerNorm", "LeakyReLU", "Masking",
    "MaxPool2D", "MultiHeadAttention", "OneHot", "Parallel", "PositionEmbedding", "PositionalEncoding", "ReLU",
    "Residual", "Sequential", "SiLU", "Sigmoid", "Softmax", "Softplus", "Tanh",
]  # fmt: skip
