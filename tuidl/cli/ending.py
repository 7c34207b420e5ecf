"""How a command ends: an exit code, and for every error one sentence on standard error, never a traceback."""

import errno
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace

import click

from tuidl.errors import Exit, TuidlError
from tuidl.language import tr


def say(text: str) -> None:
    """One line on standard error; silent when nobody can read it."""
    with suppress(OSError, ValueError):
        print(text, file=sys.stderr, flush=True)


@contextmanager
def ending() -> Iterator[SimpleNamespace]:
    """Gives ``code``, to be set by the command; an exception becomes its sentence and its code."""
    end = SimpleNamespace(code=Exit.MET)
    try:
        yield end
        sys.stdout.flush()
    except TuidlError as error:
        say(f"tuidl: {error}")
        end.code = error.code
    except click.exceptions.NoArgsIsHelpError as error:
        say(error.ctx.get_help() if error.ctx else "")
        end.code = Exit.USAGE
    except click.ClickException as error:
        say(_usage(error))
        end.code = Exit.USAGE
    except (KeyboardInterrupt, EOFError, click.Abort):
        say(tr("tuidl: interrupted"))
        end.code = Exit.INTERRUPTED
    except OSError as error:
        end.code = _system(error)
    except Exception:
        _internal()
        end.code = Exit.INTERNAL


def _usage(error: click.ClickException) -> str:
    from tuidl.errors import suggest

    context = getattr(error, "ctx", None)
    command = context.command_path if context else "tuidl"
    if isinstance(error, click.NoSuchOption):
        options = [name for parameter in context.command.params for name in parameter.opts] if context else []
        text = tr(
            "there is no option '{option_name}'{hint}",
            option_name=error.option_name,
            hint=suggest(error.option_name, [*options, "--help"]),
        )
    else:
        text = _sentence(error.format_message())
    return tr(
        "tuidl: {text} ('{command} --help' shows how it is used)", text=text[:1].lower() + text[1:], command=command
    )


def _sentence(message: str) -> str:
    """What click says, in one line and in words for people."""
    text = re.sub(r"\. Choose from:\s*", ": one of ", message.rstrip("."))
    text = re.sub(r"is not a valid integer( range)?$", "is not a whole number", text)
    text = re.sub(r"is not a valid float( range)?$", "is not a number", text)
    text = re.sub(r"is not in the range (\S+?)<=?x<=(\S+)$", r"does not lie between \1 and \2", text)
    return " ".join(text.split())


def _system(error: OSError) -> Exit:
    """What the operating system refused: a closed pipe is no error of ours, anything else names the file."""
    if error.errno == errno.EPIPE:
        _forget_output()
        return Exit.PIPE
    if error.errno == errno.ENOSPC:
        _forget_output()
    reason = (error.strerror or type(error).__name__).lower()
    name = f"'{error.filename}'" if error.filename else tr("the output")
    say(tr("tuidl: {name} cannot be used: {reason}", name=name, reason=reason))
    _log()
    return Exit.CONTENT


def _forget_output() -> None:
    """Point standard output at nothing, so that the interpreter's own last flush cannot fail again."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _internal() -> None:
    log = _log()
    where = tr("; the details are in {log}", log=log) if log else ""
    say(
        tr("tuidl: something went wrong inside tuidl ({name}){where}", name=type(sys.exception()).__name__, where=where)
    )


def _log() -> Path | None:
    """Add the exception under way to the log file; None when it cannot be written."""
    import time
    import traceback

    from tuidl import paths

    try:
        log = paths.private(paths.state()) / "log"
        with log.open("a", encoding="utf-8") as file:
            print(time.strftime("%Y-%m-%d %H:%M:%S"), " ".join(sys.argv), file=file)
            traceback.print_exc(file=file)
    except OSError:
        return None
    return log
