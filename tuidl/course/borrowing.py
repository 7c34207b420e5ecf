"""Functions of code steps that runs of other lessons are made of: the learner's own where it agreed, else the solution.

A lesson names such a function by its lesson and its step: ``lesson-forward.write``.
"""

from collections.abc import Callable, Iterable

from tuidl.course import library, load
from tuidl.course.spec import Lesson
from tuidl.course.written import Written
from tuidl.errors import LessonError, UsageError
from tuidl.language import tr


def parted(name: str) -> tuple[str, str]:
    """The lesson's id and the step of a function's name. LessonError for a text that is no such name."""
    lesson, point, step = name.partition(".")
    if not point or not step or not lesson.startswith("lesson-"):
        raise LessonError(
            tr("function '{name}' must be named like 'lesson-forward.write': a lesson, a point, a code step", name=name)
        )
    return lesson, step


def lender(name: str, here: Lesson | None = None) -> Lesson:
    """The lesson that a function belongs to. LessonError if there is none, or no such code step in it."""
    lesson_id, step = parted(name)
    try:
        home = here if here is not None and here.id == lesson_id else load.read(library.find(lesson_id), strict=False)
    except UsageError as error:
        raise LessonError(tr("function '{name}': {error}", name=name, error=error)) from error
    known = {each.id: each.code.plug for each in home.steps if each.code is not None}
    if step not in known:
        raise LessonError(
            tr(
                "function '{name}': {lesson_id} has no code step '{step}'; it has {known}",
                name=name,
                lesson_id=lesson_id,
                step=step,
                known=", ".join(known) or tr("none"),
            )
        )
    if known[step].endswith(".forward"):
        raise LessonError(
            tr(
                "function '{name}' stands for one layer of its own lesson ('{known}'); leave it out",
                name=name,
                known=known[step],
            )
        )
    return home


def solution(name: str, here: Lesson | None = None) -> Written:
    """What stands in for a function that the learner has not written: the lesson's own."""
    home, step = lender(name, here), parted(name)[1]
    code = home.step(step).code
    assert code is not None
    return Written(step, home.code[code.solution], home.id)


def named(lesson: Lesson, experiment: str) -> tuple[str, ...]:
    """The functions that an experiment's contestants are made of, each once."""
    every = (name for one in lesson.experiments[experiment].contestants for name in one.functions)
    return tuple(dict.fromkeys(every))


def own(names: Iterable[str], agreed: Callable[[str, str], str]) -> tuple[Written, ...]:
    """Those that the learner wrote; ``agreed(lesson, step)``: the text that agreed with every case, or none."""
    texts = ((parted(name), agreed(*parted(name))) for name in names)
    return tuple(Written(step, text, lesson) for (lesson, step), text in texts if text)


def told(lesson: Lesson, names: Iterable[str], written: Iterable[Written]) -> str:
    """Which functions are the learner's and which are not, in one or two sentences; empty if there are none."""
    known = {each.name for each in written}
    mine: list[str] = []
    others: list[str] = []
    for name in names:
        home = lender(name, lesson)
        code = home.step(parted(name)[1]).code
        assert code is not None
        (mine if name in known else others).append(f"{code.function} ({home.number})")
    if not mine and not others:
        return ""
    if not mine:
        return tr("None is yours yet. Solutions of their lessons stand in: {others}.", others=", ".join(others))
    yours = tr("Yours: {mine}.", mine=", ".join(mine))
    rest = tr("Solutions stand in for what you have not written: {others}.", others=", ".join(others))
    return f"{yours} {rest}" if others else yours


# ---- places in a network -------------------------------------------------------------------------------------------


def claims(plug: str) -> frozenset[str]:
    """The parts of a network that a function with this plug takes for itself."""
    layer, _, what = plug.partition(".")
    if what == "forward":
        return frozenset({tr("the sums of dense layers"), tr("the activation")})
    if what == "backward":
        return frozenset({tr("the way back through dense layers")})
    named_by = {
        "layers.init": {tr("the first weights")},
        "layers.dense": {tr("the sums of dense layers")},
        "layers.activation": {tr("the activation")},
        "layers.softmax": {tr("the chances")},
        "loss": {tr("the chances"), tr("the loss")},
    }
    return frozenset(named_by.get(plug, {tr("the {part}", part=what if layer == "layers" else plug)}))


def contradiction(plugs: Iterable[tuple[str, str]]) -> str:
    """Why functions, each a name with a plug, cannot stand in one network; empty if they can."""
    taken: dict[str, str] = {}
    for function, plug in plugs:
        for part in sorted(claims(plug)):
            if part in taken:
                return tr(
                    "'{other}' and '{function}' both stand for {part}; leave one of them out",
                    other=taken[part],
                    function=function,
                    part=part,
                )
            taken[part] = function
    return ""
