"""The learner's own editor: a text goes out into a private file, and what was saved comes back."""

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tuidl.course.written import LONGEST
from tuidl.errors import TuidlError
from tuidl.language import tr


def command(environment: Mapping[str, str]) -> list[str]:
    """The editor as words; TuidlError if none is named or it is not there."""
    named = environment.get("VISUAL") or environment.get("EDITOR") or ""
    try:
        words = shlex.split(named)
    except ValueError:
        words = []
    if not words:
        raise TuidlError(tr("no editor is named; set EDITOR, for instance EDITOR=nano, or write here"))
    if shutil.which(words[0]) is None:
        raise TuidlError(
            tr(
                "the editor '{words}' that EDITOR names is not there; set EDITOR to another, or write here",
                words=words[0],
            )
        )
    return words


def edited(words: list[str], text: str, name: str) -> str:
    """The text as it was saved. It blocks until the editor is closed; TuidlError if what it left cannot be read."""
    with tempfile.TemporaryDirectory(prefix="tuidl-edit-") as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8")
        try:
            code = subprocess.run([*words, str(path)], check=False, env={**os.environ}).returncode
            saved = path.read_bytes()
        except OSError as error:
            raise TuidlError(
                tr(
                    "the editor '{words}' left no file: {strerror}; your text is kept",
                    words=words[0],
                    strerror=error.strerror,
                )
            ) from None
    if code != 0:
        raise TuidlError(
            tr("the editor '{words}' ended with code {code}; your text is kept as it was", words=words[0], code=code)
        )
    if len(saved) > LONGEST:
        raise TuidlError(
            tr("the file is longer than {longest} KB; your text is kept as it was", longest=LONGEST // 1024)
        )
    try:
        return saved.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise TuidlError(tr("what the editor saved is not UTF-8 text; your text is kept as it was")) from None
