"""What happened in a run, told in its numbers; what is compared with a run that is not there gives way to a clause."""

import re
from collections.abc import Iterable, Iterator

from tuidl.course import check, page, quote, tree
from tuidl.course.check import parse, parse_sum
from tuidl.course.spec import Ask, Lesson, Step
from tuidl.course.values import Names
from tuidl.language import tr

FAULT = "fault"  # the scope of a repair step's faulty run
_END = re.compile(r"[.!?]['\")]?\s")


def explain(step: Step, names: Names) -> str:
    """The first explanation whose ``when`` holds, filled in; empty if there is none."""
    for explanation in step.explain:
        if explanation.when is None or check.holds(parse(explanation.when), names):
            return quote.render(explanation.say, names)
    return ""


def told(lesson: Lesson, step: Step, names: Names, making: bool = False) -> str:
    """``explain``; but sentences from the first on that quotes an earlier step's number that is not there give way to a
    clause that names the step. ``making``: its run is under way.
    """
    for explanation in step.explain:
        when = parse(explanation.when) if explanation.when is not None else None
        lacked = next(_lacking(lesson, _sums(when), names), None) if when is not None else None
        if lacked is not None:  # whether it holds is not known, and what comes after it says the opposite
            return _clause(lesson, lacked, names, making)
        if when is None or check.holds(when, names):
            return _filled(lesson, explanation.say, names, making)
    return ""


def incomparable(lesson: Lesson, asks: Iterable[Ask], names: Names) -> str:
    """Why predictions cannot be judged: they are compared with a run that is not there; empty if they can."""
    for ask in asks:
        sums = [parse_sum(ask.value)] if ask.value else []
        sums += [one for choice in ask.choices if choice.when is not None for one in _sums(parse(choice.when))]
        for lacked in _lacking(lesson, sums, names):
            return _clause(lesson, lacked, names, False)
    return ""


def _filled(lesson: Lesson, say: str, names: Names, making: bool) -> str:
    parts = quote.parse(say)
    for place, part in enumerate(parts):
        lacked = None if isinstance(part, str) else next(_lacking(lesson, (part[0],), names), None)
        if lacked is not None:
            before = quote.filled(parts[:place], names)
            ends = [found.end() for found in _END.finditer(before)]
            return before[: ends[-1] if ends else 0] + _clause(lesson, lacked, names, making)
    return quote.filled(parts, names)


def _sums(goal: tree.Check) -> Iterator[tree.Sum]:
    for part in tree.compares(goal):
        yield from (part.left, part.right) if isinstance(part, tree.Compare) else (part.of,)


def _lacking(lesson: Lesson, sums: Iterable[tree.Sum], names: Names) -> Iterator[tree.Name]:
    """The names of earlier runs on whose account a sum has no value."""
    earlier = {FAULT, *(step.id for step in lesson.steps)} - set(names.run.rivals)
    for one in sums:
        quoted = [name for name in tree.names(one) if name.scope in earlier]
        if quoted and (names(one) if isinstance(one, tree.Name) else check.value(one, names)) is None:
            yield next((name for name in quoted if names(name) is None), quoted[0])


def _clause(lesson: Lesson, name: tree.Name, names: Names, making: bool) -> str:
    made = name.scope in names.earlier
    if name.scope == FAULT:
        if making and not made:
            return tr("One moment: the run as this step opens is still being made, and this is compared with it.")
        return tr("This is compared with the run as this step opens, and there is none: open the step again.")
    step = lesson.step(name.scope)
    place, title = lesson.steps.index(step) + 1, page.parse(lesson.pages[step.page]).title
    if made:
        return tr(
            "This is compared with step {place}, '{title}', whose run ended too early for that: "
            "go back to step {place} and run it to its end.",
            place=place, title=title,
        )  # fmt: skip
    if making:
        return tr(
            "One moment: the run of step {place}, '{title}', is still being made, and this is compared with it.",
            place=place, title=title,
        )  # fmt: skip
    return tr(
        "This is compared with step {place}, '{title}', which was never run: go back to step {place} and run it.",
        place=place, title=title,
    )  # fmt: skip
