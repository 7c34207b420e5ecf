"""The wire: one JSON object a line, for envelopes one way and the request, then commands, the other way."""

import json
from dataclasses import fields
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin

from tuidl import commands, events
from tuidl.commands import Command, KnobValue
from tuidl.course.vocabulary import CONTESTANTS, SEEDS
from tuidl.events import Envelope, Event, Raced, RaceStarted, StepsEnded
from tuidl.language import tr
from tuidl.session.request import Request

Message = TypeVar("Message", Event, Request)

MAX_LINE = 4 << 20  # bytes; a picture of 64 × 64 with its points needs about 30 000
WIDEST = 1 << 32  # steps that one number may stand for


class WireError(ValueError):
    """A line that is no message: too long, no JSON, or not the fields expected."""


def dump(value: dict[str, Any]) -> bytes:
    """JSON values as a line. WireError if it is too long."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode() + b"\n"
    if len(line) > MAX_LINE:
        raise WireError(tr("a message of {count} bytes is longer than {max_line}", count=len(line), max_line=MAX_LINE))
    return line


def load(line: bytes | str) -> dict[str, Any]:
    """The JSON values of a line. WireError for anything else."""
    if len(line) > MAX_LINE:
        raise WireError(tr("a line of {count} bytes is longer than {max_line}", count=len(line), max_line=MAX_LINE))
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise WireError(tr("no JSON: {error}", error=error)) from error
    if not isinstance(value, dict):
        raise WireError(tr("not a JSON object"))
    return value


def _is(value: Any, wanted: Any) -> bool:
    """Whether a value is of a field's type, two levels deep: what a reader may rely on before it looks."""
    origin, inner = get_origin(wanted), get_args(wanted)
    if origin is tuple:
        each = inner[0] if len(inner) == 2 and inner[1] is ... else Any
        return isinstance(value, tuple) and all(_is(item, each) for item in value)
    if origin is dict:
        return isinstance(value, dict) and all(_is(item, inner[1]) for item in value.values())
    if origin is UnionType:
        return any(_is(value, each) for each in inner)
    if wanted in (int, float):
        return isinstance(value, int if wanted is int else int | float) and not isinstance(value, bool)
    return wanted is Any or isinstance(value, wanted)


def checked(message: Message) -> Message:
    """The message itself. WireError if a field is not of its type."""
    for field in fields(message):
        if isinstance(message, Raced) and field.name == "told":
            checked(message.told)
        elif not _is(getattr(message, field.name), field.type):
            raise WireError(
                tr("{name}: '{field_name}' is of the wrong type", name=type(message).__name__, field_name=field.name)
            )
    if isinstance(message, RaceStarted) and not _sound(message):
        raise WireError(tr("RaceStarted: its contestants do not agree"))
    if isinstance(message, StepsEnded) and not 0 < message.width <= WIDEST:
        raise WireError(tr("StepsEnded: its numbers stand for no steps"))
    return message


def _sound(race: RaceStarted) -> bool:
    """Whether whoever folds a race may rely on its numbers."""
    count = len(race.names)
    told = [race.settings, *(each for each in (race.experiments, race.functions) if each)]
    pairs = [pair for settings in race.settings for pair in settings]
    return (
        0 < count <= CONTESTANTS
        and 0 < len(race.seeds) <= SEEDS
        and all(len(each) == count for each in told)
        and all(len(pair) == 2 and isinstance(pair[0], str) and isinstance(pair[1], KnobValue) for pair in pairs)
    )


def from_envelope(envelope: Envelope) -> bytes:
    """An envelope as a line."""
    return dump(values_of(envelope))


def values_of(envelope: Envelope) -> dict[str, Any]:
    """``{"seq": n, "at": seconds, "event": {...}}``, and ``learner`` where there is one."""
    value: dict[str, Any] = {"seq": envelope.seq, "at": round(envelope.at, 6), "event": events.to_json(envelope.event)}
    if envelope.learner:
        value["learner"] = envelope.learner
    return value


def to_envelope(line: bytes | str) -> Envelope:
    """The inverse of ``from_envelope``. WireError for anything else."""
    return envelope_of(load(line))


def envelope_of(value: dict[str, Any]) -> Envelope:
    """The inverse of ``values_of``. WireError for anything else."""
    seq, at, event, learner = (value.get(key) for key in ("seq", "at", "event", "learner"))
    if type(seq) is not int or type(at) not in (int, float) or not isinstance(event, dict):
        raise WireError(tr("an envelope needs seq, at and event"))
    try:
        return Envelope(seq, float(at or 0), checked(events.from_json(event)), str(learner or ""))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise WireError(str(error)) from error


def from_command(command: Command) -> bytes:
    """One command as a line."""
    return dump(commands.to_json(command))


def to_command(line: bytes | str) -> Command:
    """The inverse of ``from_command``. WireError for anything else."""
    try:
        return commands.from_json(load(line))
    except (ValueError, TypeError) as error:
        raise WireError(str(error)) from error


def from_request(request: Request) -> bytes:
    """The first line that a worker reads."""
    return dump(request.to_json())


def to_request(line: bytes | str) -> Request:
    """The inverse of ``from_request``. WireError for anything else."""
    try:
        return checked(Request.from_json(load(line)))
    except TypeError as error:
        raise WireError(str(error)) from error
