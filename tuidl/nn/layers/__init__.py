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
from tuidl.nn.layers.attention import Attention, MultiHeadAttention
from tuidl.nn.layers.augment import Augment
from tuidl.nn.layers.batchnorm import BatchNorm
from tuidl.nn.layers.bidirectional import Bidirectional
from tuidl.nn.layers.branches import Parallel, Residual
from tuidl.nn.layers.conv1d import Conv1D
from tuidl.nn.layers.conv2d import Conv2D
from tuidl.nn.layers.convtranspose2d import ConvTranspose2D
from tuidl.nn.layers.dense import Dense
from tuidl.nn.layers.depthwise import DepthwiseConv2D
from tuidl.nn.layers.dropout import AlphaDropout, Dropout, GaussianNoise, Noise, SpatialDropout2D
from tuidl.nn.layers.flatten import Flatten, Reshape
from tuidl.nn.layers.graphconv import GraphConv
from tuidl.nn.layers.gru import GRU
from tuidl.nn.layers.input import Input
from tuidl.nn.layers.layer import Layer
from tuidl.nn.layers.layernorm import LayerNorm
from tuidl.nn.layers.lstm import LSTM
from tuidl.nn.layers.masking import Masking
from tuidl.nn.layers.pooling import AvgPool2D, GlobalAveragePool2D, GlobalMaxPool2D, MaxPool2D
from tuidl.nn.layers.pooling1d import AvgPool1D, GlobalAveragePool1D, GlobalMaxPool1D, MaxPool1D
from tuidl.nn.layers.position import PositionalEncoding, PositionEmbedding
from tuidl.nn.layers.rnn import RNN
from tuidl.nn.layers.separable import SeparableConv2D
from tuidl.nn.layers.sequential import Sequential
from tuidl.nn.layers.tokens import Embedding, OneHot
from tuidl.nn.layers.upsample2d import Upsample2D

__all__ = [
    "ELU", "GELU", "GRU", "LSTM", "RNN", "Activation", "AlphaDropout", "Attention", "Augment", "AvgPool1D",
    "AvgPool2D", "BatchNorm", "Bidirectional", "Conv1D", "Conv2D", "ConvTranspose2D", "Dense", "DepthwiseConv2D",
    "Dropout", "Embedding", "Flatten", "GaussianNoise", "GlobalAveragePool1D", "GlobalAveragePool2D",
    "GlobalMaxPool1D", "GlobalMaxPool2D", "GraphConv", "HardSigmoid", "Hardmax", "Input", "Layer", "LayerNorm",
    "LeakyReLU", "Masking", "MaxPool1D", "MaxPool2D", "MultiHeadAttention", "Noise", "OneHot", "Parallel",
    "PositionEmbedding", "PositionalEncoding", "ReLU", "Reshape", "Residual", "SeparableConv2D", "Sequential", "SiLU",
    "Sigmoid", "Softmax", "Softplus", "SpatialDropout2D", "Tanh", "Upsample2D",
]  # fmt: skip
