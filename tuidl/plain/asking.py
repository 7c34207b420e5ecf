"""Predictions and quizzes by line: the answers are read out with numbers, and a number is typed."""

from tuidl.course.mixing import order
from tuidl.language import tr
from tuidl.plain.lines import Lines
from tuidl.tui.page.goal import SHARES
from tuidl.tui.question import LEVELS, Answers
from tuidl.tui.study import Study


async def number(lines: Lines, question: str, most: int, may_skip: bool = False) -> int | None:
    """A number from 1 to ``most``, less 1; None if nothing is said, or what else is typed means: not now."""
    while True:
        typed = await lines.ask(question)
        if typed is None or typed.lower() in ("q", "quit", "back") or (may_skip and not typed):
            return None
        if typed.isdigit() and 0 < int(typed) <= most:
            return int(typed) - 1
        lines.say(tr("A number from 1 to {most}, or back.", most=most))


async def predict(study: Study, lines: Lines) -> Answers | None:
    """The answers to all questions of the step; None if they were left."""
    answers = Answers(study.walk.step.ask)
    for ask in answers.asks:
        lines.say(ask.text)
        labels = answers.labels(ask, ask.value.rpartition(".")[2] in SHARES)
        for place, label in enumerate(labels):
            note = ask.choices[place].note if place < len(ask.choices) else ""
            lines.say(f"{place + 1}. {label}{f', {note}' if note else ''}")
        chosen = await number(lines, tr("your prediction"), len(labels))
        if chosen is None:
            return None
        answers.pick(ask, chosen)
    lines.say(tr("How sure are you?"), *(f"{place}. {level * 100:g} %" for place, level in enumerate(LEVELS, 1)))
    sure = await number(lines, tr("how sure, or enter to leave it open"), len(LEVELS), may_skip=True)
    answers.sure = None if sure is None else LEVELS[sure]
    return answers


async def quiz(study: Study, lines: Lines) -> None:
    """The questions of a quiz step, each until it is answered right or left."""
    walk = study.walk
    items = walk.step.item
    mixed = order(items, f"{walk.lesson.id}:{walk.step.id}")
    for place, item in enumerate(items):
        lines.say(tr("Question {place} of {count}. {text}", place=place + 1, count=len(items), text=item.text))
        for row, choice in enumerate(mixed[place]):
            lines.say(f"{row + 1}. {item.choices[choice].label}")
        right = False
        while not right:
            given = await number(lines, tr("your answer"), len(item.choices))
            if given is None:
                return
            right, why = walk.answer(place, mixed[place][given])
            lines.say(f"{tr('Right.') if right else tr('Not this one.')} {why}")
