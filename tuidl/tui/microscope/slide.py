"""Slide: what lies under the microscope, and where the learner looks. Nothing is drawn here."""

from dataclasses import dataclass

from tuidl.commands import Inspect
from tuidl.signals import Closeup, Dissection, Line
from tuidl.view import RunView


@dataclass
class Slide:
    """The answers that have come, and the place that is asked for; what is shown is what has come."""

    whole: Dissection | None = None
    close: Closeup | None = None
    step: int = 0
    instruction: int = -1
    row: int = 0
    column: int = 0
    plane: int = 0
    tensor: str = ""
    example: int = 0
    inside: bool = False  # the arrows move in the table

    def take(self, view: RunView) -> bool:
        """What the run has answered; False if nothing is new."""
        whole, close = view.signals.get("microscope"), view.signals.get("closeup")
        if not isinstance(whole, Dissection):
            whole = None
        if not isinstance(close, Closeup) or whole is None or close.example != whole.example:
            close = None
        if whole is self.whole and close is self.close:
            return False
        self.whole, self.close = whole, close
        self.step = view.probed_at.get("microscope", 0)
        if whole is not None and self.instruction < 0 and close is not None:
            self.instruction, self.row, self.column = close.instruction, close.row, close.column
        return True

    @property
    def line(self) -> Line | None:
        """The instruction under the cursor."""
        lines = self.whole.lines if self.whole is not None else ()
        return lines[self.instruction] if 0 <= self.instruction < len(lines) else None

    @property
    def shown(self) -> Closeup | None:
        """The close-up, if it is of the instruction under the cursor."""
        return self.close if self.close is not None and self.close.instruction == self.instruction else None

    def anew(self) -> Inspect:
        """Take the present step apart."""
        return Inspect(self.example)

    def ask(self) -> Inspect:
        """Look where the cursor stands."""
        return Inspect(self.example, self.instruction, self.tensor, self.row, self.column, self.plane)

    def go(self, instruction: int) -> Inspect | None:
        """Another instruction; None at the ends."""
        if self.whole is None:
            return None
        wanted = min(max(instruction, 0), len(self.whole.lines) - 1)
        if wanted == self.instruction:
            return None
        self.instruction, self.tensor = wanted, ""
        self.row = self.column = self.plane = 0
        return self.ask()

    def move(self, rows: int, columns: int) -> Inspect | None:
        """Another number of the table."""
        shown = self.shown
        if shown is None:
            return None
        return self.point(self.row + rows, self.column + columns)

    def point(self, row: int, column: int) -> Inspect | None:
        """The number at a place of the table."""
        shown = self.shown
        if shown is None:
            return None
        row, column = min(max(row, 0), shown.height - 1), min(max(column, 0), shown.width - 1)
        if (row, column) == (self.row, self.column):
            return None
        self.row, self.column = row, column
        return self.ask()

    def turn(self, planes: int) -> Inspect | None:
        """Another table of the same tensor, going round."""
        shown = self.shown
        if shown is None or shown.planes < 2:
            return None
        self.plane = (shown.plane + planes) % shown.planes
        return self.ask()

    def other(self) -> Inspect | None:
        """The next tensor of the instruction, going round."""
        line, shown = self.line, self.shown
        if line is None or shown is None:
            return None
        names = list(dict.fromkeys(reading.tensor for reading in line.tensors))
        if len(names) < 2 and shown.tensor in names:
            return None
        at = names.index(shown.tensor) if shown.tensor in names else -1
        self.tensor, self.row, self.column, self.plane = names[(at + 1) % len(names)], 0, 0, 0
        return self.ask()
