"""What a data set is in plain values: facts for the sandbox, and a look at some examples."""

import numpy as np

from tuidl.data import DataSet, keys
from tuidl.sandbox.facts import DataFacts, Preview

POINTS = 240
IMAGES = 6
SIDE = 28  # pixels of an image; larger ones are drawn smaller
ROWS = 6
SHADES = 31


def facts(data: DataSet) -> DataFacts:
    """What must be known without the arrays."""
    return DataFacts(
        kind=data.kind,
        shape=data.shape,
        n=data.n,
        validation=data.validation,
        label=data.label,
        classes=data.classes[:100],
        targets=data.targets,
        tokens=data.tokens,
        by_moment=data.by_moment,
        lines=data.describe(),
        keys=keys(data.name),
    )


def preview(data: DataSet) -> Preview:
    """Points, images of different classes, or lines."""
    if not data.n:
        return Preview()
    if data.shape == (2,) and data.classes:
        shown = zip(data.x[:POINTS].tolist(), data.y[:POINTS].tolist(), strict=True)
        return Preview(points=tuple((round(x[0], 4), round(x[1], 4), int(y)) for x, y in shown))
    if data.kind == "images":
        return Preview(images=tuple(_image(data, k) for k in _different(data)))
    return Preview(lines=tuple(_line(data, k) for k in range(min(ROWS, data.n))))


def _different(data: DataSet) -> list[int]:
    """Examples of as many classes as there is room for."""
    if data.targets:
        return list(range(min(IMAGES, data.n)))
    return [int(np.flatnonzero(data.y == kind)[0]) for kind in np.unique(data.y)[:IMAGES]]


def _image(data: DataSet, k: int) -> tuple[int, tuple[tuple[int, ...], ...], str]:
    block = -(-max(data.shape[:2]) // SIDE)
    height, width = (max(side // block, 1) * block for side in data.shape[:2])
    small = data.x[k, :height, :width].reshape(height // block, block, width // block, block, -1).mean(axis=(1, 3, 4))
    shades = np.clip(np.round((small - data.low) / max(data.high - data.low, 1e-12) * SHADES), 0, SHADES)
    return SHADES, tuple(tuple(int(v) for v in row) for row in shades), _answer(data, k)


def _answer(data: DataSet, k: int) -> str:
    """What is to be said of an example."""
    if data.targets:
        return " ".join(f"{v:.4g}" for v in data.raw_target(np.asarray(data.y[k : k + 1], np.float32))[0])
    if data.answers:
        return data.answer(data.y[k])
    if data.by_moment:
        known = data.classes or tuple(data.vocabulary)
        return " ".join(known[int(c)] for c in data.y[k][:12])
    return data.classes[int(data.y[k])]


def _line(data: DataSet, k: int) -> str:
    if data.kind == "text":
        return data.text(data.x[k]).replace("\n", "¶")
    if data.tokens:
        return f"{data.text(data.x[k])} → {_answer(data, k)}"
    if data.kind == "graphs":
        edges = np.argwhere(np.triu(data.x[k, :, :, 0])) + 1
        return " ".join(f"{a}–{b}" for a, b in edges) + f" → {_answer(data, k)}"
    numbers = data.raw(data.x[k : k + 1])[0].reshape(-1)[:24]
    return " ".join(f"{float(v):.3g}" for v in numbers) + f" → {_answer(data, k)}"
