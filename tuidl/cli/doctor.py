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

from tuidl.cli import spoken
from tuidl.encoding import plain, shows
from tuidl.errors import Exit, TuidlError
from tuidl.language import CHOICE, catalogues, later, tr, trn, wanted

PACKAGES = ("textual", "numpy", "numba", "plotext", "click", "platformdirs")
GLYPHS = {later("works"): ("✓", "+"), later("limited"): ("!", "!"), later("broken"): ("✗", "x")}
SMALLEST = (80, 24)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. ``broken`` means that nobody can learn here until it is mended."""

    name: str
    state: Literal["works", "limited", "broken"]
    text: str
    code: int = 0


@spoken.command()
@spoken.option(
    "--compile", "compiling", is_flag=True, help=later("Compile all kernels now, so that no lesson waits for them.")
)
@spoken.option("--json", "as_json", is_flag=True, help=later("One JSON object."))
def command(compiling: bool, as_json: bool) -> Exit:
    """Say what works on this machine and what to do about the rest.

    \b
    Examples:
      tuidl doctor
      tuidl doctor --compile        (before a class: the first start is as fast as any)
      tuidl doctor --json | jq '.findings[] | select(.state != "works")'
    """
    findings: list[Finding] = []
    signs = shows(sys.stdout, "".join(glyph for glyph, _ in GLYPHS.values()))
    for check in (*CHECKS, kernels) if compiling else CHECKS:
        for finding in check():
            findings.append(finding)
            if not as_json:
                glyph = GLYPHS[finding.state][0 if signs else 1]
                click.echo(f"{glyph} {tr(finding.state):<7}  {tr(finding.name):<10}  {finding.text}")
    broken = [finding for finding in findings if finding.state == "broken"]
    if as_json:
        click.echo(json.dumps({"findings": [asdict(finding) for finding in findings], "works": not broken}))
    return Exit(broken[0].code) if broken else Exit.MET


def terminal() -> Iterator[Finding]:
    """Size, colours, signs."""
    if os.environ.get("TERM") == "dumb" or not sys.stdout.isatty():
        yield Finding(
            later("terminal"), "limited", tr("none here: screens need one, 'tuidl run LESSON --headless' does not")
        )
    else:
        columns, rows = os.get_terminal_size(sys.stdout.fileno())
        small = columns < SMALLEST[0] or rows < SMALLEST[1]
        hint = tr("; the screens need {columns}x{rows}", columns=SMALLEST[0], rows=SMALLEST[1]) if small else ""
        yield Finding(later("terminal"), "limited" if small else "works", f"{columns}x{rows}, {colours()}{hint}")
    encoding = sys.stdout.encoding or "ascii"
    try:
        "⠿█▀✓−η".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        yield Finding(
            later("unicode"),
            "limited",
            tr("the encoding is {encoding}: set LANG=C.UTF-8 for curves and symbols", encoding=encoding),
        )
    else:
        if plain(os.environ):
            told = tr(
                "screens are drawn in plain ASCII: set LANG=C.UTF-8 or TUIDL_GLYPHS=unicode for curves and symbols"
            )
            yield Finding(later("unicode"), "limited", told)
        else:
            yield Finding(later("unicode"), "works", tr("{encoding}: braille, blocks and symbols", encoding=encoding))


def colours() -> str:
    """What the environment says of colours."""
    if os.environ.get("NO_COLOR"):
        return tr("no colours (NO_COLOR is set)")
    if os.environ.get("COLORTERM", "") in ("truecolor", "24bit"):
        return tr("16 million colours")
    return tr("256 colours") if "256" in os.environ.get("TERM", "") else tr("16 colours")


def language() -> Iterator[Finding]:
    """What the interface is said in."""
    asked, found = ", ".join(wanted()), ", ".join(str(path) for path, _ in catalogues())
    if not asked:
        yield Finding(later("language"), "works", tr("English"))
    elif found:
        yield Finding(later("language"), "works", f"{asked}: {found}")
    else:
        hint = tr(
            "English, for there is no catalogue for {asked}; TUIDL_LANGUAGES names folders that have one", asked=asked
        )
        yield Finding(later("language"), "works" if not os.environ.get(CHOICE) else "limited", hint)


def python() -> Iterator[Finding]:
    """The interpreter."""
    version = ".".join(map(str, sys.version_info[:3]))
    state: Literal["works", "broken"] = "works" if sys.version_info >= (3, 11) else "broken"
    yield Finding(
        later("python"),
        state,
        tr("{version} at {executable}", version=version, executable=sys.executable),
        int(Exit.INTERNAL) if state == "broken" else 0,
    )


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
        text = tr("{missing} missing; install tuidl again", missing=", ".join(missing))
        yield Finding(later("packages"), "broken", text, int(Exit.INTERNAL))
    yield Finding(later("packages"), "works", ", ".join(found))


def devices() -> Iterator[Finding]:
    """Which executors can be loaded, and how many processors there are."""
    from importlib import import_module

    try:
        import_module("tuidl.kernels.cpu.executor")
    except Exception as error:  # a broken numba or llvmlite fails in many ways
        text = tr(
            "the CPU kernels cannot be loaded ({name}: {error}); install tuidl again",
            name=type(error).__name__,
            error=error,
        )
        yield Finding(later("device"), "broken", text, int(Exit.DEVICE))
    else:
        yield Finding(later("device"), "works", tr("cpu (compiled by numba), reference (plain NumPy)"))
    yield _gpu()
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    few = "" if usable > 1 else tr("; training and screen share it")
    yield Finding(
        later("threads"),
        "works",
        tr("{usable} of {all} processors may be used{few}", usable=usable, all=os.cpu_count(), few=few),
    )


def _gpu() -> Finding:
    """Whether the device cuda can be used; nobody needs it to learn."""
    from tuidl.kernels.cuda import device

    reason = device.missing()
    if reason is not None:
        return Finding(later("gpu"), "limited", tr("device cuda {reason}; lessons do not need it", reason=reason))
    return Finding(later("gpu"), "works", tr("cuda: {describe}", describe=device.describe()))


def folders() -> Iterator[Finding]:
    """Where tuidl keeps things, and whether it can."""
    from tuidl import paths

    kept: tuple[tuple[str, Callable[[], Path], str], ...] = (
        (later("cache"), paths.cache, tr("kernels are compiled again on every start")),
        (later("progress"), paths.state, tr("progress is not kept")),
        (later("own data"), paths.data, tr("data of your own cannot be imported")),
    )
    for name, place, loss in kept:
        try:
            folder = paths.private(place())
            probe = folder / f".probe-{os.getpid()}"
            probe.write_bytes(b"tuidl")
            probe.unlink()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            hint = tr(
                "{place} cannot be written ({reason}): {loss}; TUIDL_HOME names another place",
                place=place(),
                reason=reason,
                loss=loss,
            )
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
            yield Finding(later("lessons"), "limited", str(error))
    if good:
        yield Finding(later("lessons"), "works", trn("{n} can be trained", "{n} can be trained", good))
    else:
        yield Finding(
            later("lessons"), "broken", tr("none found; TUIDL_LESSONS names a folder of lessons"), int(Exit.CONTENT)
        )


def data() -> Iterator[Finding]:
    """The data sets that ship, and those the learner brought."""
    from tuidl.data import entries

    every = entries()
    own = [entry.name for entry in every if entry.kind is None]
    brought = tr("; your own: {own}", own=", ".join(own)) if own else ""
    yield Finding(
        later("data"), "works", f"{', '.join(entry.name for entry in every if entry.kind is not None)}{brought}"
    )


def kernels() -> Iterator[Finding]:
    """Compile every kernel that is not kept yet, with a bar on standard error."""
    from tuidl.kernels import default_threads
    from tuidl.kernels.cpu import cache, everything

    if not cache.LASTING:
        yield Finding(later("kernels"), "limited", tr("not compiled: there is no place to keep them, see 'cache'"))
        return
    began, fresh, total = perf_counter(), 0, len(everything.names())
    try:
        with click.progressbar(
            everything.compiled(default_threads()), length=total, label=tr("kernels"), file=sys.stderr,
            item_show_func=lambda made: made.name if made else None,
        ) as bar:  # fmt: skip
            for made in bar:
                fresh += made.fresh
    except Exception as error:  # the compiler, or one of its processes
        text = tr("not all could be compiled ({error}); free some memory and try again", error=error)
        yield Finding(later("kernels"), "broken", text, int(Exit.DEVICE))
        return
    told = (
        tr("{fresh} compiled in {seconds:.0f} s", fresh=fresh, seconds=perf_counter() - began)
        if fresh
        else tr("compiled already")
    )
    yield Finding(
        later("kernels"),
        "works",
        tr("all {total} are ready, {told}; no lesson has to wait for them", total=total, told=told),
    )


CHECKS = (terminal, language, python, packages, devices, folders, data, lessons)
