"""Recordings: the stream of a run in a file, one header line, then one envelope a line."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tuidl.draft import Draft
from tuidl.errors import CheckpointError
from tuidl.events import Envelope, RunStarted
from tuidl.session import wire

FORMAT = 1
MAX_BYTES = 256 << 20


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording, read and checked. ``envelopes`` begin with ``RunStarted`` at 0 seconds."""

    lesson: str
    experiment: str
    seed: int
    knobs: dict[str, Any]
    envelopes: tuple[Envelope, ...]


class Recorder:
    """Writes what passes by; the file stands under its name when ``close`` is called, never half written."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._began: Envelope | None = None
        self._draft: Draft | None = None
        with self._told():
            self._draft = Draft(self.path)

    def write(self, envelope: Envelope) -> None:
        """Add one envelope; what came before ``RunStarted`` (compiling) is no part of a recording."""
        event, draft = envelope.event, self._draft
        if draft is None:
            return
        if self._began is None:
            if not isinstance(event, RunStarted):
                return
            self._began = envelope
            header = {
                "tuidl": FORMAT,
                "lesson": event.lesson,
                "experiment": event.experiment,
                "seed": event.seed,
                "knobs": dict(event.knobs),
            }
            with self._told():
                draft.file.write(json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        moved = replace(envelope, seq=envelope.seq - self._began.seq, at=envelope.at - self._began.at)
        with self._told():
            draft.file.write(wire.from_envelope(moved))

    def close(self) -> None:
        """Finish the file; safe to call twice. Without a single ``RunStarted`` nothing is left behind."""
        draft, self._draft = self._draft, None
        if draft is None:
            return
        if self._began is None:
            draft.drop()
        else:
            with self._told():
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
            raise CheckpointError(f"recording {self.path} cannot be written: {reason}; choose another place") from error


def read(path: Path | str) -> Recording:
    """Read and check a recording. CheckpointError names the line that is wrong."""
    path = Path(path)
    try:
        if path.exists() and not path.is_file():
            raise CheckpointError(f"recording {path} is not a file; 'tuidl run LESSON --record FILE' makes one")
        if path.stat().st_size > MAX_BYTES:
            raise CheckpointError(f"recording {path} is larger than {MAX_BYTES >> 20} MB; it was not made by tuidl")
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise CheckpointError(f"recording {path} cannot be read: {error.strerror}") from error
    header = _header(path, lines[0] if lines else b"")
    envelopes: list[Envelope] = []
    for number, line in enumerate(lines[1:], 2):
        try:
            envelope = wire.to_envelope(line)
        except wire.WireError as error:
            raise CheckpointError(f"recording {path}, line {number}: {error}; record it again") from error
        if envelopes and (envelope.seq <= envelopes[-1].seq or envelope.at < envelopes[-1].at):
            raise CheckpointError(f"recording {path}, line {number}: it is out of order; record it again")
        envelopes.append(envelope)
    if not envelopes or not isinstance(envelopes[0].event, RunStarted):
        raise CheckpointError(f"recording {path} holds no run; record it again")
    return Recording(header["lesson"], header["experiment"], header["seed"], header["knobs"], tuple(envelopes))


def _header(path: Path, line: bytes) -> dict[str, Any]:
    try:
        header = json.loads(line)
    except ValueError:
        header = None
    if not isinstance(header, dict) or "tuidl" not in header:
        raise CheckpointError(f"{path} is no recording of tuidl; 'tuidl run LESSON --record FILE' makes one")
    if header["tuidl"] != FORMAT:
        raise CheckpointError(
            f"recording {path} has format {header['tuidl']!r}, this tuidl reads format {FORMAT}; record it again"
        )
    kinds = {"lesson": str, "experiment": str, "seed": int, "knobs": dict}
    for key, kind in kinds.items():
        if not isinstance(header.get(key), kind):
            raise CheckpointError(f"recording {path}, line 1: '{key}' is missing or wrong; record it again")
    return header
