"""The learner's file: its text becomes a function, and what goes wrong in it a sentence with the learner's own line."""

import ast
import linecache
from collections.abc import Callable
from types import FunctionType, TracebackType
from typing import Any

from tuidl.course.written import LONGEST
from tuidl.errors import CodeError
from tuidl.language import tr

NAME = "your file"  # as tracebacks call it


def function_of(text: str, name: str, arguments: tuple[str, ...] | None = None) -> Callable[..., Any]:
    """The function of that name in the text. CodeError for a text that is none, or holds no such function.

    The file's own statements are carried out on the way: only call this in a process that may be lost.
    """
    checked(text, name, arguments)
    linecache.cache[NAME] = (len(text), None, text.splitlines(keepends=True), NAME)
    room: dict[str, Any] = {"__name__": "exercise", "__file__": NAME}
    exec(compile(text, NAME, "exec", dont_inherit=True), room)
    function = room.get(name)
    if not isinstance(function, FunctionType):
        raise CodeError(
            tr(
                "'{name}' is no function any more when the file has been read; keep its line 'def {name}(...)'",
                name=name,
            )
        )
    return function


def checked(text: str, name: str, arguments: tuple[str, ...] | None = None) -> ast.FunctionDef:
    """The function's definition, found without carrying anything out. CodeError as ``function_of``."""
    if len(text) > LONGEST:
        raise CodeError(
            tr("the file is longer than {longest} KB; keep only what the function needs", longest=LONGEST // 1024)
        )
    try:
        tree = ast.parse(text, NAME)
    except SyntaxError as error:
        raise syntax(error) from None
    except (ValueError, RecursionError, MemoryError):
        raise CodeError(tr("the file cannot be read as Python: it is nested too deeply")) from None
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name]
    if not found:
        raise CodeError(
            tr("there is no function '{name}' in the file; its first line is 'def {name}(...):'", name=name)
        )
    taken = tuple(argument.arg for argument in (*found[-1].args.posonlyargs, *found[-1].args.args))
    if arguments is not None and taken != arguments:
        raise CodeError(
            tr(
                "line {lineno}: '{name}' must take ({arguments}), but takes ({taken})",
                lineno=found[-1].lineno,
                name=name,
                arguments=", ".join(arguments),
                taken=", ".join(taken),
            ),
            found[-1].lineno,
        )
    return found[-1]


def arguments_of(text: str, name: str) -> tuple[str, ...]:
    """The names of a function's arguments."""
    found = checked(text, name)
    return tuple(argument.arg for argument in (*found.args.posonlyargs, *found.args.args))


def syntax(error: SyntaxError) -> CodeError:
    """What Python cannot read, with its place."""
    line, column = error.lineno or 0, error.offset or 0
    said = (error.msg or tr("this is no Python")).rstrip(".")
    if isinstance(error, IndentationError):
        said = tr("the indentation is wrong: {said}", said=said)
    return CodeError(at(line, said), line, column)


def at(line: int, said: str) -> str:
    """A sentence about a line of the file; 0: about no line."""
    return tr("line {line}: {said}", line=line, said=said) if line else said


def raised(error: BaseException, name: str) -> CodeError:
    """An exception of the learner's code: its last line there, Python's words, nothing of ours."""
    if isinstance(error, CodeError):
        return error
    if isinstance(error, SyntaxError):
        return syntax(error)
    line = _line(error.__traceback__)
    return CodeError(at(line, _said(error, name)), line)


def _said(error: BaseException, name: str) -> str:
    match error:
        case SystemExit():
            return tr("the file asks Python to exit; '{name}' must return its answer instead", name=name)
        case KeyboardInterrupt():
            return tr("the file interrupts itself (KeyboardInterrupt); '{name}' must return its answer", name=name)
        case MemoryError():
            return tr("there is not enough memory for that; make the arrays smaller")
        case RecursionError():
            return tr("'{name}' calls itself without end", name=name)
        case EOFError():
            return tr("nothing can be typed in here; '{name}' gets all it needs as arguments", name=name)
        case ModuleNotFoundError():
            return tr("module '{name}' is not there; math and numpy are enough", name=error.name)
    said = str(error).strip().splitlines()
    return f"{type(error).__name__}: {said[0][:200]}" if said else type(error).__name__


def _line(traceback: TracebackType | None) -> int:
    """The innermost line of the learner's file."""
    found = 0
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == NAME:
            found = traceback.tb_lineno
        traceback = traceback.tb_next
    return found
