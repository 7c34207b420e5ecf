"""Text the net made up: invented words bright, words copied from the training text faint and in brackets."""

from tuidl.signals import Writing
from tuidl.tui.drawing.cells import Cells

LEFT = 7


def writing(cells: Cells, signal: Writing) -> None:
    """Temperatures from cool to hot, as many rows each as there are; the last row says what the brackets mean."""
    if not signal.lines or cells.height < 1:
        return
    ink = cells.ink
    key = 1 if cells.height > 3 and cells.width >= 32 else 0
    room = cells.height - key
    left = LEFT if cells.width >= 20 else 0
    lines = signal.lines[: max(1, room)]
    for i, (temperature, words) in enumerate(lines):
        top, bottom = i * room // len(lines), (i + 1) * room // len(lines)
        if left:
            cells.put(0, top, f"T {temperature:g}"[: LEFT - 1], ink.dim)
        x, y = left, top
        for letters, copied in words:
            word = f"({letters})" if copied else letters
            if x > left and x + len(word) > cells.width:
                x, y = left, y + 1
            if y >= bottom:
                break
            x = cells.put(x, y, word[: cells.width - left], ink.faint if copied else ink.bright) + 2
    if key:
        cells.spans(
            0,
            cells.height - 1,
            ("bright", ink.bright),
            (" made up   ", ink.dim),
            ("(faint)", ink.faint),
            (" copied", ink.dim),
        )
