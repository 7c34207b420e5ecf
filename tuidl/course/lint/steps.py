"""The steps of a lesson: what each kind must have, must not have, and how long it may be."""

from collections.abc import Iterator, Mapping

from tuidl.commands import KnobValue
from tuidl.course import vocabulary
from tuidl.course.lint import prose
from tuidl.course.lint.finding import Finding
from tuidl.course.lint.head import on_a_stop
from tuidl.course.spec import Ask, Lesson, QuizItem, Step

TASK = 68  # characters
SAY = 75  # words
MOST = 4  # panels, knobs


def findings(lesson: Lesson) -> Iterator[Finding]:
    """All of them."""
    for place, step in enumerate(lesson.steps, 1):
        for text in (*_shape(step, place), *_settings(lesson, step), *_told(step), *_kind(step), *_race(lesson, step)):
            yield Finding("lesson.toml", f"step '{step.id}': {text}")


def _shape(step: Step, place: int) -> Iterator[str]:
    if not step.page.startswith(f"{place:02d}-") or not step.page.endswith(".md"):
        yield f"page '{step.page}' must be called '{place:02d}-SLUG.md', as step {place}"
    if len(step.task) > TASK:
        yield f"task has {len(step.task)} characters; at most {TASK}"
    if not step.panels:
        yield "shows no panel"
    for key, names in (("panels", step.panels), ("knobs", step.knobs)):
        if len(names) > MOST:
            yield f"{key}: there are {len(names)}; at most {MOST}"
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            yield f"{key}: '{name}' stands there twice"
    for fault in prose.faults(step.task):
        yield f"task {fault}"


def _settings(lesson: Lesson, step: Step) -> Iterator[str]:
    every: list[tuple[str, Mapping[str, KnobValue]]] = [("set", step.set), ("solution", step.solution)]
    if step.repair is not None:
        every += [("mends", values) for values in step.repair.mends]
        every += [("decoys", values) for values in step.repair.decoys]
    for key, values in every:
        for name, value in values.items():
            if name in lesson.knobs and not on_a_stop(lesson.knobs[name], value):
                yield f"{key}: {name} = {value} is on no stop of that knob"
            if key != "set" and name not in step.knobs:
                yield f"{key}: knob '{name}' is not among those the step shows"


def _told(step: Step) -> Iterator[str]:
    settled = step.kind in vocabulary.SETTLED
    wanted = 0 if settled else 3
    if len(step.hints) != wanted:
        yield f"hints: there are {len(step.hints)}; a {step.kind} step has {'none' if settled else 'exactly three'}"
    for number, hint in enumerate(step.hints, 1):
        for fault in prose.faults(hint):
            yield f"hint {number} {fault}"
    if settled and step.explain:
        yield f"a {step.kind} step has no explanations"
    if not settled and not step.explain:
        yield "there is no [[step.explain]]"
    for number, explanation in enumerate(step.explain, 1):
        where = f"explanation {number}"
        last = number == len(step.explain)
        if last and explanation.when is not None:
            yield f"{where} is the last and must have no 'when'"
        if not last and explanation.when is None:
            yield f"{where} has no 'when', so those after it are never shown"
        if prose.words(explanation.say) > SAY:
            yield f"{where} has {prose.words(explanation.say)} words; at most {SAY}"
        for mark, what in (("[[", "a chip"), ("**", "bold"), ("\n", "a line break")):
            if mark in explanation.say:
                yield f"{where} has {what}; explanations are plain sentences"
        for fault in prose.faults(explanation.say):
            yield f"{where} {fault}"


