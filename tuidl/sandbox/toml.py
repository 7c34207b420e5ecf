"""A lesson as the text of its ``lesson.toml``: read again it is the same lesson."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from tuidl.course.spec import Experiment, Knob, KnobRef, Lesson, Step
from tuidl.language import tr

Comments = Mapping[str, str]  # "step watch" or "[data]" -> what stands above it, line by line
NONE: Comments = {}


def toml(lesson: Lesson, comments: Comments = NONE) -> str:
    """The text, with comments above the places they are about."""
    lines = [*_commented("head", comments), "format = 1", *_entries(_head(lesson))]
    for name, data in lesson.data.items():
        more = {"classes": list(data.classes), "label": data.label}
        lines += [
            "",
            *_commented("data", comments),
            f"[data.{name}]",
            *_entries({"source": data.source, **data.options}),
        ]
        lines += _entries({key: value for key, value in more.items() if value})
    for name, schedule in lesson.schedules.items():
        lines += ["", f"[schedule.{name}]", *_entries({"kind": schedule.kind, **schedule.options})]
    for experiment in lesson.experiments.values():
        lines += ["", *_commented("experiment", comments), *_experiment(experiment, comments)]
    if lesson.measures:
        lines += ["", "[measures]", *_entries(lesson.measures)]
    for name, panel in lesson.panels.items():
        lines += ["", f"[panels.{_key(name)}]", *_entries(panel.options)]
    lines += ["", *_commented("knobs", comments)]
    for place, knob in enumerate(lesson.knobs.values()):
        lines += ["" for _ in range(place > 0)] + [f"[knobs.{knob.name}]", *_entries(_knob(knob))]
    lines += ["", *_commented("headless", comments), "[headless]", *_entries({"experiment": lesson.headless})]
    for goal in lesson.goals:
        lines += ["", "[[headless.goals]]", *_entries({"text": goal.text, "check": goal.check})]
    for step in lesson.steps:
        lines += ["", *_commented(tr("step {id}", id=step.id), comments), *_step(step)]
    lines += _commented("end", comments)
    return "\n".join(lines) + "\n"


def _commented(place: str, comments: Comments) -> list[str]:
    return [f"# {line}" if line else "" for line in comments.get(place, "").splitlines()]


def _head(lesson: Lesson) -> dict[str, Any]:
    told = {key: getattr(lesson, key) for key in ("id", "number", "title", "promise", "minutes", "needs")}
    return {**told, **({"next": lesson.next} if lesson.next else {}), "objectives": lesson.objectives}


def _experiment(experiment: Experiment, comments: Comments) -> Iterator[str]:
    silent = {"pace": "full", "stride": 1, "schedule": None, "stopping": {}, "contestants": (), "seeds": 1}
    told: dict[str, Any] = {}
    for key in (f.name for f in fields(experiment) if f.name not in ("name", "layers", "options")):
        value = getattr(experiment, key)
        if key not in silent or value != silent[key]:
            told[key] = value
    yield f"[experiment.{experiment.name}]"
    yield from _entries({**told, **experiment.options})
    for place, layer in enumerate(experiment.layers):
        yield ""
        if not place:
            yield from _commented("layers", comments)
        yield f"[[experiment.{experiment.name}.layers]]"
        repeat = {} if layer.repeat is None else {"repeat": layer.repeat}
        yield from _entries({"name": layer.name, "type": layer.type, **repeat, **layer.options})


def _knob(knob: Knob) -> dict[str, Any]:
    told: dict[str, Any] = {"type": knob.type, "default": knob.default}
    whole = knob.type == "int"
    if knob.range is not None:
        told["range"] = [_whole(value, whole) for value in knob.range]
    if knob.stops:
        told["stops"] = [_whole(value, whole) for value in knob.stops]
    for key in ("by", "tensor"):
        if getattr(knob, key) is not None:
            told[key] = getattr(knob, key)
    if knob.choices:
        told["choices"] = knob.choices
    return {**told, "change": knob.change, "label": knob.label, "help": knob.help}


def _whole(value: float, whole: bool) -> float | int:
    return int(value) if whole else value


def _step(step: Step) -> Iterator[str]:
    yield "[[step]]"
    always = ("id", "kind", "page", "task", "experiment", "panels", "knobs")
    tables = ("explain", "ask", "item", "code", "repair", "single")
    silent = Step("", "read", "", "", "", ())
    told = {key: getattr(step, key) for key in always}
    for key in (f.name for f in fields(step) if f.name not in (*always, *tables)):
        if getattr(step, key) != getattr(silent, key):
            told[key] = getattr(step, key)
    yield from _entries(told)
    if step.single:
        yield 'mode = "single"'
    for ask in step.ask:
        value = {"value": ask.value} if ask.value else {}
        edges = {"edges": ask.edges} if ask.edges else {}
        yield from ("", "[[step.ask]]", *_entries({"id": ask.id, "kind": ask.kind, "text": ask.text, **value, **edges}))
        for choice in ask.choices:
            given = {f.name: getattr(choice, f.name) for f in fields(choice) if getattr(choice, f.name)}
            yield from ("", "[[step.ask.choices]]", *_entries(given))
    for item in step.item:
        choices = [{f.name: getattr(c, f.name) for f in fields(c) if getattr(c, f.name)} for c in item.choices]
        yield from ("", "[[step.item]]", *_entries({"text": item.text, "because": item.because}), "choices = [")
        yield from (f"  {_value(choice)}," for choice in choices)
        yield "]"
    for explanation in step.explain:
        when = {"when": explanation.when} if explanation.when is not None else {}
        yield from ("", "[[step.explain]]", *_entries({**when, "say": explanation.say}))


def _entries(values: Mapping[str, Any]) -> Iterator[str]:
    for key, value in values.items():
        line = f"{_key(key)} = {_value(value)}"
        long = isinstance(value, list | tuple) and len(line) > 110
        yield from [f"{_key(key)} = [", *(f"  {_value(item)}," for item in value), "]"] if long else [line]


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else _value(key)


def _value(value: Any) -> str:
    """A value as TOML writes it in one line."""
    if isinstance(value, KnobRef):
        return f'{{ knob = "{value.name}" }}'
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(str(key))} = {_value(item)}" for key, item in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    return json.dumps(value)  # true, false and numbers are written as JSON writes them
