"""The run doctor: looks at a run now and then, and says in one sentence with this run's numbers what ails it.

One module for each kind of complaint; a detector is a function from a ``Case`` to a ``Finding`` or None.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tuidl.events import Diagnosis
from tuidl.train.doctor import data, fit, gradient, rate, units
from tuidl.train.doctor.case import Case, Finding

Detector = Callable[[Case], Finding | None]

DETECTORS: tuple[Detector, ...] = (
    data.unscaled,
    data.leaked,
    gradient.vanishing,
    gradient.exploding,
    units.dead,
    units.saturated,
    rate.too_high,
    rate.too_low,
    fit.overfitted,
    fit.collapsed,
)
VISITS = 16  # in a run, spread over its steps
GONE = 4  # visits without a complaint, after which it is said again


class Doctor:
    """Visits a run; what lasts is said once, what comes back is said again."""

    def __init__(self, steps: int) -> None:
        self._every = max(1, steps // VISITS)
        self._next = 0
        self._visits = 0
        self._last: dict[str, int] = {}  # complaint -> the last visit that found it
        self._before: Case | None = None
        self.known: list[Known] = []  # after each visit

    def due(self, step: int) -> bool:
        """Whether it is time for a visit."""
        return step >= self._next

    def visit(self, case: Case) -> Iterator[Diagnosis]:
        """What is new in this case."""
        self._next = (case.step // self._every + 1) * self._every
        self._visits += 1
        case.before = self._before
        for detector in DETECTORS:
            finding = detector(case)
            if finding is not None:
                fresh = self._visits - self._last.get(finding.kind, -GONE) > GONE
                self._last[finding.kind] = self._visits
                if fresh:
                    yield Diagnosis(
                        finding.kind, finding.severity, finding.text, case.step, finding.panel, finding.advice,
                        finding.tries, finding.symptom,
                    )  # fmt: skip
        self._before = case.remembered()
        self.known.append(Known(case.step, self._next, self._visits, dict(self._last), self._before))

    def recall(self, known: "list[Known]") -> None:
        """Know what was known after these visits."""
        self.known = known
        last = known[-1] if known else Known(0, 0, 0, {}, None)
        self._next, self._visits, self._last, self._before = last.due, last.visits, dict(last.found), last.case


@dataclass(frozen=True, slots=True)
class Known:
    """What the doctor knew after a visit."""

    step: int
    due: int
    visits: int
    found: dict[str, int]
    case: Case | None


__all__ = ["DETECTORS", "Case", "Doctor", "Finding", "Known"]
