"""From a lesson's words to layers with attention, and to whole Transformer blocks."""

from collections.abc import Mapping
from typing import Any

from tuidl import nn

Options = Mapping[str, Any]
WIDER = 4  # hidden units of a block for each of its units, as in Vaswani et al. (2017)
KINDS = ("attention", "multi-head-attention", "transformer")


def attending(name: str, kind: str, options: Options, units: int | None, init: Any) -> tuple[list[nn.Layer], str]:
    """Layers, and the tensor of their output."""
    given: dict[str, Any] = {"causal": bool(options.get("causal", False)), "init": init}
    if "memory" in options:
        given["memory"] = str(options["memory"])
    rate, heads = float(options.get("rate", 0.0)), int(options.get("heads", 1))
    if kind == "attention":
        return [nn.Attention(units, dropout=rate, name=name, **given)], f"{name}.out"
    assert units is not None
    if kind == "multi-head-attention":
        return [nn.MultiHeadAttention(heads, units, dropout=rate, name=name, **given)], f"{name}.output.out"
    return block(name, heads, units, int(options.get("hidden", WIDER * units)), rate, given), f"{name}.mlp.out"


def block(name: str, heads: int, units: int, hidden: int, rate: float, given: Options) -> list[nn.Layer]:
    """x + attention(norm(x)), then x + mlp(norm(x)): a block that normalises first (Xiong et al. 2020).

    The weights of its attention are ``NAME.attention.weights``.
    """
    attention = nn.MultiHeadAttention(heads, units, dropout=rate, name="attention", **given)
    wide, narrow = nn.Dense(hidden, init=given["init"], name="wide"), nn.Dense(units, init=given["init"], name="narrow")
    noise = [nn.Dropout(rate)] if rate else []
    return [
        nn.Residual(nn.LayerNorm(), attention, *noise, name=name),
        nn.Residual(nn.LayerNorm(), wide, nn.GELU(), narrow, *[nn.Dropout(each.rate) for each in noise],
                    name=f"{name}.mlp"),
    ]  # fmt: skip