def _kind(step: Step) -> Iterator[str]:
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
            yield f"{key} belongs to {' and '.join(kinds)} steps, not to {step.kind}"
        if needed and not there and step.kind in kinds:
            yield f"a {step.kind} step needs {key}"
    if len(step.ask) > 2:
        yield f"there are {len(step.ask)} questions; one or two"
    if len(step.item) > 3:
        yield f"there are {len(step.item)} questions; one to three"
    for ask in step.ask:
        yield from (f"question '{ask.id}': {text}" for text in _ask(ask))
    for number, item in enumerate(step.item, 1):
        yield from (f"question {number}: {text}" for text in _item(item))
    if step.repair is not None:
        yield from _repair(step)


def _race(lesson: Lesson, step: Step) -> Iterator[str]:
    """What a step that races several runs cannot do."""
    if step.experiment not in lesson.experiments or not lesson.experiments[step.experiment].race:
        return
    if step.kind not in vocabulary.RACING:
        yield f"a {step.kind} step cannot have a race; {', '.join(vocabulary.RACING[:-1])} and recap steps can"
    if step.start is not None:
        yield "start: a race begins where all can begin, at step 0"
    for other in lesson.steps:
        if other.start == step.id:
            yield f"step '{other.id}' starts from it, but a race leaves no single network"
    if lesson.demo is not None and step.id in (lesson.demo.plays, lesson.demo.picture):
        yield "[demo]: a race cannot be recorded; name a step with a single run"


def _ask(ask: Ask) -> Iterator[str]:
    ids = [choice.id for choice in ask.choices]
    for name in dict.fromkeys(name for name in ids if ids.count(name) > 1):
        yield f"two choices are called '{name}'"
    if ask.kind == "band":
        return
    expected = [choice.id for choice in ask.choices if not choice.tempting]
    if len(expected) != 1:
        yield f"one choice, the expected one, has no 'tempting'; here {len(expected)} have none"
    for choice in ask.choices:
        if choice.when is None:
            yield f"choice '{choice.id}' has no 'when': no run could make it right"
        steps = [step for step, _ in choice.curve]
        if ask.kind == "shape" and (len(steps) < 2 or steps != sorted(set(steps))):
            yield f"choice '{choice.id}' needs a 'curve' of at least two points with rising steps"
        if ask.kind == "choice" and choice.curve:
            yield f"choice '{choice.id}' has a 'curve', which belongs to kind \"shape\""
        for fault in prose.faults(f"{choice.label} {choice.note} {choice.tempting}"):
            yield f"choice '{choice.id}' {fault}"


def _item(item: QuizItem) -> Iterator[str]:
    right = [choice for choice in item.choices if choice.right]
    if len(right) != 1:
        yield f"exactly one choice is right; here {len(right)} are"
    if len(item.choices) < 2:
        yield f"there are {len(item.choices)} choices; at least two"
    for choice in item.choices:
        if choice.right and choice.tempting:
            yield f"choice '{choice.label}' is right and needs no 'tempting'"
        if not choice.right and not choice.tempting:
            yield f"choice '{choice.label}' is wrong and does not say why it is 'tempting'"
        for fault in prose.faults(f"{choice.label} {choice.tempting}"):
            yield f"choice '{choice.label}' {fault}"
    for fault in (*prose.faults(item.text), *prose.faults(item.because)):
        yield fault


def _repair(step: Step) -> Iterator[str]:
    assert step.repair is not None
    if not step.repair.fault.items() <= step.set.items():
        yield "fault must be part of 'set': the step has to open with it"
    for name in step.repair.fault:
        if name not in step.knobs:
            yield f"fault: knob '{name}' is not among those the step shows"
    if len(step.repair.fault) > 1:
        yield f"fault: {' and '.join(step.repair.fault)} are two; a repair step fails for one reason, so for one knob"
    for key, alternatives in (("mends", step.repair.mends), ("decoys", step.repair.decoys)):
        if not alternatives:
            yield f"there are no {key}"
    tried = {name for values in (*step.repair.mends, *step.repair.decoys) for name in values}
    for name in step.knobs:
        if name not in tried and name not in step.repair.fault:
            yield f"knob '{name}' is shown, and neither mends nor decoys say what turning it does"
