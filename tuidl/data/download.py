"""Download: files from a mirror, gone on with where they broke off, believed only if their checksum is right."""

import errno
import http.client
import json
import socket
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from tuidl.data.remote import Remote, Told
from tuidl.errors import DataError, UsageError
from tuidl.language import tr

CHUNK = 1 << 16
PATIENCE = 30.0  # seconds without a byte
TRIES = 3  # for each mirror, where some bytes came
ROOM = 1 << 16  # bytes by which a packed file may be larger than what is in it


class Lost(Exception):
    """A download did not come to its end; ``some`` bytes came, so that it may be worth another try."""

    def __init__(self, reason: str, some: bool = False) -> None:
        super().__init__(reason)
        self.some = some


class Redirects(urllib.request.HTTPRedirectHandler):
    """Follows to http and https alone, and never from https to http."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        """Lost where it must not lead; else as urllib does."""
        before, after = urlsplit(req.full_url).scheme, urlsplit(newurl).scheme
        if after not in ("http", "https") or (before == "https" and after == "http"):
            raise Lost(tr("leads from {before} to {after}", before=before, after=after or tr("nowhere")))
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def checked_mirror(url: str) -> str:
    """A mirror's address; UsageError unless it is one of http or https."""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and url.isascii() and url.isprintable()
    except ValueError:
        sound = False
    if not sound or " " in url:
        raise UsageError(
            tr("--from {url!r} cannot be used: it must be an address that begins with http:// or https://", url=url)
        )
    return url.rstrip("/")


def fetch(what: str, files: Sequence[Remote], mirrors: Sequence[str], folder: Path, told: Told) -> None:
    """Bring all files into ``folder``, each from the first mirror that has it. What is there and sound stays.

    A file that broke off is gone on with. DataError, in one sentence, if one cannot be had.
    """
    for file in files:
        if file.sound(folder / file.name):
            continue
        reasons: dict[str, str] = {}
        for mirror in mirrors:
            try:
                _from(mirror, file, folder, told)
                break
            except Lost as lost:
                reasons[mirror] = str(lost)
        else:
            failed = "; ".join(f"{mirror} {reason}" for mirror, reason in reasons.items())
            raise DataError(
                tr(
                    "{what} could not be fetched: {name}: {failed}; say it again to go on, name another mirror with "
                    "--from, or bring the files yourself with 'tuidl data import'",
                    what=what,
                    name=file.name,
                    failed=failed,
                )
            )


def _from(mirror: str, file: Remote, folder: Path, told: Told) -> None:
    """One file from one mirror; Lost if that fails."""
    url, part, note = f"{mirror}/{file.name}", folder / f"{file.name}.part", folder / f"{file.name}.from"
    for left in reversed(range(0 if file.sound(part) else TRIES)):
        try:
            _receive(url, part, note, file, told)
            break
        except Lost as lost:
            if not left or not lost.some:
                raise
    good = file.sound(part)
    note.unlink(missing_ok=True)
    if not good:
        part.unlink(missing_ok=True)
        raise Lost(tr("sends something else: the checksum is wrong"))
    part.replace(folder / file.name)


def _receive(url: str, part: Path, note: Path, file: Remote, told: Told) -> None:
    """Go on with the part that is here, if it came from this address and is still the same there; else begin."""
    here, mark = _known(url, part, note)
    headers = {"User-Agent": "tuidl", "Accept-Encoding": "identity"}
    if here:
        headers |= {"Range": f"bytes={here}-", "If-Range": mark}
    opener = urllib.request.build_opener(Redirects)
    came = 0
    try:
        with opener.open(urllib.request.Request(url, headers=headers), timeout=PATIENCE) as answer:
            begins, total = _place(answer.status, answer.headers, here)
            mark = answer.headers.get("ETag") or answer.headers.get("Last-Modified") or ""
            note.write_text(json.dumps({"url": url, "mark": mark}), encoding="utf-8")
            with part.open("r+b" if begins else "wb") as out:
                out.seek(begins)
                out.truncate()
                at = begins
                told(file.name, at, total)
                while piece := answer.read(CHUNK):
                    at += len(piece)
                    came += len(piece)
                    if at > file.size + ROOM:
                        raise Lost(tr("sends more than it should"))
                    out.write(piece)
                    told(file.name, at, total)
            if total and at < total:
                raise Lost(tr("broke off after {at} of {total} bytes", at=at, total=total), some=came > 0)
    except urllib.error.HTTPError as error:
        error.close()
        if here and error.code == 416:
            part.unlink(missing_ok=True)
            raise Lost(tr("has another file now"), some=True) from None
        if 300 <= error.code < 400:
            raise Lost(tr("leads round in circles, or away from the web ({code})", code=error.code)) from None
        raise Lost(
            tr(
                "answers {code} {responses}", code=error.code, responses=http.client.responses.get(error.code, "")
            ).rstrip()
        ) from None
    except urllib.error.URLError as error:
        raise Lost(_reason(error.reason), some=came > 0) from None
    except (http.client.HTTPException, ValueError) as error:
        raise Lost(tr("does not speak HTTP as it should ({name})", name=type(error).__name__), some=came > 0) from None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DataError(
                tr(
                    "the disk is full: {name} does not fit into {parent}; make room and go on",
                    name=file.name,
                    parent=part.parent,
                )
            ) from None
        if error.filename is not None:
            raise DataError(
                tr(
                    "{filename} cannot be written: {strerror}",
                    filename=error.filename,
                    strerror=error.strerror or error,
                )
            ) from None
        raise Lost(_reason(error), some=came > 0) from None


def _known(url: str, part: Path, note: Path) -> tuple[int, str]:
    """How many bytes of this very file are here, and the mark that says whether it is still the same there."""
    with suppress(OSError, ValueError, TypeError, AttributeError):
        told: Mapping[str, str] = json.loads(note.read_text(encoding="utf-8"))
        mark = told.get("mark", "")
        if told.get("url") == url and mark and not mark.startswith("W/"):  # a weak mark is none
            return part.stat().st_size, mark
    return 0, ""


def _place(status: int, headers: Mapping[str, str], here: int) -> tuple[int, int]:
    """Where the bytes of an answer belong, and how many the whole file has (0: not told)."""
    if status == 206:
        try:
            span, _, total = headers["Content-Range"].removeprefix("bytes ").partition("/")
            if int(span.partition("-")[0]) == here:
                return here, int(total)
        except (KeyError, AttributeError, ValueError):
            pass
        raise Lost(tr("sends another piece than was asked for"))
    if status != 200:
        raise Lost(tr("answers {status}", status=status))
    length = headers.get("Content-Length", "")
    return 0, int(length) if length.isdecimal() else 0


def _reason(error: object) -> str:
    if isinstance(error, TimeoutError):
        return tr("was silent for {patience:g} seconds", patience=PATIENCE)
    if isinstance(error, socket.gaierror):
        return tr("is not found: is there a network?")
    if isinstance(error, OSError):
        return tr("cannot be reached ({strerror})", strerror=(error.strerror or str(error)).lower())
    return tr("cannot be reached ({error})", error=error)
