"""The bench: a sandbox that is being built, where the cursor stands in it, and what was done before. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tuidl.sandbox import description, fields
from tuidl.sandbox.description import Sandbox
from tuidl.sandbox.facts import LayerSize, Sizes

TRAINING = ("loss", "optimiser", "rate", "batch", "steps", "seed")  # rows under the stack
DEEPEST = 200  # edits that can be undone


@dataclass
class Bench:
    """``sizes`` are those of ``measured``, the sandbox that was measured last."""

    sandbox: Sandbox
    sizes: Sizes | None = None
    measured: Sandbox | None = None
    at: int = 2  # the row of the cursor: data, its options, layers, training, the rest of the training
    past: list[Sandbox] = field(default_factory=list)
    future: list[Sandbox] = field(default_factory=list)

    # ---- rows -----------------------------------------------------------------------------------------------------

    @property
    def rows(self) -> tuple[str, ...]:
        """The names of all rows, in no language: ``data``, ``options``, ``layer 0``, ..., ``loss``, ..., ``more``."""
        layers = tuple(f"layer {place}" for place in range(len(self.sandbox.layers)))
        return ("data", "options", *layers, *TRAINING, "more")

    @property
    def row(self) -> str:
        """The row of the cursor."""
        return self.rows[min(max(self.at, 0), len(self.rows) - 1)]

    @property
    def layer(self) -> int | None:
        """The place of the layer that the cursor stands on."""
        return int(self.row.removeprefix("layer ")) if self.row.startswith("layer ") else None

    def move(self, by: int) -> None:
        """The cursor up or down."""
        self.at = min(max(self.at + by, 0), len(self.rows) - 1)

    def go(self, row: str) -> None:
        """The cursor to a row, if it is there."""
        if row in self.rows:
            self.at = self.rows.index(row)

    # ---- sizes ----------------------------------------------------------------------------------------------------

    @property
    def current(self) -> bool:
        """Whether the sizes are those of the sandbox as it is."""
        return self.sizes is not None and self.measured == self.sandbox

    @property
    def fault(self) -> str:
        """What does not fit, as far as that is known."""
        return self.sizes.fault if self.sizes is not None and self.current else ""

    def size(self, place: int) -> LayerSize | None:
        """The size of a layer, if it was measured."""
        found = self.sizes.layers if self.sizes is not None and self.current else ()
        return found[place] if place < len(found) else None

    def take(self, sandbox: Sandbox, sizes: Sizes) -> None:
        """A sandbox was measured."""
        self.measured, self.sizes = sandbox, sizes

    # ---- edits ----------------------------------------------------------------------------------------------------

    def put(self, sandbox: Sandbox) -> bool:
        """Another sandbox, to be undone; False if it is the same."""
        if sandbox == self.sandbox:
            return False
        self.past = [*self.past[1 - DEEPEST :], self.sandbox]
        self.sandbox, self.future = sandbox, []
        return True

    def undo(self) -> bool:
        """As it was before the last edit."""
        return self._step(self.past, self.future)

    def redo(self) -> bool:
        """As it was before the last undoing."""
        return self._step(self.future, self.past)

    def _step(self, source: list[Sandbox], target: list[Sandbox]) -> bool:
        if not source:
            return False
        target.append(self.sandbox)
        self.sandbox = source.pop()
        self.move(0)
        return True

    def add(self, kind: str) -> bool:
        """A layer of a type under the cursor; above the last one where the cursor stands elsewhere."""
        here = self.layer
        at = here + 1 if here is not None else len(self.sandbox.layers) - 1
        done = self.put(description.layer_added(self.sandbox, at, kind, **fields.FRESH.get(kind, {})))
        self.go(f"layer {at}")
        return done

    def copy(self) -> bool:
        """The layer under the cursor once more."""
        at = self.layer
        if at is None:
            return False
        self.put(description.layer_copied(self.sandbox, at))
        self.go(f"layer {at + 1}")
        return True

    def remove(self) -> bool:
        """Without the layer under the cursor; the last one stays."""
        at = self.layer
        if at is None or not self.put(description.layer_removed(self.sandbox, at)):
            return False
        self.go(f"layer {min(at, len(self.sandbox.layers) - 1)}")
        return True

    def shift(self, by: int) -> bool:
        """The layer under the cursor up or down, and the cursor with it."""
        at = self.layer
        if at is None or not self.put(description.layer_moved(self.sandbox, at, by)):
            return False
        self.go(f"layer {at + by}")
        return True

    def turn(self, by: int) -> bool:
        """The value that matters most in the row, one stop further. LessonError if the sandbox would be none."""
        at = self.layer
        if at is not None:
            main = fields.main(self.sandbox, at)
            return main is not None and self.set_layer(at, {main.key: main.turned(by)})
        row = next((each for each in fields.of_training(self.sandbox) if each.key == self.row), None)
        return row is not None and self.set_training({row.key: row.turned(by)})

    def set_layer(self, at: int, values: Mapping[str, Any]) -> bool:
        """Other values of a layer's keys, None for none. LessonError if the sandbox would be none."""
        layer = self.sandbox.layers[at]
        told = {"type": layer.type, "name": layer.name, **layer.options, **values}
        given = {key: value for key, value in told.items() if value is not None}
        return self.put(description.layer_changed(self.sandbox, at, given))

    def set_training(self, values: Mapping[str, Any]) -> bool:
        """Other values of how it is trained. LessonError if the sandbox would be none."""
        return self.put(description.changed(self.sandbox, **fields.training(self.sandbox, values)))

    def set_data(self, values: Mapping[str, Any], source: str | None = None) -> bool:
        """Another data set, or other options of this one. LessonError if the sandbox would be none."""
        old = description.plain(self.sandbox)["data"]
        told = {**({} if source else old), "source": source or old["source"], **values}
        data = {key: value for key, value in told.items() if value is not None}
        return self.put(description.changed(self.sandbox, data=data))
