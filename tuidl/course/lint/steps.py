"""The steps of a lesson: what each kind must have, must not have, and how long it may be."""

from collections.abc import Iterator, Mapping

from tuidl.commands import KnobValue
from tuidl.course import vocabulary
from tuidl.course.lint import prose
from tuidl.course.lint.finding import Finding
from tuidl.course.lint.head import on_a_stop
from tuidl.course.spec import Ask, Lesson, QuizItem, Step
from tuidl.language import listed, tr

TASK = 68  # characters
SAY = 75  # words
MOST = 4  # panels, knobs


def findings(lesson: Lesson) -> Iterator[Finding]:
    """All of them."""
    for place, step in enumerate(lesson.steps, 1):
        for text in (
            *_shape(lesson, step, place),
            *_settings(lesson, step),
            *_told(lesson, step),
            *_kind(lesson, step),
            *_race(lesson, step),
        ):
            yield Finding("lesson.toml", tr("step '{id}': {text}", id=step.id, text=text))


def _shape(lesson: Lesson, step: Step, place: int) -> Iterator[str]:
    if not step.page.startswith(f"{place:02d}-") or not step.page.endswith(".md"):
        yield tr("page '{page}' must be called '{place:02d}-SLUG.md', as step {place}", page=step.page, place=place)
    if len(step.task) > TASK:
        yield tr("task has {count} characters; at most {task}", count=len(step.task), task=TASK)
    if not step.panels:
        yield tr("shows no panel")
    for key, names in (("panels", step.panels), ("knobs", step.knobs)):
        if len(names) > MOST:
            yield tr("{key}: there are {count}; at most {most}", key=key, count=len(names), most=MOST)
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            yield tr("{key}: '{name}' stands there twice", key=key, name=name)
    for fault in prose.faults(step.task, lesson.language):
        yield tr("task {fault}", fault=fault)


def _settings(lesson: Lesson, step: Step) -> Iterator[str]:
    every: list[tuple[str, Mapping[str, KnobValue]]] = [("set", step.set), ("solution", step.solution)]
    if step.repair is not None:
        every += [("mends", values) for values in step.repair.mends]
        every += [("decoys", values) for values in step.repair.decoys]
    for key, values in every:
        for name, value in values.items():
            if name in lesson.knobs and not on_a_stop(lesson.knobs[name], value):
                yield tr("{key}: {name} = {value} is on no stop of that knob", key=key, name=name, value=value)
            if key != "set" and name not in step.knobs:
                yield tr("{key}: knob '{name}' is not among those the step shows", key=key, name=name)


def _told(lesson: Lesson, step: Step) -> Iterator[str]:
    settled = step.kind in vocabulary.SETTLED
    wanted = 0 if settled else 3
    if len(step.hints) != wanted:
        told = tr("hints: there are {count}; a {kind} step has exactly three", count=len(step.hints), kind=step.kind)
        none = tr("hints: there are {count}; a {kind} step has none", count=len(step.hints), kind=step.kind)
        yield none if settled else told
    for number, hint in enumerate(step.hints, 1):
        for fault in prose.faults(hint, lesson.language):
            yield tr("hint {number} {fault}", number=number, fault=fault)
    if settled and step.explain:
        yield tr("a {kind} step has no explanations", kind=step.kind)
    if not settled and not step.explain:
        yield tr("there is no [[step.explain]]")
    for number, explanation in enumerate(step.explain, 1):
        where = tr("explanation {number}", number=number)
        last = number == len(step.explain)
        if last and explanation.when is not None:
            yield tr("{where} is the last and must have no 'when'", where=where)
        if not last and explanation.when is None:
            yield tr("{where} has no 'when', so those after it are never shown", where=where)
        if prose.words(explanation.say) > SAY:
            yield tr(
                "{where} has {words} words; at most {say}", where=where, words=prose.words(explanation.say), say=SAY
            )
        for mark, what in (("[[", "a chip"), ("**", "bold"), ("\n", tr("a line break"))):
            if mark in explanation.say:
                yield tr("{where} has {what}; explanations are plain sentences", where=where, what=what)
        for fault in prose.faults(explanation.say, lesson.language):
            yield f"{where} {fault}"


