"""A look at a data set in the shell: first rows, a few images, an excerpt of a text, a series as a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl.data import DataSet
from tuidl.language import tr
from tuidl.tui.drawing.spark import spark, thinned

ROWS = 5
TALLEST = 28  # pixels of an image; larger ones are drawn smaller
BESIDE = 3  # images that should fit beside each other
CELL = 14  # columns of a table's cell at most
SHADES = " .:-=+*#%@"  # without block characters: an image by its darkness


@dataclass(frozen=True, slots=True)
class Paper:
    """What can be written on: columns, whether block characters are shown, how many colours."""

    width: int = 80
    blocks: bool = True
    colours: int = 0  # 0, 256, or 2²⁴


def preview(data: DataSet, paper: Paper) -> list[str]:
    """Some lines that show what the training examples look like, none wider than the paper."""
    if not data.n:
        return []
    shown = {
        "points": _table, "table": _table, "images": _images, "graphs": _graphs, "text": _text, "sentences": _sentences,
        "sequences": _sequences, "series": _series, "pairs": _pairs,
    }[data.kind]  # fmt: skip
    return shown(data, paper)


def _cut(line: str, width: int) -> str:
    return line if len(line) <= width else line[: max(width - 1, 0)] + "…"


def _answer(data: DataSet, row: int) -> str:
    """What is to be said of an example."""
    if data.targets:
        return "  ".join(
            f"{number:.4g}" for number in data.raw_target(np.asarray(data.y[row : row + 1], np.float32))[0]
        )
    return data.classes[int(data.y[row])]


def _table(data: DataSet, paper: Paper) -> list[str]:
    last = ", ".join(data.targets) or tr("class")
    rows = [[f"{v:.4g}" for v in row] for row in data.raw(data.x[:ROWS])]
    answers = [_answer(data, k) for k in range(len(rows))]
    end = max(len(text) for text in (last, *answers))
    columns, room = [], paper.width - min(end, CELL) - 5
    for place, name in enumerate(data.features):
        width = min(max(len(text) for text in (name, *(row[place] for row in rows))), CELL)
        room -= width + 2
        if room < 0:
            break
        columns.append((place, width))
    more = "  …" if len(columns) < len(data.features) else ""
    lines = ["  ".join(_cut(data.features[place], width).rjust(width) for place, width in columns) + f"{more}  {last}"]
    for row, answer in zip(rows, answers, strict=True):
        cells = "  ".join(_cut(row[place], width).rjust(width) for place, width in columns)
        lines.append(f"{cells}{more}  {answer}")
    return [_cut(line, paper.width) for line in lines]


def _images(data: DataSet, paper: Paper) -> list[str]:
    """One image of each class, as many as fit, with its class below."""
    kinds = [int(np.flatnonzero(data.y == kind)[0]) for kind in np.unique(data.y)]
    widest = (paper.width + 2) // min(BESIDE, len(kinds)) - 2
    images = [_smaller(data.x[k], min(TALLEST, max(widest, 1))) for k in kinds]
    height, width = images[0].shape[:2]
    fit = max((paper.width + 2) // (width + 2), 1)
    chosen = list(zip(kinds[:fit], images[:fit], strict=True))
    lines = ["  ".join(_row(image, top, data.high, paper) for _, image in chosen) for top in range(0, height, 2)]
    return [*lines, "  ".join(_cut(data.classes[int(data.y[k])], width).ljust(width) for k, _ in chosen).rstrip()]


def _smaller(image: NDArray[Any], most: int) -> NDArray[Any]:
    """An image of at most so many pixels a side, each the mean of a block."""
    block = -(-max(image.shape[:2]) // most)
    height, width = (max(side // block, 1) * block for side in image.shape[:2])
    whole = image[:height, :width]
    return np.asarray(whole.reshape(height // block, block, width // block, block, -1).mean(axis=(1, 3)))


def _row(image: NDArray[Any], top: int, high: float, paper: Paper) -> str:
    """Two rows of pixels as one row of characters."""
    upper = image[top] / high
    last = top + 1 == len(image)
    lower = np.zeros_like(upper) if last else image[top + 1] / high
    if paper.colours:
        fronts = [_code(pixel, paper.colours) for pixel in upper]
        backs = ["9" if last else _code(pixel, paper.colours) for pixel in lower]
        cells = (f"\x1b[3{front};4{back}m▀" for front, back in zip(fronts, backs, strict=True))
        return "".join(cells) + "\x1b[0m"
    above, below = upper.mean(axis=-1), lower.mean(axis=-1)
    if not paper.blocks:
        return "".join(
            SHADES[min(int((a + b) / 2 * len(SHADES)), len(SHADES) - 1)] for a, b in zip(above, below, strict=True)
        )
    return "".join(" ▄▀█"[2 * (a > 0.4) + (b > 0.4)] for a, b in zip(above, below, strict=True))


def _code(pixel: NDArray[Any], colours: int) -> str:
    """A pixel as what follows 3 or 4 in an escape sequence: of 2²⁴ colours, or of 240 that all share."""
    red, green, blue = (float(np.clip(pixel[k], 0, 1)) for k in (0, len(pixel) // 2, -1))
    if colours > 256:
        return f"8;2;{round(red * 255)};{round(green * 255)};{round(blue * 255)}"
    if red == green == blue:
        return f"8;5;{232 + round(red * 23)}"
    return f"8;5;{16 + 36 * round(red * 5) + 6 * round(green * 5) + round(blue * 5)}"


def _text(data: DataSet, paper: Paper) -> list[str]:
    if data.items:
        return [_cut(", ".join(data.items[:20]), paper.width)]
    return [_cut(data.text(row).replace("\n", "¶"), paper.width) for row in data.x[:ROWS]]


def _sentences(data: DataSet, paper: Paper) -> list[str]:
    lines = []
    for k in range(min(ROWS, data.n)):
        if data.by_moment:
            pairs = zip(data.x[k], data.y[k], strict=True)
            text = " ".join(data.words[w] + (f"[{data.classes[c]}]" if c else "") for w, c in pairs if w)
        else:
            text = f"{data.text(data.x[k])}  → {_answer(data, k)}"
        lines.append(_cut(text, paper.width))
    return lines


def _sequences(data: DataSet, paper: Paper) -> list[str]:
    lines: list[str] = []
    for k in range(min(ROWS, data.n)):
        length = int(data.lengths(data.x[k : k + 1])[0])
        if data.words:
            said = " ".join(data.classes[c] for c in data.y[k]) if data.by_moment else _answer(data, k)
            lines += [_cut(f"{data.text(data.x[k])}  → {said}", paper.width)]
        else:
            moments = ["/".join(f"{number:.2g}" for number in moment) for moment in data.x[k, :length]]
            answer = f"  → {_answer(data, k)}"
            lines.append(_cut(" ".join(moments), paper.width - len(answer)) + answer)
    return lines


def _series(data: DataSet, paper: Paper) -> list[str]:
    """All values, what is learned from and what is held out apart."""
    parts = [_values(data, data.x, data.y), _values(data, data.val_x, data.val_y, targets=True)]
    whole = max(sum(map(len, parts)), 1)
    room = paper.width - 1
    lines = [spark(thinned(part, max(len(part) * room // whole, 1)), *_ends(parts)) for part in parts if part]
    if not paper.blocks:
        return [_cut(" ".join(f"{v:.4g}" for v in parts[0]), paper.width)]
    below = tr("learned from").ljust(len(lines[0]) + 1) + (tr("held out") if len(lines) > 1 else "")
    return ["|".join(lines), _cut(below.rstrip(), paper.width)]


def _ends(parts: Sequence[Sequence[float]]) -> tuple[float, float]:
    every = [value for part in parts for value in part]
    return min(every), max(every)


def _values(data: DataSet, x: NDArray[Any], y: NDArray[Any], targets: bool = False) -> list[float]:
    """The series in windows as one line again: the first window, then what follows each."""
    if not len(x):
        return []
    first = [] if targets else [float(v) for v in data.raw(x[:1])[0, :, 0]]
    return first + [float(v) for v in data.raw_target(np.asarray(y, np.float32))[:, 0]]


def _pairs(data: DataSet, paper: Paper) -> list[str]:
    rows = [(data.text(data.x[k]), data.answer(data.y[k])) for k in range(min(ROWS, data.n))]
    width = max(len(asked) for asked, _ in rows)
    return [_cut(f"{asked.ljust(width)}  → {answer}", paper.width) for asked, answer in rows]


def _graphs(data: DataSet, paper: Paper) -> list[str]:
    lines = []
    for k in range(min(ROWS, data.n)):
        edges = np.argwhere(np.triu(data.x[k, :, :, 0])) + 1
        text = f"{_answer(data, k)}: " + " ".join(f"{a}–{b}" for a, b in edges)
        lines.append(_cut(text, paper.width))
    return lines
