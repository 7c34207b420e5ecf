"""What is said of a step, its knobs and its run, as plain sentences. Pure."""

from collections.abc import Iterator

from tuidl.course import page as pages
from tuidl.course.glossary import Glossary
from tuidl.course.spec import Knob
from tuidl.course.walk import Verdict, Walk
from tuidl.errors import suggest
from tuidl.events import Diagnosis
from tuidl.exercise.judgement import Judgement
from tuidl.headless import number, words
from tuidl.language import later, tr, trn
from tuidl.telling.outcome import MEASURED
from tuidl.tui import knob as handle
from tuidl.tui.consultation import titled
from tuidl.tui.lab import Lab
from tuidl.tui.page.described import answered
from tuidl.tui.page.goal import COUNTS, SHARES, written
from tuidl.tui.study import Study
from tuidl.view import RunView

WANTS = {
    "read": "next", "recap": "next", "run": "run", "tune": "run", "repair": "run", "predict": "predict",
    "code": "check", "quiz": "quiz",
}  # fmt: skip

WORDS = {  # what is typed where a page names a key
    "space": "run", ".": "step", ",": "rewind", "r": "reset", "n": "next", "p": "predict", "h": "hint", "w": "why",
    "e": "edit", "f": "all", "backspace": "back", "?": "help",
}  # fmt: skip


def wants(study: Study) -> str:
    """The command that the open step asks for: what enter alone does."""
    walk = study.walk
    if walk.state.done or (study.asked.own_data and walk.step.kind in ("predict", "quiz", "code")):
        return "next"
    if walk.step.kind == "predict" and walk.predicted:
        return "run"
    if walk.step.kind == "code" and walk.state.agreed:
        return "run"
    if walk.step.single:
        return "step"
    if walk.step.kind == "tune" and all(one.tensor is not None for one in study.lab.knobs):
        return "task"  # by hand: nothing is trained
    return WANTS[walk.step.kind]


def step(study: Study) -> Iterator[str]:
    """The open step: where it is, its page, its task, its knobs."""
    walk = study.walk
    steps = walk.lesson.steps
    told = (
        later("Step {place} of {count}, {kind}, done.")
        if walk.state.done
        else later("Step {place} of {count}, {kind}.")
    )
    yield ""
    yield tr(told, place=walk.place + 1, count=len(steps), kind=tr(walk.step.kind))
    yield from page(study)
    yield from task(study)
    yield from knobs(study.lab)


def page(study: Study) -> Iterator[str]:
    """The page, a paragraph a line."""
    walk = study.walk
    text = pages.parse(walk.lesson.pages[walk.step.page]).plain(_named)
    for paragraph in text.strip().split("\n\n"):
        yield from (line.strip() for line in paragraph.split("\n"))


def explained(walk: Walk, typed: str) -> Iterator[str]:
    """What the words of the page mean, or those that answer to what was typed, each with the lesson that taught it."""
    known = Glossary.of(walk.lesson)
    page = walk.lesson.pages[walk.step.page]
    found = [word for word in known.words if word.answers(typed)] if typed else known.on(page)
    for word in found:
        yield f"{word.name}: {word.told} ({word.taught})"
    if not found:
        near = suggest(typed, (word.term.name for word in known.words))
        unknown = tr("'{typed}' was taught in no lesson so far{near}", typed=typed, near=near or ".")
        yield unknown if typed else tr("No word of this page is explained; words and a word finds any that was taught.")


def _named(chip: pages.Chip) -> str:
    return f"'{WORDS.get(chip.name, chip.name)}'" if chip.kind == "key" else pages.spelt(chip)


def task(study: Study) -> Iterator[str]:
    """The task, and how it stands."""
    walk = study.walk
    if walk.step.task:
        yield tr("Task: {task}", task=walk.step.task)
    if study.asked.own_data:
        yield tr("Your data: nothing is judged.")
        return
    told = walk.task_state()
    if told.word in ("met", "done"):
        told_so = (
            later("The task is {word}.")
            if told.reached is None
            else later("The task is {word} at training step {step}.")
        )
        yield tr(told_so, word=tr(told.word), step=told.reached)
    for one in told.standings:
        kind = one.name in SHARES, one.name in COUNTS
        now = tr("not known yet") if one.now is None else written(one.now, *kind)
        goal = "" if one.goal is None else f" {one.sign} {written(one.goal, *kind)}"
        so = later("Goal: {goal}; now {now}, holds.") if one.holds else later("Goal: {goal}; now {now}, does not hold.")
        yield tr(so, goal=number.label(one.name) + goal, now=now)
    if told.best is not None:
        yield tr("Best so far: {best}.", best=written(told.best, "accuracy" in (walk.step.score or "")))


