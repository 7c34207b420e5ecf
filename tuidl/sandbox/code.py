"""A sandbox as a short code: what it is, how far it was trained, and which knobs were turned on the way.

A version, the packed description and a CRC-32 of both, in Crockford's base 32: digits and letters that nobody mixes up.
Case, dashes and blanks do not count; O is read as 0, I and L as 1. Equal sandboxes give equal codes, and no two codes
give the same one.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tuidl.commands import PLACE, Assign, Command, KnobValue, Play, SetKnob, Step
from tuidl.course.declarations import fitted, misfit
from tuidl.errors import LessonError
from tuidl.language import tr
from tuidl.sandbox.description import MOST_STEPS, Sandbox, parsed, plain, settled
from tuidl.sandbox.dials import dials
from tuidl.sandbox.facts import DataFacts
from tuidl.sandbox.packing import PackingError, packed, unpacked

VERSION = 1
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
READ_AS = str.maketrans("OIL", "011")
GROUP = 5  # characters between two dashes
LONGEST = 4000  # characters without dashes
SEAL = 4  # bytes
MOST_TURNS = 500
TEMPERATURE = DataFacts("text", (), 0, 0, "")  # so that every knob a sandbox can have is known


@dataclass(frozen=True, slots=True)
class Turn:
    """A knob that was turned after ``step`` steps, or a number of the network that was given another value."""

    step: int
    name: str
    value: KnobValue

    def command(self) -> Command:
        """What is asked of a run to do the same."""
        return Assign(self.name, float(self.value)) if PLACE.fullmatch(self.name) else SetKnob(self.name, self.value)


@dataclass(frozen=True, slots=True)
class Shared:
    """A sandbox, the steps it was trained, and the turns of its knobs on the way, in their order."""

    sandbox: Sandbox
    step: int = 0
    turns: tuple[Turn, ...] = ()

    def commands(self) -> tuple[Command, ...]:
        """What is asked of a run at step 0 to bring it there: the same numbers, bit for bit."""
        found: list[Command] = []
        at = 0
        for turn in self.turns:
            if turn.step > at:
                found.append(Step(turn.step - at))
                at = turn.step
            found.append(turn.command())
        return (*found, Play(until=self.step)) if self.step > at else tuple(found)


def shared(sandbox: Sandbox, step: int, turns: tuple[Turn, ...]) -> Shared:
    """The turns that count: none after ``step``, and of several of one knob at one step the last."""
    last: dict[tuple[int, str], Turn] = {}
    for turn in turns:
        if turn.step <= step:
            last.pop((turn.step, turn.name), None)
            last[turn.step, turn.name] = turn
    return Shared(sandbox, step, tuple(last.values()))


def code(state: Shared) -> str:
    """The code. LessonError for a sandbox that is too large for one."""
    told: dict[str, Any] = plain(state.sandbox)
    if state.step:
        told["step"] = state.step
    if state.turns:
        told["turns"] = [[turn.step, turn.name, settled(turn.value)] for turn in state.turns]
    try:
        body = bytes([VERSION]) + packed(told)
    except PackingError as error:
        raise LessonError(tr("this sandbox cannot be written as a code: {error}", error=error)) from None
    text = _digits(body + zlib.crc32(body).to_bytes(SEAL, "big"))
    if len(text) > LONGEST or len(state.turns) > MOST_TURNS:
        raise LessonError(tr("this sandbox is too large for a code; save it as a lesson instead"))
    return "-".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


def _digits(raw: bytes) -> str:
    """Five bits a digit, the last ones filled up with zeros."""
    bits = "".join(f"{byte:08b}" for byte in raw)
    bits += "0" * (-len(bits) % 5)
    return "".join(DIGITS[int(bits[at : at + 5], 2)] for at in range(0, len(bits), 5))


def _raw(text: str) -> bytes:
    """The bytes of some digits; LessonError where a character is none, or more follows than was written."""
    bits = []
    for place, char in enumerate(text, 1):
        value = DIGITS.find(char)
        if value < 0:
            raise LessonError(
                tr(
                    "this is no code: character {place} is {char!r}; a code has digits, letters and dashes",
                    place=place,
                    char=char,
                )
            )
        bits.append(f"{value:05b}")
    joined = "".join(bits)
    size = len(joined) // 8
    raw = bytes(int(joined[at * 8 : at * 8 + 8], 2) for at in range(size))
    if _digits(raw) != text:
        raise LessonError(tr("this code is damaged: it does not end as codes do; copy it again, all of it"))
    return raw


def opened(text: str) -> Shared:
    """What a code stands for. LessonError, one sentence, for a text that is none, is damaged, or is newer than this."""
    if len(text) > 2 * LONGEST:
        raise LessonError(
            tr(
                "this is no code: it is {count} characters long, and codes have at most {longest}",
                count=len(text),
                longest=LONGEST,
            )
        )
    digits = "".join(char for char in text.upper() if char != "-" and not char.isspace()).translate(READ_AS)
    if not digits:
        raise LessonError(tr("this is no code: it is empty; 'tuidl sandbox' makes one, with the key y"))
    raw = _raw(digits)
    if len(raw) <= SEAL + 1:
        raise LessonError(tr("this code is damaged: it is too short; copy it again, all of it"))
    body, seal = raw[:-SEAL], raw[-SEAL:]
    if zlib.crc32(body).to_bytes(SEAL, "big") != seal:
        if raw[0] > VERSION:
            raise LessonError(
                tr(
                    "this code is damaged, or made by a newer tuidl than this one, which reads codes of version "
                    "{version}",
                    version=VERSION,
                )
            )
        raise LessonError(tr("this code is damaged: its checksum does not fit; copy it again, all of it"))
    if raw[0] != VERSION:
        raise LessonError(
            tr(
                "this code is of version {raw}, and this tuidl reads version {version}: update tuidl",
                raw=raw[0],
                version=VERSION,
            )
        )
    try:
        told = unpacked(body[1:])
    except PackingError as error:
        raise LessonError(tr("this code stands for nothing: {error}", error=error)) from None
    if not isinstance(told, dict):
        raise LessonError(tr("this code stands for nothing: it holds no sandbox"))
    step, turns = told.pop("step", 0), told.pop("turns", [])
    sandbox = parsed(told)
    found = Shared(sandbox, _step(step), _turns(sandbox, turns, step))
    if code(found) != code(shared(sandbox, found.step, found.turns)) or plain(sandbox) != told:
        raise LessonError(tr("this code stands for nothing: it says more than is so"))
    return found


def _step(step: Any) -> int:
    if isinstance(step, bool) or not isinstance(step, int) or not 0 <= step <= MOST_STEPS:
        raise LessonError(tr("this code stands for nothing: step {step!r} cannot be reached", step=step))
    return step


def _weight(sandbox: Sandbox, place: str, value: Any) -> float:
    """The value of a number of the network that was given by hand."""
    if place.partition(".")[0] not in {layer.name for layer in sandbox.layers}:
        raise LessonError(tr("this code stands for nothing: its sandbox has no layer for '{place}'", place=place))
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e38:
        raise LessonError(tr("this code stands for nothing: it gives '{place}' no number", place=place))
    return float(value)


def _turns(sandbox: Sandbox, given: Any, last: int) -> tuple[Turn, ...]:
    """The turns, each of a live knob of this sandbox, rising, and to a value it can have."""
    if not isinstance(given, list) or len(given) > MOST_TURNS:
        raise LessonError(tr("this code stands for nothing: its turns are no list"))
    live: Mapping[str, Any] = {
        dial.knob.name: dial.knob for dial in dials(sandbox, TEMPERATURE) if dial.knob.change == "live"
    }
    found: list[Turn] = []
    for entry in given:
        if not (isinstance(entry, list) and len(entry) == 3 and isinstance(entry[1], str)):
            raise LessonError(tr("this code stands for nothing: a turn in it is none"))
        step, name, value = entry
        if _step(step) > last or (found and step < found[-1].step):
            raise LessonError(tr("this code stands for nothing: its turns are out of order"))
        if PLACE.fullmatch(name):
            found.append(Turn(step, name, _weight(sandbox, name, value)))
            continue
        if name not in live:
            raise LessonError(
                tr(
                    "this code stands for nothing: its sandbox has no knob '{name}' that turns while it trains",
                    name=name,
                )
            )
        value = fitted(live[name], value)
        if reason := misfit(live[name], value):
            raise LessonError(tr("this code stands for nothing: its knob '{name}' {reason}", name=name, reason=reason))
        found.append(Turn(step, name, value))
    return tuple(found)
