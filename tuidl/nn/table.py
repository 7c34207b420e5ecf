"""The layers of a model as a table."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class LayerRow:
    """A layer: ``output`` is the shape for one example."""

    name: str
    kind: str
    output: tuple[int, ...]
    parameters: int


def summary(rows: Sequence[LayerRow], parameters: int) -> str:
    """One line per layer and the sum of the parameters."""
    width = max([len("layer"), *(len(row.name) for row in rows)])
    kinds = max([12, *(len(row.kind) + 1 for row in rows)])
    lines = [f"{'layer':{width}}  {'kind':{kinds}}{'output':>14}{'parameters':>14}"]
    for row in rows:
        shape = "×".join(map(str, row.output))
        lines.append(f"{row.name:{width}}  {row.kind:{kinds}}{shape:>14}{row.parameters:>14,}".replace(",", " "))
    lines.append(f"{'total':{width}}  {'':{kinds}}{'':>14}{parameters:>14,}".replace(",", " "))
    return "\n".join(lines)
