"""Stand: where the parts of the drawing screens are, as rectangles from its size. Pure."""

from dataclasses import dataclass

from tuidl.tui.grid import Rect

LARGEST = 16  # columns, and half rows, of one pixel
LEAST_RIGHT = 36  # columns beside the sheet
WIDE, TALL = 110, 34  # from which everything has its own frame
SAID = 17  # rows of what the net says
LEAST = 9  # rows of what stands below it


@dataclass(frozen=True, slots=True)
class Stand:
    """Rectangles by part, and how many columns and half rows a pixel of the sheet takes."""

    parts: dict[str, Rect]
    pixel: int


def pixel(columns: int, rows: int, height: int, width: int) -> int:
    """The largest pixel with which a sheet fits into so many cells; at least 1."""
    return max(1, min(LARGEST, columns // width, rows * 2 // height))


def sheet(width: int, height: int, tall: int, wide: int, classes: int, front: str, nets: int = 1) -> Stand:
    """For a sheet of ``tall`` × ``wide`` pixels: the sheet at the left, beside it what the net says, why, and its maps.

    Where several ``nets`` say something, that has the whole width. ``front``: what stands under what the net says where
    there is little room, why or maps.
    """
    body = height - 2
    roomy = width >= WIDE and height >= TALL
    size = pixel(min(width - LEAST_RIGHT, width * 55 // 100) - 4, body - (5 if roomy else 2), tall, wide)
    left = max(wide * size + 4, 28)
    rows = -(-tall * size // 2) + 2
    found = {"head": Rect(0, 0, width, 1), "keys": Rect(0, height - 1, width, 1)}
    under = body - rows
    if under >= 3:
        found["sheet"] = Rect(0, 1, left, rows)
        found["album"] = Rect(0, 1 + rows, left, under)
    else:
        found["sheet"] = Rect(0, 1, left, body)
    x, right = left, width - left
    if roomy:
        said = min(max(SAID, body // 3), body // 2)
        half = right // 2
        if nets > 1:
            found["says"] = Rect(x, 1, right, said)
            found["why"] = Rect(x, 1 + said, half, body - said)
            found["maps"] = Rect(x + half, 1 + said, right - half, body - said)
        else:
            found["says"] = Rect(x, 1, half, said)
            found["why"] = Rect(x + half, 1, right - half, said)
            found["maps"] = Rect(x, 1 + said, right, body - said)
    else:
        map_ = -(-tall // 2) + 4  # with its number, the scale and the frame
        below = map_ if front == "maps" and LEAST < map_ <= body - classes - 2 else LEAST
        said = min(max(classes + (4 if nets > 1 else 3), 6), SAID - 4, body - below)
        found["says"] = Rect(x, 1, right, said)
        found[front] = Rect(x, 1 + said, right, body - said)
    return Stand(found, size)


def plane(width: int, height: int) -> Stand:
    """The plane at the left, the run at the right."""
    body = height - 2
    right = 30 if width < 100 else min(60, max(34, width - 2 * (body - 4) - 4))
    left = width - right
    curve = min(16, body // 2)
    found = {"head": Rect(0, 0, width, 1), "keys": Rect(0, height - 1, width, 1), "plane": Rect(0, 1, left, body)}
    found["loss"] = Rect(left, 1, right, curve)
    found["points"] = Rect(left, 1 + curve, right, body - curve)
    return Stand(found, 1)
