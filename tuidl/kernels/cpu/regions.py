"""Which window reads which pixel, as offset tables: a convolution as products with a matrix that is never written.

Pixels whose windows reach the same places of the kernel form a region: the inside of an image is one, its borders are
others where there is padding, and the gradient of a convolution with a stride has one for each phase of the stride. So
nothing is multiplied by padding, and no image needs a border. Tables describe a few samples; kernels move along them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tuidl.kernels.cpu.lowering import Scratch
from tuidl.program import Tensor
from tuidl.program.program import Value

Ints = NDArray[np.int64]
Reach = Callable[[int, int], int | None]  # (place, kernel place) -> the source that meets them, if there is one
BLOCK = 8  # samples that tables describe: their pixels fill whole tiles in every region
TABLES = ("regions", "row_source", "row_target", "term_source", "term_weight")
FIELDS = 4  # first row, end of the rows, first term, end of the terms


@dataclass(frozen=True)
class Geometry:
    """One direction of a convolution: ``target`` is summed from ``source`` and weights [u, v, depth, columns].

    ``source``, ``target`` and ``kernel`` are heights and widths; strides are words from one pixel, or one row of
    weights, to the next.
    """

    samples: int
    source: tuple[int, ...]
    target: tuple[int, ...]
    kernel: tuple[int, ...]
    depth: int
    source_stride: int
    target_stride: int
    weight_stride: int

    @property
    def block(self) -> int:
        """Samples that the tables describe: the largest divisor of all samples up to BLOCK."""
        return max(n for n in range(1, BLOCK + 1) if self.samples % n == 0)


def groups(places: int, kernel: int, reach: Reach) -> list[tuple[Ints, Ints, Ints, Ints]]:
    """Places along one side that meet the same kernel places: (places, first sources, kernel places, steps)."""
    found: dict[tuple[tuple[int, int], ...], tuple[list[int], list[int]]] = {}
    for i in range(places):
        met = [(u, source) for u in range(kernel) if (source := reach(i, u)) is not None]
        first = met[0][1] if met else 0
        members, firsts = found.setdefault(tuple((u, source - first) for u, source in met), ([], []))
        members.append(i)
        firsts.append(first)
    made = []
    for key, (members, firsts) in found.items():
        places_, steps = np.array(key, np.int64).reshape(-1, 2).T
        made.append((np.array(members), np.array(firsts), places_, steps))
    return made


def tables(geometry: Geometry, down: Reach, right: Reach) -> dict[str, Ints]:
    """``regions`` (FIELDS each), then for each row its source and target, for each term its source and weights.

    All are words: from the first of the block, of the weights, and for a term's source from that of its row.
    """
    g = geometry
    sample = np.arange(g.block)[:, None, None]
    depth = np.arange(g.depth)
    regions = []
    parts: dict[str, list[Ints]] = {"row_source": [], "row_target": [], "term_source": [], "term_weight": []}
    rows = terms = 0
    for i, from_i, u, du in groups(g.target[0], g.kernel[0], down):
        for j, from_j, v, dv in groups(g.target[1], g.kernel[1], right):
            source = (sample * g.source[0] + from_i[:, None]) * g.source[1] + from_j
            target = (sample * g.target[0] + i[:, None]) * g.target[1] + j
            step = (du[:, None] * g.source[1] + dv)[..., None] * g.source_stride + depth
            weight = (u[:, None] * g.kernel[1] + v)[..., None] * g.depth + depth
            regions.append((rows, rows := rows + source.size, terms, terms := terms + step.size))
            parts["row_source"].append(source.ravel() * g.source_stride)
            parts["row_target"].append(target.ravel() * g.target_stride)
            parts["term_source"].append(step.ravel())
            parts["term_weight"].append(weight.ravel() * g.weight_stride)
    made = {name: np.concatenate(values) for name, values in parts.items()}
    _check(g, regions, made)
    return {"regions": np.array(regions), **made}


def _check(g: Geometry, regions: list[tuple[int, int, int, int]], made: dict[str, Ints]) -> None:
    """IndexError unless every source lies in the block, every target is written once, and weights exist."""
    words = g.block * g.source[0] * g.source[1] * g.source_stride
    for first, end, first_term, end_term in regions:
        rows, terms = made["row_source"][first:end], made["term_source"][first_term:end_term]
        if terms.size and not (rows.min() + terms.min() >= 0 and rows.max() + terms.max() < words):
            raise IndexError(f"a window reads outside its images: {g}")
    pixels = g.block * g.target[0] * g.target[1]
    if not np.array_equal(np.sort(made["row_target"]), np.arange(pixels) * g.target_stride):
        raise IndexError(f"not every pixel is written once: {g}")
    if int(made["term_weight"].max(initial=0)) >= g.kernel[0] * g.kernel[1] * g.depth * g.weight_stride:
        raise IndexError(f"a term needs weights that do not exist: {g}")


def forward(x: Tensor, w: Tensor, y: Tensor, window: Mapping[str, int], scratch: Scratch) -> dict[str, Value]:
    """Operands of the tables that sum y from x; the same serve the gradient of the weights."""
    dilation = window["dilation"]

    def along(size: int, stride: int, before: int) -> Reach:
        def reach(i: int, u: int) -> int | None:
            source = i * stride - before + u * dilation
            return source if 0 <= source < size else None

        return reach

    down = along(x.shape[1], window["stride_h"], window["top"])
    right = along(x.shape[2], window["stride_w"], window["left"])
    return _operands(x, w, y, f"forward {dict(window)}", down, right, scratch)


def backward(dy: Tensor, wt: Tensor, dx: Tensor, window: Mapping[str, int], scratch: Scratch) -> dict[str, Value]:
    """Operands of the tables that sum dx from dy."""
    dilation = window["dilation"]

    def along(size: int, stride: int, before: int) -> Reach:
        def reach(i: int, u: int) -> int | None:
            source, phase = divmod(i + before - u * dilation, stride)
            return source if phase == 0 and 0 <= source < size else None

        return reach

    down = along(dy.shape[1], window["stride_h"], window["top"])
    right = along(dy.shape[2], window["stride_w"], window["left"])
    return _operands(dy, wt, dx, f"backward {dict(window)}", down, right, scratch)


def _operands(
    source: Tensor, w: Tensor, target: Tensor, name: str, down: Reach, right: Reach, scratch: Scratch
) -> dict[str, Value]:
    """The tables in scratch, made once for equal geometries."""
    geometry = Geometry(
        source.shape[0], source.shape[1:3], target.shape[1:3], w.shape[:2], w.shape[2], source.stride, target.stride,
        w.stride,
    )  # fmt: skip
    name = f"{name} {geometry}"
    if f"{name} regions" not in scratch.tensors:
        for part, values in tables(geometry, down, right).items():
            scratch.table(f"{name} {part}", values)
    found: dict[str, Value] = {part: scratch.tensors[f"{name} {part}"] for part in TABLES}
    return {**found, "block": geometry.block}
