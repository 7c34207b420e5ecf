"""A check of every gradient on its way: what was found so far, and what is asked for next. Pure."""

from dataclasses import dataclass, replace

from tuidl.commands import Inspect
from tuidl.language import later, tr
from tuidl.signals import Audit
from tuidl.tui.drawing.number import count
from tuidl.tui.microscope.figures import error


@dataclass
class Auditing:
    """``found``: everything so far, as one; None before it was asked for."""

    found: Audit | None = None
    under_way: bool = False
    _last: Audit | None = None

    def begin(self, example: int, now: object) -> Inspect:
        """Check all of them, from the first on; ``now``: an older answer, which does not count."""
        self.found, self.under_way = None, True
        self._last = now if isinstance(now, Audit) else None
        return Inspect(example, audit=0)

    def stop(self) -> None:
        """Ask for no more."""
        self.under_way = False

    def take(self, told: object) -> Inspect | None:
        """An answer that has come; what to ask for next, None if that was the last or nothing is new."""
        if not self.under_way or not isinstance(told, Audit) or told is self._last:
            return None
        self._last, old = told, self.found
        if told.first != (old.done if old is not None else 0):
            return None
        self.found = told if old is None else _joined(old, told)
        if told.done >= told.total or told.done == told.first:
            self.under_way = False
            return None
        return Inspect(told.example, audit=told.done)

    @property
    def share(self) -> float:
        """How much of it is done."""
        return 0.0 if self.found is None or not self.found.total else self.found.done / self.found.total

    def says(self) -> tuple[str, str, str]:
        """Glyph role, words and colour role: how far it is, or what came of it."""
        found = self.found
        if found is None:
            return "running", tr("checking every gradient"), "dim"
        wrong = found.differ + found.none
        if self.under_way:
            told = later("checked {done} of {total}, {wrong} differ") if wrong else later("checked {done} of {total}")
            said = tr(told, done=count(found.done), total=count(found.total), wrong=count(wrong))
            return "running", said, "bad" if wrong else "dim"
        if wrong:
            told = later("{wrong} of {done} differ, first {where}")
            return "wrong", tr(told, wrong=count(wrong), done=count(found.done), where=found.where), "bad"
        told = later("all {done} numbers of {gradients} gradients agree, worst {worst}")
        if found.done < found.total:
            told = later("stopped: {done} numbers of {gradients} gradients agree, worst {worst}")
        said = tr(told, done=count(found.done), gradients=found.gradients, worst=error(found.worst))
        if found.corners:
            said = tr("{said}, {n} at corners", said=said, n=count(found.corners))
        if found.estimated:
            said = tr("{said}, {n} are stand-ins", said=said, n=count(found.estimated))
        return "done", said, "good"


def _joined(old: Audit, new: Audit) -> Audit:
    first_wrong = old if old.where else new
    worst = first_wrong.worst if first_wrong.where else max(old.worst, new.worst)
    return replace(
        old, done=new.done, agreed=old.agreed + new.agreed, corners=old.corners + new.corners,
        differ=old.differ + new.differ, none=old.none + new.none, worst=worst, where=first_wrong.where,
        estimated=old.estimated + new.estimated,
    )  # fmt: skip