def _kind(lesson: Lesson, step: Step) -> Iterator[str]:
    belongs = {
        "check": (step.check is not None, vocabulary.CHECKED, True),
        "score": (step.score is not None, ("tune",), True),
        "solution": (bool(step.solution), ("tune",), True),
        "[[step.ask]]": (bool(step.ask), ("predict",), True),
        "[[step.item]]": (bool(step.item), ("quiz",), True),
        "[step.code]": (step.code is not None, ("code",), True),
        "[step.repair]": (step.repair is not None, ("repair",), True),
        "best": (bool(step.best), ("recap",), False),
        "steps": (step.steps is not None, vocabulary.RUNNING, False),
        'mode = "single"': (step.single, ("run",), False),
    }
    for key, (there, kinds, needed) in belongs.items():
        if there and step.kind not in kinds:
            yield tr("{key} belongs to {kinds} steps, not to {kind}", key=key, kinds=listed(kinds), kind=step.kind)
        if needed and not there and step.kind in kinds:
            yield tr("a {kind} step needs {key}", kind=step.kind, key=key)
    if len(step.ask) > 2:
        yield tr("there are {count} questions; one or two", count=len(step.ask))
    if len(step.item) > 3:
        yield tr("there are {count} questions; one to three", count=len(step.item))
    for ask in step.ask:
        yield from (f"question '{ask.id}': {text}" for text in _ask(lesson, ask))
    for number, item in enumerate(step.item, 1):
        yield from (f"question {number}: {text}" for text in _item(lesson, item))
    if step.repair is not None:
        yield from _repair(step)


def _race(lesson: Lesson, step: Step) -> Iterator[str]:
    """What a step that races several runs cannot do."""
    if step.experiment not in lesson.experiments or not lesson.experiments[step.experiment].race:
        return
    if step.kind not in vocabulary.RACING:
        yield tr(
            "a {kind} step cannot have a race; {racing} and recap steps can",
            kind=step.kind,
            racing=", ".join(vocabulary.RACING[:-1]),
        )
    if step.start is not None:
        yield tr("start: a race begins where all can begin, at step 0")
    for other in lesson.steps:
        if other.start == step.id:
            yield tr("step '{id}' starts from it, but a race leaves no single network", id=other.id)
    if lesson.demo is not None and step.id in (lesson.demo.plays, lesson.demo.picture):
        yield tr("[demo]: a race cannot be recorded; name a step with a single run")


def _ask(lesson: Lesson, ask: Ask) -> Iterator[str]:
    ids = [choice.id for choice in ask.choices]
    for name in dict.fromkeys(name for name in ids if ids.count(name) > 1):
        yield tr("two choices are called '{name}'", name=name)
    if ask.kind == "band":
        return
    expected = [choice.id for choice in ask.choices if not choice.tempting]
    if len(expected) != 1:
        yield tr("one choice, the expected one, has no 'tempting'; here {count} have none", count=len(expected))
    for choice in ask.choices:
        if choice.when is None:
            yield tr("choice '{id}' has no 'when': no run could make it right", id=choice.id)
        steps = [step for step, _ in choice.curve]
        if ask.kind == "shape" and (len(steps) < 2 or steps != sorted(set(steps))):
            yield tr("choice '{id}' needs a 'curve' of at least two points with rising steps", id=choice.id)
        if ask.kind == "choice" and choice.curve:
            yield tr("choice '{id}' has a 'curve', which belongs to kind \"shape\"", id=choice.id)
        for fault in prose.faults(f"{choice.label} {choice.note} {choice.tempting}", lesson.language):
            yield tr("choice '{id}' {fault}", id=choice.id, fault=fault)


def _item(lesson: Lesson, item: QuizItem) -> Iterator[str]:
    right = [choice for choice in item.choices if choice.right]
    if len(right) != 1:
        yield tr("exactly one choice is right; here {count} are", count=len(right))
    if len(item.choices) < 2:
        yield tr("there are {count} choices; at least two", count=len(item.choices))
    for choice in item.choices:
        if choice.right and choice.tempting:
            yield tr("choice '{label}' is right and needs no 'tempting'", label=choice.label)
        if not choice.right and not choice.tempting:
            yield tr("choice '{label}' is wrong and does not say why it is 'tempting'", label=choice.label)
        for fault in prose.faults(f"{choice.label} {choice.tempting}", lesson.language):
            yield tr("choice '{label}' {fault}", label=choice.label, fault=fault)
    for fault in (*prose.faults(item.text, lesson.language), *prose.faults(item.because, lesson.language)):
        yield fault


def _repair(step: Step) -> Iterator[str]:
    assert step.repair is not None
    if not step.repair.fault.items() <= step.set.items():
        yield tr("fault must be part of 'set': the step has to open with it")
    for name in step.repair.fault:
        if name not in step.knobs:
            yield tr("fault: knob '{name}' is not among those the step shows", name=name)
    if len(step.repair.fault) > 1:
        yield tr(
            "fault: {names} are two; a repair step fails for one reason, so for one knob",
            names=listed(tuple(step.repair.fault)),
        )
    for key, alternatives in (("mends", step.repair.mends), ("decoys", step.repair.decoys)):
        if not alternatives:
            yield tr("there are no {key}", key=key)
    tried = {name for values in (*step.repair.mends, *step.repair.decoys) for name in values}
    for name in step.knobs:
        if name not in tried and name not in step.repair.fault:
            yield tr("knob '{name}' is shown, and neither mends nor decoys say what turning it does", name=name)
