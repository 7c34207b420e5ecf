"""Asking for a judgement: the judge's process is started, listened to, and ended with all that it started."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tuidl.course.spec import Lesson, Step
from tuidl.course.written import Written
from tuidl.errors import CodeError, Exit
from tuidl.exercise.judgement import Judgement
from tuidl.language import VARIABLES, tr

JUDGE = (sys.executable, "-P", "-m", "tuidl.exercise.judge")
SECONDS = 90.0  # on the clock, for everything that is found out with the cases of one seed
KEPT = ("PATH", "TMPDIR", "SYSTEMROOT", "LD_LIBRARY_PATH", *VARIABLES)
LINE = 4 << 20  # bytes of the answer


async def judged(lesson: Lesson, written: Written, seed: int = 0, argv: Sequence[str] = JUDGE) -> Judgement:
    """What is found out about a text. CodeError, one sentence, if the judge cannot judge.

    A call that is cancelled ends the judge.
    """
    answer = await _asked(lesson, written.step, written.text, [seed], argv)
    try:
        return Judgement.from_json(answer)
    except (ValueError, TypeError, AttributeError) as error:
        raise CodeError(
            tr("the check said something that is no judgement ({error}); try it once more", error=error)
        ) from None


def claims(lesson: Lesson, step: Step, seeds: Sequence[int]) -> list[list[tuple[str, bool]]]:
    """What the files of a code step claim (the stub fails, the solution agrees, ...), and whether it is so, by seed."""
    answer = asyncio.run(_asked(lesson, step.id, None, list(seeds), JUDGE))
    return [[(str(text), bool(holds)) for text, holds in found] for found in answer]


async def _asked(lesson: Lesson, step: str, text: str | None, seeds: list[int], argv: Sequence[str]) -> Any:
    code = lesson.step(step).code
    assert code is not None
    child = await asyncio.create_subprocess_exec(
        *argv, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        env=_environment(), limit=LINE, start_new_session=True,
    )  # fmt: skip
    asked = {"folder": str(lesson.folder), "lesson": lesson.slug, "code": asdict(code), "text": text, "seeds": seeds}
    patience = SECONDS * len(seeds)
    try:
        out, errors = await asyncio.wait_for(child.communicate(json.dumps(asked).encode()), patience)
    except TimeoutError:
        raise CodeError(
            tr("the check took more than {patience:.0f} s and was ended; try it once more", patience=patience)
        ) from None
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        if child.returncode is None:
            await child.wait()
    told = errors.decode("utf-8", "replace").strip().splitlines()
    if child.returncode != 0:
        known = child.returncode == Exit.CONTENT and len(told) == 1
        raise CodeError(told[0] if known else tr("the check broke down; what you wrote is kept, try it once more"))
    try:
        return json.loads(out)
    except ValueError as error:
        raise CodeError(
            tr("the check said something that is no judgement ({error}); try it once more", error=error)
        ) from None


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONIOENCODING": "utf-8"}
