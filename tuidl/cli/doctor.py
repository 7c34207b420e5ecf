"""``tuidl doctor``: what works on this machine, one line each."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Literal

import click

from tuidl.encoding import plain
from tuidl.errors import Exit, TuidlError

PACKAGES = ("textual", "numpy", "numba", "plotext", "click", "platformdirs")
GLYPHS = {"works": ("✓", "+"), "limited": ("!", "!"), "broken": ("✗", "x")}
SMALLEST = (80, 24)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. ``broken`` means that nobody can learn here until it is mended."""

    name: str
    state: Literal["works", "limited", "broken"]
    text: str
    code: int = 0


@click.command()
@click.option("--compile", "compiling", is_flag=True, help="Compile all kernels now, so that no lesson waits for them.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(compiling: bool, as_json: bool) -> Exit:
    """Say what works on this machine and what to do about the rest.

    \b
    Examples:
      tuidl doctor
      tuidl doctor --compile        (before a class: the first start is as fast as any)
      tuidl doctor --json | jq '.findings[] | select(.state != "works")'
    """
    findings: list[Finding] = []
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    for check in (*CHECKS, kernels) if compiling else CHECKS:
        for finding in check():
            findings.append(finding)
            if not as_json:
                glyph = GLYPHS[finding.state][0 if utf8 else 1]
                click.echo(f"{glyph} {finding.state:<7}  {finding.name:<10}  {finding.text}")
    broken = [finding for finding in findings if finding.state == "broken"]
    if as_json:
        click.echo(json.dumps({"findings": [asdict(finding) for finding in findings], "works": not broken}))
    return Exit(broken[0].code) if broken else Exit.MET


def terminal() -> Iterator[Finding]:
    """Size, colours, signs."""
    if os.environ.get("TERM") == "dumb" or not sys.stdout.isatty():
        yield Finding("terminal", "limited", "none here: screens need one, 'tuidl run LESSON --headless' does not")
    else:
        columns, rows = os.get_terminal_size(sys.stdout.fileno())
        small = columns < SMALLEST[0] or rows < SMALLEST[1]
        hint = f"; the screens need {SMALLEST[0]}x{SMALLEST[1]}" if small else ""
        yield Finding("terminal", "limited" if small else "works", f"{columns}x{rows}, {colours()}{hint}")
    encoding = sys.stdout.encoding or "ascii"
    try:
        "⠿█▀✓−η".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        yield Finding("unicode", "limited", f"the encoding is {encoding}: set LANG=C.UTF-8 for curves and symbols")
    else:
        if plain(os.environ):
            hint = "set LANG=C.UTF-8 or TUIDL_GLYPHS=unicode for curves and symbols"
            yield Finding("unicode", "limited", f"screens are drawn in plain ASCII: {hint}")
        else:
            yield Finding("unicode", "works", f"{encoding}: braille, blocks and symbols")


def colours() -> str:
    """What the environment says of colours."""
    if os.environ.get("NO_COLOR"):
        return "no colours (NO_COLOR is set)"
    if os.environ.get("COLORTERM", "") in ("truecolor", "24bit"):
        return "16 million colours"
    return "256 colours" if "256" in os.environ.get("TERM", "") else "16 colours"


def python() -> Iterator[Finding]:
    """The interpreter."""
    version = ".".join(map(str, sys.version_info[:3]))
    state: Literal["works", "broken"] = "works" if sys.version_info >= (3, 11) else "broken"
    yield Finding("python", state, f"{version} at {sys.executable}", int(Exit.INTERNAL) if state == "broken" else 0)


def packages() -> Iterator[Finding]:
    """What tuidl stands on."""
    from importlib.metadata import PackageNotFoundError, version

    found, missing = [], []
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        text = f"{', '.join(missing)} missing; install tuidl again"
        yield Finding("packages", "broken", text, int(Exit.INTERNAL))
    yield Finding("packages", "works", ", ".join(found))


def devices() -> Iterator[Finding]:
    """Which executors can be loaded, and how many processors there are."""
    from importlib import import_module

    try:
        import_module("tuidl.kernels.cpu.executor")
    except Exception as error:  # a broken numba or llvmlite fails in many ways
        text = f"the CPU kernels cannot be loaded ({type(error).__name__}: {error}); install tuidl again"
        yield Finding("device", "broken", text, int(Exit.DEVICE))
    else:
        yield Finding("device", "works", "cpu (compiled by numba), reference (plain NumPy)")
    yield _gpu()
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    few = "" if usable > 1 else "; training and screen share it"
    yield Finding("threads", "works", f"{usable} of {os.cpu_count()} processors may be used{few}")


def _gpu() -> Finding:
    """Whether the device cuda can be used; nobody needs it to learn."""
    from tuidl.kernels.cuda import device

    reason = device.missing()
    if reason is not None:
        return Finding("gpu", "limited", f"device cuda {reason}; lessons do not need it")
    return Finding("gpu", "works", f"cuda: {device.describe()}")


def folders() -> Iterator[Finding]:
    """Where tuidl keeps things, and whether it can."""
    from tuidl import paths

    kept: tuple[tuple[str, Callable[[], Path], str], ...] = (
        ("cache", paths.cache, "kernels are compiled again on every start"),
        ("progress", paths.state, "progress is not kept"),
        ("own data", paths.data, "data of your own cannot be imported"),
    )
    for name, place, loss in kept:
        try:
            folder = paths.private(place())
            probe = folder / f".probe-{os.getpid()}"
            probe.write_bytes(b"tuidl")
            probe.unlink()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            hint = f"{place()} cannot be written ({reason}): {loss}; TUIDL_HOME names another place"
            yield Finding(name, "limited", hint)
        else:
            yield Finding(name, "works", str(folder))


def lessons() -> Iterator[Finding]:
    """Whether every lesson can be read."""
    from tuidl.course import library, load

    good = 0
    for card in library.cards():
        try:
            load.read(card.folder)
            good += 1
        except TuidlError as error:
            yield Finding("lessons", "limited", str(error))
    if good:
        yield Finding("lessons", "works", f"{good} can be trained")
    else:
        yield Finding("lessons", "broken", "none found; TUIDL_LESSONS names a folder of lessons", int(Exit.CONTENT))


def data() -> Iterator[Finding]:
    """The data sets that ship, and those the learner brought."""
    from tuidl.data import entries

    every = entries()
    own = [entry.name for entry in every if entry.kind is None]
    brought = f"; your own: {', '.join(own)}" if own else ""
    yield Finding("data", "works", f"{', '.join(entry.name for entry in every if entry.kind is not None)}{brought}")


def kernels() -> Iterator[Finding]:
    """Compile every kernel that is not kept yet, with a bar on standard error."""
    from tuidl.kernels import default_threads
    from tuidl.kernels.cpu import cache, everything

    if not cache.LASTING:
        yield Finding("kernels", "limited", "not compiled: there is no place to keep them, see 'cache'")
        return
    began, fresh, total = perf_counter(), 0, len(everything.names())
    try:
        with click.progressbar(
            everything.compiled(default_threads()), length=total, label="kernels", file=sys.stderr,
            item_show_func=lambda made: made.name if made else None,
        ) as bar:  # fmt: skip
            for made in bar:
                fresh += made.fresh
    except Exception as error:  # the compiler, or one of its processes
        text = f"not all could be compiled ({error}); free some memory and try again"
        yield Finding("kernels", "broken", text, int(Exit.DEVICE))
        return
    told = f"{fresh} compiled in {perf_counter() - began:.0f} s" if fresh else "compiled already"
    yield Finding("kernels", "works", f"all {total} are ready, {told}; no lesson has to wait for them")


CHECKS = (terminal, python, packages, devices, folders, data, lessons)