def knobs(lab: Lab) -> Iterator[str]:
    """Every knob that can be turned here."""
    if lab.knobs:
        yield tr("Knobs: {knobs}.", knobs="; ".join(knob(one, lab) for one in lab.knobs))


def knob(one: Knob, lab: Lab) -> str:
    """One knob: its name, its value, what it may be, when it acts."""
    places = ", ".join(handle.written(stop) for stop in handle.stops(one))
    low, high = one.range or (0.0, 0.0)
    may = (
        tr("one of {places}", places=places)
        if one.type in ("choice", "bool")
        else tr("{low} to {high}", low=handle.written(low), high=handle.written(high))
    )
    told = later("{knob} is {value}, {may}")
    if one.change == "reset":
        told = later("{knob} is {value}, {may}, acts when the run begins again")
    called = one.name if one.name == one.label else f"{one.name} ({one.label})"
    return tr(told, knob=called, value=handle.written(lab.value(one.name)), may=may)


def news(view: RunView) -> str:
    """How far a run is, in one line."""
    told = view.evaluations[-1][1] if view.evaluations else {}
    parts = [f"{number.label(name)} {number.measured(name, told[name])}" for name in MEASURED if name in told]
    return ", ".join([tr("step {step} of {budget}", step=view.step, budget=view.budget), *parts])


def over(view: RunView) -> Iterator[str]:
    """How a run went: its curves in words."""
    if view.diverged is not None:
        yield view.diverged.text
        if view.diverged.fault:
            yield tr("Type edit to mend it.")
    elif view.failed is not None:
        yield tr("The run stopped: {text}", text=view.failed.text)
    elif view.ended is not None and view.ended.reason == "early":
        yield tr("The run stopped early, at step {step}.", step=view.step)
    yield from words.described(view)


def verdict(told: Verdict) -> Iterator[str]:
    """How one prediction came out."""
    said = answered(told.ask, told.chosen) if told.chosen else tr("nothing")
    out = later("{question} You said: {said}. It came out otherwise.")
    yield tr(later("{question} You said: {said}. Right.") if told.hit else out, question=told.ask.text, said=said)
    if not told.hit and told.right:
        yield tr("The run: {right}.", right=answered(told.ask, told.right))
    if told.ask.kind == "band" and told.value is not None:
        yield tr("The run gave {value}.", value=written(told.value, told.ask.value in SHARES))
    if told.why and not told.hit:
        yield told.why


def doctor(told: Diagnosis, lab: Lab, searching: bool = False) -> Iterator[str]:
    """A complaint of the run doctor's, and what can be tried."""
    yield tr(
        "Run doctor, {kind} at step {step}: {text}",
        kind=titled(told, searching),
        step=told.step,
        text=told.text if lab.step.kind == "repair" else told.whole,
    )
    if searching and told.panel in lab.step.panels:
        yield tr("Where to look: see {panel}", panel=told.panel)
    trial = lab.trial()
    if trial is not None:
        yield tr("To try: set {knob} {value}", knob=trial.knob.name, value=handle.written(trial.value))


def judgement(told: Judgement) -> Iterator[str]:
    """What the check of a learner's function says."""
    if told.agrees:
        yield trn(
            "The case agrees, and it compiles. Type run to train with it.",
            "All {n} cases agree, and it compiles. Type run to train with it.",
            told.total,
        )
        return
    yield told.text
    if told.case and told.case not in told.text:
        yield tr("Case: {case}.", case=told.case)
    if told.given:
        yield tr("With {arguments}.", arguments=", ".join(f"{name} = {value}" for name, value in told.given))
    if told.expected:
        yield tr("Expected {expected}, got {got}.", expected=told.expected, got=told.got)
    if told.where:
        yield tr("Where: {where}", where=told.where)
    if told.mistake:
        yield told.mistake
    if told.line:
        yield tr("Line {line}.", line=told.line)
    lines, more = told.prints
    if lines:
        yield tr("It printed: {printed}", printed="\n".join(lines).strip())
    if more:
        yield trn("{n} line more", "{n} lines more", more)
