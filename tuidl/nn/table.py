"""The layers of a model as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tuidl.nn.flops import flops
from tuidl.nn.inputs import Inputs, Shapes
from tuidl.nn.layers import Layer
from tuidl.program import Builder, Layout, Tensor


@dataclass(frozen=True)
class LayerRow:
    """A layer: ``output`` is the shape for one example, ``flops`` what its weights cost in the forward pass of one."""

    name: str
    kind: str
    output: tuple[int, ...]
    parameters: int
    flops: int = 0


def placed(layer: Layer, x: Tensor, emit: Builder) -> tuple[Tensor, LayerRow]:
    """Emit one layer for input ``x``: its output, and its row. ValueError if the input does not fit."""
    begun = len(emit.instructions)
    y = emit.layer(layer, x)
    persistent = emit.layout.persistent.values()
    size = sum(t.size for t in persistent if t.role == "param" and t.name.startswith(f"{layer.name}."))
    return y, LayerRow(layer.name, layer.kind, y.example, size, flops(emit.instructions[begun:]) // emit.batch)


def sized(layers: Sequence[Layer], input_shape: Shapes) -> Iterator[LayerRow]:
    """The rows of layers one after the other, without memory for their weights.

    The layers have names. ValueError, in the place of its row, for the first that does not fit what comes in.
    """
    emit = Builder("sizes", Layout(), 1, training=True)
    x = Inputs.of(input_shape, layers[0]).build(emit)
    for layer in layers:
        x, row = placed(layer, x, emit)
        yield row


def summary(rows: Sequence[LayerRow], parameters: int) -> str:
    """One line per layer, and the sums of the parameters and of the floating-point operations."""
    width = max([len("layer"), *(len(row.name) for row in rows)])
    kinds = max([12, *(len(row.kind) + 2 for row in rows)])
    lines = [f"{'layer':{width}}  {'kind':{kinds}}{'output':>14}{'parameters':>14}{'FLOPs':>16}"]
    for row in rows:
        shape = "×".join(map(str, row.output))
        lines.append(
            f"{row.name:{width}}  {row.kind:{kinds}}{shape:>14}{row.parameters:>14,}{row.flops:>16,}".replace(",", " ")
        )
    flops = sum(row.flops for row in rows)
    lines.append(f"{'total':{width}}  {'':{kinds}}{'':>14}{parameters:>14,}{flops:>16,}".replace(",", " "))
    return "\n".join(lines)
