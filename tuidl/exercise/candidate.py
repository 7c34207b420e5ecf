"""``python -m tuidl.exercise.candidate``: a learner's function, called with every case, in a process that may be lost.

In on stdin: one JSON object with the text, the function's name and the cases. Out on stdout: a line that says ``read``
once the file could be, one for each answer, then one that says ``done``, or one with the fault. What the function
prints goes to stderr, and nothing can be typed in.
"""

import json
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, BinaryIO

import numpy as np

from tuidl.errors import CodeError
from tuidl.exercise import compiling, limits, source, values
from tuidl.exercise.comparison import difference
from tuidl.language import tr

COMPILING = 25  # seconds of processor time where the function is compiled too


def main() -> int:
    """Answer all cases; always 0, for what went wrong is an answer too."""
    job = json.loads(sys.stdin.buffer.read())
    out = _private_output()
    say = _sayer(out)
    name, cases = str(job["function"]), [values.decode(case) for case in job["cases"]]
    compiler = import_module("tuidl.kernels.cpu.strict") if job["compiled"] else None  # before anything is forbidden
    np.seterr(all="ignore")  # an overflow shows in the answer; here it would only print
    limits.die_with_parent()
    limits.lower(COMPILING if compiler is not None else limits.SECONDS)
    tr("the file")  # the catalogue is read before anything is forbidden
    limits.watch()
    try:
        function = source.function_of(job["text"], name, tuple(job["arguments"]))
        say({"read": True})
        if compiler is not None:
            function = _compiled(compiler, function, cases[0])
        for case in cases:
            say(_answer(function, case, tuple(job["arguments"])))
    except BaseException as error:
        _fault(say, error, name)
        return 0
    say({"done": True})
    return 0


def _answer(function: Callable[..., Any], case: tuple[Any, ...], names: tuple[str, ...]) -> dict[str, Any]:
    """The answer to one case, and which argument it changed on the way."""
    given = values.decode(values.encode(case))
    answer = function(*given)
    changed = [n for n, now, before in zip(names, given, case, strict=True) if difference(before, now, 0.0)]
    try:
        return {"answer": values.encode(answer), "changed": changed[:1]}
    except values.Unsendable as error:
        return {"odd": str(error)}


def _compiled(compiler: Any, function: Callable[..., Any], case: tuple[Any, ...]) -> Any:
    try:
        return compiler.compiled(function, case)
    except Exception as error:  # numba has several that are no kin
        raise compiling.translated(error) from None


def _fault(say: Callable[[dict[str, Any]], None], error: BaseException, name: str) -> None:
    told = source.raised(error, name)
    if isinstance(error, limits.Refused):
        told = CodeError(source.at(told.line, str(error)), told.line)
    say({"fault": str(told), "line": told.line, "column": told.column})


def _private_output() -> BinaryIO:
    """The pipe to the judge; prints go to stderr from now on, and reading finds the end at once."""
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    return out


def _sayer(out: BinaryIO) -> Callable[[dict[str, Any]], None]:
    """Writes one JSON object a line. What it uses is taken now: the learner's file may put other things there."""
    write, dumps = out.write, json.JSONEncoder(allow_nan=False, separators=(",", ":")).encode

    def say(value: dict[str, Any]) -> None:
        left = memoryview(dumps(value).encode() + b"\n")
        while left:
            left = left[write(left) :]

    return say


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # no exit handlers of the learner's
