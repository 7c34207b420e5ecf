"""The layers of a model as a table."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class LayerRow:
    """A layer: ``output`` is the shape for one example, ``flops`` what its weights cost in the forward pass of one."""

    name: str
    kind: str
    output: tuple[int, ...]
    parameters: int
    flops: int = 0


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
