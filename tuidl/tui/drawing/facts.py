"""What can be read of one example, fact by fact, and where each stands in its picture."""

from dataclasses import dataclass, field

from tuidl.language import tr
from tuidl.signals import Sample
from tuidl.tui.drawing.field import border, trimmed, whole
from tuidl.tui.drawing.hidden import visible
from tuidl.tui.drawing.number import figure, percent

Pixel = tuple[int, int]


@dataclass
class Places:
    """Noted while an example is drawn: the rows of facts, and the picture in half rows."""

    rows: list[tuple[int, int, int, int, int]] = field(default_factory=list)  # left, top, columns, rows, which fact
    picture: tuple[int, int, int, int] | None = None  # left, top, columns, half rows

    def note(self, left: int, top: int, tall: int, fact: int, wide: int = 10_000) -> None:
        """A fact stands there, to the right end of the panel unless it is narrower."""
        self.rows.append((left, top, wide, max(1, tall), fact))

    def fact(self, column: int, row: int) -> int | None:
        """The fact in a cell."""
        return next((n for x, y, wide, tall, n in self.rows if x <= column < x + wide and y <= row < y + tall), None)

    def pixel(self, signal: Sample, column: int, row: int) -> Pixel | None:
        """The pixel of the example in a cell: the upper one of two."""
        if self.picture is None or signal.image is None:
            return None
        x, y, wide, halves = self.picture
        if not (x <= column < x + wide and 0 <= (row - y) * 2 < halves):
            return None
        edge, shown = border(signal.image), trimmed(signal.image)
        return (row - y) * 2 * shown.height // halves + edge, (column - x) * shown.width // wide + edge

    def cell(self, signal: Sample, pixel: Pixel) -> tuple[int, int] | None:
        """The cell in which a pixel is drawn; None for one of the border that is cut off."""
        if self.picture is None or signal.image is None:
            return None
        x, y, wide, halves = self.picture
        edge, shown = border(signal.image), trimmed(signal.image)
        row, column = pixel[0] - edge, pixel[1] - edge
        if not (0 <= row < shown.height and 0 <= column < shown.width):
            return None
        return x + column * wide // shown.width, y + row * halves // shown.height // 2


def facts(signal: Sample) -> list[str]:
    """Classes in their own order, then features, numbers to predict, tags, and the moments of a course."""
    found = []
    for k, p in enumerate(signal.probabilities):
        true = f" · {tr('true')}" if k == signal.truth else ""
        found.append(f"{_class(signal, k)}{true} · {percent(p, 2)} %")
    found += [f"{name} · {figure(value, 4)}" for name, value in signal.features]
    found += [
        tr("{name} · is {true} · says {says}", name=name, true=figure(true, 4), says=figure(says, 4))
        for name, true, says in signal.targets
    ]
    tokens = signal.tokens or tuple(str(k + 1) for k in range(len(signal.tags)))
    found += [
        tr("{token} · is {true} · says {says}", token=visible(token), true=visible(true), says=visible(says))
        for token, (true, says) in zip(tokens, signal.tags, strict=False)
    ]
    return found + [
        tr("moment {n} · {value}", n=k + 1, value=figure(value, 4)) for k, value in enumerate(signal.course)
    ]


def features_at(signal: Sample) -> int:
    """The number of the first feature among the facts."""
    return len(signal.probabilities)


def targets_at(signal: Sample) -> int:
    """The number of the first number to predict."""
    return features_at(signal) + len(signal.features)


def tags_at(signal: Sample) -> int:
    """The number of the first token that has a class."""
    return targets_at(signal) + len(signal.targets)


def moments_at(signal: Sample) -> int:
    """The number of the first moment of a course."""
    return tags_at(signal) + len(signal.tags)


def pixel_said(signal: Sample, pixel: Pixel) -> str:
    """One pixel of the example."""
    image, (row, column) = signal.image, pixel
    if image is None or not whole(image) or not (0 <= row < image.height and 0 <= column < image.width):
        return ""
    return tr(
        "pixel row {row}, column {column} · {value}",
        row=row + 1,
        column=column + 1,
        value=figure(image.value(row, column)),
    )


def _class(signal: Sample, k: int) -> str:
    return signal.classes[k] if k < len(signal.classes) else str(k)
