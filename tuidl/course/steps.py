"""Reading the steps of a lesson: ``[[step]]`` and everything inside one."""

from collections.abc import Mapping

from tuidl.commands import KnobValue
from tuidl.course import vocabulary
from tuidl.course.declarations import settings
from tuidl.course.spec import Ask, Choice, CodeSpec, Explanation, Knob, QuizChoice, QuizItem, RepairSpec, Step
from tuidl.course.table import Table
from tuidl.language import tr


def steps(table: Table, knobs: Mapping[str, Knob]) -> tuple[Step, ...]:
    """All ``[[step]]`` in order; LessonError if there is none."""
    found = tuple(_step(entry, knobs) for entry in table.each("step", "step"))
    if not found:
        raise table.error(tr("there is no [[step]]"))
    return found


def _step(table: Table, knobs: Mapping[str, Knob]) -> Step:
    kind = table.word("kind", vocabulary.STEP_KINDS)
    step = Step(
        id=table.text("id"),
        kind=kind,  # type: ignore[arg-type]
        page=table.text("page"),
        task=table.text("task"),
        experiment=table.text("experiment"),
        panels=table.texts("panels"),
        point=table.texts("point", ()),
        knobs=table.texts("knobs", ()),
        set=_settings(table, "set", knobs),
        start=table.text("start", None),
        steps=table.whole("steps", None, least=1),
        evaluate_every=table.whole("evaluate_every", None, least=1),
        single=table.word("mode", ("free", "single"), "free") == "single",
        check=table.text("check", None),
        hints=table.texts("hints", ()),
        explain=tuple(_explanation(entry) for entry in table.each("explain", "explanation")),
        score=table.text("score", None),
        solution=_settings(table, "solution", knobs),
        ask=tuple(_ask(entry) for entry in table.each("ask", "question")),
        item=tuple(_item(entry) for entry in table.each("item", "question")),
        code=_code(table.table("code")) if "code" in table else None,
        repair=_repair(table.table("repair"), knobs) if "repair" in table else None,
        best=table.texts("best", ()),
    )
    table.done()
    return step


def _settings(table: Table, key: str, knobs: Mapping[str, Knob]) -> dict[str, KnobValue]:
    return settings(table.plain(key, vocabulary.SCALARS, tr("a number, a text, true or false")), knobs)


def _explanation(table: Table) -> Explanation:
    found = Explanation(table.text("say"), table.text("when", None))
    table.done()
    return found


def _ask(table: Table) -> Ask:
    kind = table.word("kind", ("choice", "shape", "band"))
    ask = Ask(
        id=table.text("id"),
        kind=kind,  # type: ignore[arg-type]
        text=table.text("text"),
        value=table.text("value", "") if kind == "choice" else table.text("value"),
        choices=tuple(_choice(entry) for entry in table.each("choices", "choice")),
        edges=table.numbers("edges") if kind == "band" else (),
    )
    table.done()
    if kind == "band":
        if len(ask.edges) < 3 or list(ask.edges) != sorted(set(ask.edges)):
            raise table.error(tr("'edges' must be at least three rising numbers"))
        if ask.choices:
            raise table.error(tr("a band has 'edges', not 'choices'"))
    elif len(ask.choices) < 2:
        raise table.error(tr("there are {count} choices; at least two are needed", count=len(ask.choices)))
    return ask


def _choice(table: Table) -> Choice:
    found = Choice(
        id=table.text("id"),
        label=table.text("label"),
        note=table.text("note", ""),
        when=table.text("when", None),
        tempting=table.text("tempting", ""),
        curve=table.pairs("curve"),
    )
    table.done()
    return found


def _item(table: Table) -> QuizItem:
    choices = []
    for entry in table.each("choices", "choice"):
        choices.append(QuizChoice(entry.text("label"), entry.flag("right", False), entry.text("tempting", "")))
        entry.done()
    found = QuizItem(table.text("text"), tuple(choices), table.text("because"))
    table.done()
    return found


def _code(table: Table) -> CodeSpec:
    found = CodeSpec(
        table.text("file"), table.text("solution"), table.text("tests"), table.text("function"), table.text("plug")
    )
    table.done()
    return found


def _repair(table: Table, knobs: Mapping[str, Knob]) -> RepairSpec:
    found = RepairSpec(
        _settings(table, "fault", knobs),
        _alternatives(table, "mends", knobs),
        _alternatives(table, "decoys", knobs),
    )
    table.done()
    return found


def _alternatives(table: Table, key: str, knobs: Mapping[str, Knob]) -> tuple[Mapping[str, KnobValue], ...]:
    found = []
    for entry in table.each(key, key):
        values = entry.rest()
        for name, value in values.items():
            if not isinstance(value, vocabulary.SCALARS):
                raise entry.error(tr("'{name}' must be a number, a text, true or false", name=name))
        found.append(settings(values, knobs))
    return tuple(found)
