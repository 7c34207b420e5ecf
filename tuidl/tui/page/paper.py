"""Prose as wrapped lines: a page's blocks with chips that say what the frames say, hints and explanations below."""

from collections.abc import Callable, Iterable

from tuidl.course.page import Bullets, Chip, Code, Formula, Page, Span, Term
from tuidl.course.walk import Walk
from tuidl.tui.drawing.prose import Line, lettered, wrap
from tuidl.tui.drawing.prose import Span as Drawn

Name = Callable[[Chip], str]  # what a chip says: the number and title of a frame, the label of a knob, a key


def lines(page: Page, width: int, name: Name) -> list[Line]:
    """The title, then the blocks with a blank line between."""
    found = wrap([(page.title, "title")], width)
    for block in page.blocks:
        found.append(())
        if isinstance(block, Formula):
            told = [lettered(line) for line in block.lines]
            indent = " " * min(2, max(0, width - max(map(len, told), default=0)))
            found += [((indent + line, "formula"),) for line in told]
        elif isinstance(block, Bullets):
            for item in block.items:
                found += _hung(wrap(_drawn(item, name), width - 2))
        else:
            found += wrap(_drawn(block.spans, name), width)
    return found


def _hung(item: list[Line]) -> list[Line]:
    mark: list[Line] = [((("• " if not i else "  "), "dim"), *line) for i, line in enumerate(item)]
    return mark


def _drawn(spans: Iterable[Span], name: Name) -> list[Drawn]:
    found: list[Drawn] = []
    for span in spans:
        if isinstance(span, Chip):
            style = {"panel": "chip", "knob": "knob", "key": "key"}[span.kind]
            found.append((name(span), style))  # type: ignore[arg-type]
        elif isinstance(span, Term):
            found.append((span.text, "term"))
        elif isinstance(span, Code):
            found.append((span.text, "code"))
        else:
            found.append((span.text, "plain"))
    return found


def note(heading: str, text: str, width: int) -> list[Line]:
    """Something to know before anything else on the page; nothing if there is no text."""
    return [((heading, "number"),), *wrap([(text, "plain")], width), ()] if text else []


def said(heading: str, text: str, width: int) -> list[Line]:
    """A hint or an explanation under its heading."""
    return [(), ((heading, "number"),), *wrap(_coded(text), width)]


def _coded(text: str) -> list[Drawn]:
    """Words between backticks as they are typed."""
    return [(part, "code" if place % 2 else "plain") for place, part in enumerate(text.split("`")) if part]


def key_name(key: str) -> str:
    """A key as prose names it."""
    return {"left": "←", "right": "→", "up": "↑", "down": "↓"}.get(key, key)


def bests(walk: Walk) -> list[str]:
    """On a recap: the learner's own best of the steps it names."""
    found = []
    for step_id in walk.step.best:
        best, step = walk.states[step_id].best, walk.lesson.step(step_id)
        if best is not None:
            number = f"{best * 100:.1f} %" if "accuracy" in (step.score or "") else f"{best:.4g}"
            found.append(f"{number}: {step.task}")
    return found
