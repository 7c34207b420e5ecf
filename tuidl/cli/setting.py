"""``--set NAME=VALUE``: a knob's new value, checked against the lesson's declaration."""

from collections.abc import Mapping, Sequence

from tuidl.commands import KnobValue
from tuidl.course.spec import Knob
from tuidl.errors import UsageError, suggest
from tuidl.language import tr

TRUE, FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


def settings(
    given: Sequence[str], knobs: Mapping[str, Knob], lesson: str, option: str = "--set"
) -> dict[str, KnobValue]:
    """All settings, the last of a name wins; UsageError names the knob, the value and what would be right."""
    found: dict[str, KnobValue] = {}
    for text in given:
        name, sign, value = text.partition("=")
        name = name.strip()
        if not sign or not name:
            raise UsageError(
                tr(
                    "{option} '{text}' is not NAME=VALUE; for example {option} {example}",
                    option=option,
                    text=text,
                    example=_example(knobs),
                )
            )
        if name not in knobs:
            near = suggest(name, knobs) or (
                tr("; it has {knobs}", knobs=", ".join(knobs)) if knobs else tr("; it has no knobs")
            )
            raise UsageError(
                tr(
                    "{option} {name}: '{lesson}' has no such knob{near}",
                    option=option,
                    name=name,
                    lesson=lesson,
                    near=near,
                )
            )
        found[name] = parsed(knobs[name], value.strip(), option)
    return found


def parsed(knob: Knob, text: str, option: str = "--set") -> KnobValue:
    """The text as this knob's value; UsageError when it is none or lies outside the range."""
    match knob.type:
        case "choice":
            if text not in knob.choices:
                near = suggest(text, knob.choices)
                raise UsageError(
                    tr(
                        "{option} {name}={text}: choose one of {choices}{near}",
                        option=option,
                        name=knob.name,
                        text=text,
                        choices=", ".join(knob.choices),
                        near=near,
                    )
                )
            return text
        case "bool":
            if text.lower() not in TRUE + FALSE:
                raise UsageError(
                    tr("{option} {name}={text}: it is true or false", option=option, name=knob.name, text=text)
                )
            return text.lower() in TRUE
        case "int":
            return int(_within(option, knob, text, _whole(option, knob, text)))
        case _:
            return _within(option, knob, text, _number(option, knob, text))


def _whole(option: str, knob: Knob, text: str) -> float:
    number = _number(option, knob, text)
    if number != int(number):
        raise UsageError(
            tr(
                "{option} {name}={text}: it is a whole number, for example {name}={default}",
                option=option,
                name=knob.name,
                text=text,
                default=knob.default,
            )
        )
    return number


def _number(option: str, knob: Knob, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise UsageError(
            tr(
                "{option} {name}={text}: it is a number, for example {name}={default}",
                option=option,
                name=knob.name,
                text=text,
                default=knob.default,
            )
        ) from None
    if number != number or number in (float("inf"), float("-inf")):
        raise UsageError(
            tr(
                "{option} {name}={text}: it is a finite number, for example {name}={default}",
                option=option,
                name=knob.name,
                text=text,
                default=knob.default,
            )
        )
    return number


def _within(option: str, knob: Knob, text: str, number: float) -> float:
    if knob.range is not None and not knob.range[0] <= number <= knob.range[1]:
        low, high = knob.range
        raise UsageError(
            tr(
                "{option} {name}={text}: it lies between {low:g} and {high:g}",
                option=option,
                name=knob.name,
                text=text,
                low=low,
                high=high,
            )
        )
    return number


def _example(knobs: Mapping[str, Knob]) -> str:
    return next((f"{knob.name}={knob.default}" for knob in knobs.values()), "rate=0.01")
