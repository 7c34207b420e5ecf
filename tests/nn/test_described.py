"""Every layer, loss and optimiser says in its docstring what it computes, on which shapes, and where it is from."""

import re

import pytest

from tuidl import nn
from tuidl.nn import layers as every_layer
from tuidl.nn import losses

NO_SOURCE = {  # they move numbers and compute none
    "Flatten", "Reshape", "Input", "Masking", "OneHot", "Parallel", "Sequential", "Upsample2D",
    "AvgPool1D", "MaxPool1D", "GlobalAveragePool1D", "GlobalMaxPool1D",  # as in two dimensions
}  # fmt: skip
NO_SHAPES = {"Input", "Sequential", "Bidirectional", "GaussianNoise"}
BASES = {"Layer", "Activation", "Noise"}


def told(kind: type) -> str:
    """The docstring, with those of the classes that it is made from."""
    return "\n".join(each.__doc__ or "" for each in kind.__mro__ if each not in (object, nn.Layer))


@pytest.mark.parametrize("name", sorted(set(every_layer.__all__) - BASES))
def test_a_layer_has_its_equation_shapes_and_source(name: str) -> None:
    kind = getattr(every_layer, name)
    assert re.search(r"\b(y|h|z)(\[[^\]]*\])? \+?= |^y\[", told(kind)), f"{name}: no equation for y"
    assert "Shapes:" in told(kind) or name in NO_SHAPES, f"{name}: no shapes"
    assert re.search(r"\b(17|18|19|20)\d\d\b", told(kind)) or name in NO_SOURCE, f"{name}: no source"


@pytest.mark.parametrize("kind", losses.LOSSES.values(), ids=lambda kind: kind.name)
def test_a_loss_has_its_gradient_and_source(kind: type[nn.Loss]) -> None:
    assert "Gradient:" in (kind.__doc__ or "")
    assert kind.unit
    assert re.search(r"\b(17|18|19|20)\d\d\b", kind.__doc__ or ""), f"{kind.__name__}: no source"


@pytest.mark.parametrize("kind", [nn.SGD, nn.Adagrad, nn.RMSprop, nn.Adam, nn.AdamW])
def test_an_optimiser_has_its_equation_and_source(kind: type[nn.Optimizer]) -> None:
    assert re.search(r"w (←|-=|=|−=)", kind.__doc__ or ""), kind.__doc__
    assert re.search(r"\b(19|20)\d\d\b", kind.__doc__ or "")
