"""Recordings: the stream of a run in a file: a header line, one envelope a line, last the SHA-256 of all that."""

import hashlib
import json
import os
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, overload

from tuidl.commands import KnobValue
from tuidl.draft import Draft, ordinary
from tuidl.errors import CheckpointError
from tuidl.events import Envelope, KernelCompiled, Raced, RaceStarted, RunStarted
from tuidl.language import tr
from tuidl.session import wire
from tuidl.session.repeats import Repeats, restored

FORMAT = 3
READABLE = (2, FORMAT)  # the one before had every picture in full
MAX_BYTES = 96 << 20
LEAST = 30  # bytes of an envelope
FIRST = 2  # line of the first envelope
READY = 16  # lines that others repeat which are kept ready
FIELDS: dict[str, type] = {"lesson": str, "experiment": str, "seed": int, "knobs": dict}


class Envelopes(Sequence[Envelope]):
    """The lines of a recording, each read when it is asked for: a long run takes no more memory than its file.

    Whoever reads them in order gets a CheckpointError that names the line at the first that is wrong; the seal of the
    file keeps accidents out.
    """

    def __init__(self, path: Path, content: bytes, end: int) -> None:
        self._path, self._content = path, content
        self._starts = array("q", [content.index(b"\n") + 1])  # of every envelope's line, and where the last one ends
        while (line := content.find(b"\n", self._starts[-1], end)) >= 0:
            if line - self._starts[-1] < LEAST:  # nothing but such lines would take more memory than the file
                raise CheckpointError(
                    tr(
                        "recording {path}, line {count}: no envelope; record it again",
                        path=path,
                        count=len(self._starts) + 1,
                    )
                )
            self._starts.append(line + 1)
        self._before: tuple[int, Envelope] | None = None  # the one read last
        self._lines: dict[int, dict[str, Any]] = {}

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, place: int) -> Envelope: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Envelope, ...]: ...
    def __getitem__(self, place: int | slice) -> Envelope | tuple[Envelope, ...]:
        if isinstance(place, slice):
            return tuple(self[i] for i in range(*place.indices(len(self))))
        place = range(len(self))[place]
        if self._before is not None and self._before[0] == place:
            return self._before[1]
        try:
            envelope = wire.envelope_of(restored(self._values(place), place + FIRST, self._line))
        except ValueError as error:
            raise CheckpointError(
                tr(
                    "recording {path}, line {place}: {error}; record it again",
                    path=self._path,
                    place=place + FIRST,
                    error=error,
                )
            ) from error
        if self._before is not None and self._before[0] == place - 1:
            last = self._before[1]
            if envelope.seq <= last.seq or envelope.at < last.at:
                raise CheckpointError(
                    tr(
                        "recording {path}, line {place}: it is out of order; record it again",
                        path=self._path,
                        place=place + FIRST,
                    )
                )
        self._before = place, envelope
        return envelope

    def _values(self, place: int) -> dict[str, Any]:
        return wire.load(self._content[self._starts[place] : self._starts[place + 1]])

    def _line(self, number: int) -> dict[str, Any]:
        """What stands in a line that others repeat, the lines asked for last ready."""
        if number not in self._lines:
            if len(self._lines) >= READY:
                del self._lines[next(iter(self._lines))]
            self._lines[number] = self._values(number - FIRST)
        return self._lines[number]


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording whose seal is right. ``envelopes`` begin with ``RunStarted`` at 0 seconds, those of a race with
    ``RaceStarted``; its seed is the first one, its knobs are those of its contestants."""

    lesson: str
    experiment: str
    seed: int
    knobs: dict[str, Any]
    envelopes: Sequence[Envelope]

    @property
    def race(self) -> bool:
        """Whether several runs are told."""
        return isinstance(self.envelopes[0].event, RaceStarted)


class Recorder:
    """Writes what passes by; the file stands under its name when ``close`` is called, never half written.

    A run that says more than a recording holds is recorded up to there.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._began: Envelope | None = None
        self._at = 0.0  # of the envelope before
        self._draft: Draft | None = None
        self._sum, self._size = hashlib.sha256(), 0
        self._repeats, self._lines = Repeats(), 0
        with self._told():
            self._draft = Draft(self.path)

    def write(self, envelope: Envelope) -> None:
        """Add one envelope; what came before a start (compiling) is no part of a recording, nor is the time that it
        takes in a race, which starts before."""
        event, draft = envelope.event, self._draft
        if draft is None:
            return
        if self._began is None:
            if not isinstance(event, RunStarted | RaceStarted):
                return
            self._began = envelope
            header = {"tuidl": FORMAT, "lesson": event.lesson, "experiment": event.experiment, **_of(event)}
            self._add(draft, json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        elif isinstance(event, Raced) and isinstance(event.told, KernelCompiled):  # nobody waits for that again
            self._began = replace(self._began, at=self._began.at + envelope.at - self._at)
        self._at = envelope.at
        moved = replace(envelope, seq=envelope.seq - self._began.seq, at=envelope.at - self._began.at)
        self._lines += 1
        line = wire.dump(self._repeats.shortened(wire.values_of(moved), self._lines + 1))
        if self._size + len(line) > MAX_BYTES:
            self.close()
        else:
            self._add(draft, line)

    def _add(self, draft: Draft, line: bytes) -> None:
        self._sum.update(line)
        self._size += len(line)
        with self._told():
            draft.file.write(line)

    def close(self) -> None:
        """Finish the file; safe to call twice. Where nothing has started nothing is left behind."""
        draft, self._draft = self._draft, None
        if draft is None:
            return
        if self._began is None:
            draft.drop()
        else:
            with self._told():
                draft.file.write(_seal(self._sum.hexdigest()))
                draft.finish()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """A disk that says no ends the recording; nothing is left of it."""
        try:
            yield
        except OSError as error:
            draft, self._draft = self._draft, None
            if draft is not None:
                draft.drop()
            reason = error.strerror or str(error)
            raise CheckpointError(
                tr("recording {path} cannot be written: {reason}; choose another place", path=self.path, reason=reason)
            ) from error


def _of(event: RunStarted | RaceStarted) -> dict[str, Any]:
    """What the header says of who runs."""
    if isinstance(event, RaceStarted):
        return {"seed": event.seeds[0], "knobs": {}}
    return {"seed": event.seed, "knobs": dict(event.knobs)}


def _seal(digest: str) -> bytes:
    """The last line."""
    return f'{{"sha256":"{digest}"}}\n'.encode()


def read(path: Path | str) -> Recording:
    """Read a recording and look at its seal. CheckpointError, one sentence, for a file that is none or is damaged."""
    path = Path(path)
    foreign = tr("{path} is no recording of tuidl; 'tuidl run LESSON --record FILE' makes one", path=path)
    try:
        with ordinary(path) as file:
            if os.fstat(file.fileno()).st_size > MAX_BYTES + wire.MAX_LINE:
                raise CheckpointError(
                    tr(
                        "recording {path} is larger than {max_bytes} MB; it was not made by tuidl",
                        path=path,
                        max_bytes=MAX_BYTES >> 20,
                    )
                )
            content = file.read()
    except OSError as error:
        raise CheckpointError(
            tr("recording {path} cannot be read: {strerror}", path=path, strerror=error.strerror)
        ) from error
    header = _header(path, content[: content.find(b"\n") + 1] or content, foreign)
    end = len(content) - len(_seal("0" * 64))
    if end < 0 or content[end:] != _seal(hashlib.sha256(memoryview(content)[:end]).hexdigest()):
        raise CheckpointError(tr("recording {path} is damaged, or was cut short; record it again", path=path))
    envelopes = Envelopes(path, content, end)
    if not envelopes or not isinstance(envelopes[0].event, RunStarted | RaceStarted):
        raise CheckpointError(tr("recording {path} holds no run; record it again", path=path))
    return Recording(header["lesson"], header["experiment"], header["seed"], header["knobs"], envelopes)


def _header(path: Path, line: bytes, foreign: str) -> dict[str, Any]:
    try:
        header = json.loads(line) if len(line) <= wire.MAX_LINE else None
    except (ValueError, RecursionError):
        header = None
    if not isinstance(header, dict) or "tuidl" not in header:
        raise CheckpointError(foreign)
    if header["tuidl"] not in READABLE:
        raise CheckpointError(
            tr(
                "recording {path} has format {tuidl!r:.40}, this tuidl reads format {format}; record it again",
                path=path,
                tuidl=header["tuidl"],
                format=FORMAT,
            )
        )
    for key, kind in FIELDS.items():
        if type(header.get(key)) is not kind:
            raise CheckpointError(
                tr("recording {path}, line 1: '{key}' is missing; record it again", path=path, key=key)
            )
    if not all(isinstance(value, KnobValue) for value in header["knobs"].values()):
        raise CheckpointError(tr("recording {path}, line 1: a knob is no plain value; record it again", path=path))
    return header
