"""Lessons examined: read, put together, their recordings looked at and, where that is asked for, every step trained."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from tuidl.course.lint import Finding, lint, placed
from tuidl.course.spec import Lesson
from tuidl.errors import TuidlError
from tuidl.language import tr


@dataclass(frozen=True, slots=True)
class Examination:
    """What is looked at. ``seeds``: on how many every step is trained; 0: it is only read and put together."""

    seeds: int = 0
    device: str = "auto"
    threads: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A line about a lesson: a mistake, or an aside: an explanation to be read by eye, a goal that was met late."""

    text: str
    mistake: bool = True
    bars: bool = False  # while it is there nothing can be trained


def examined(folder: Path, what: Examination) -> Iterator[Said]:
    """Everything there is to say about one lesson, as soon as it is known."""
    lesson, findings = lint(folder)
    for finding in findings:
        yield Said(f"{folder.name}/{finding}", bars=lesson is None)
    if lesson is None:
        return
    faults = [] if any(finding.file == "lesson.toml" for finding in findings) else list(_built(lesson))
    yield from (Said(f"{folder.name}/{fault}", bars=True) for fault in faults)
    yield from (Said(f"{folder.name}/{fault}") for fault in _demo(lesson))
    if what.seeds and not faults:
        yield from _trained(lesson, what)


def side_by_side(folders: Sequence[Path], what: Examination, processes: int) -> Iterator[tuple[Path, Iterable[Said]]]:
    """Every lesson with what is said of it, in order: several at once, each process for many of them."""
    if processes < 2 or len(folders) < 2:
        yield from ((folder, examined(folder, what)) for folder in folders)
        return
    with ProcessPoolExecutor(min(processes, len(folders)), get_context("spawn")) as pool:
        asked = [pool.submit(_all, folder, what) for folder in folders]
        for folder, said in zip(folders, asked, strict=True):
            try:
                yield folder, said.result()
            except BrokenProcessPool:
                yield (
                    folder,
                    [Said(tr("{name}: a process that examines lessons broke down; try --jobs 1", name=folder.name))],
                )


def _all(folder: Path, what: Examination) -> list[Said]:
    return list(examined(folder, what))


def _built(lesson: Lesson) -> Iterator[str]:
    """What is wrong with its networks and data, once they are put together."""
    from tuidl.train import buildable

    for text in buildable.mistakes(lesson):
        yield str(placed(lesson.folder, Finding("lesson.toml", text)))


def _demo(lesson: Lesson) -> Iterator[str]:
    """What is wrong with the recording that plays first; it may be missing until it is recorded."""
    from tuidl.session import recording

    path = lesson.folder / "demo.jsonl"
    if path.exists():
        try:
            kept = recording.read(path)
            for _ in kept.envelopes:
                pass
        except TuidlError as error:
            yield f"demo.jsonl: {str(error).replace(f'recording {path}', 'it').replace(str(path), 'it')}"
            return
        if kept.lesson != lesson.id:
            yield tr(
                "demo.jsonl: it is a recording of {lesson}; 'tuidl lesson record {slug}' makes one",
                lesson=kept.lesson,
                slug=lesson.slug,
            )


def _trained(lesson: Lesson, what: Examination) -> Iterator[Said]:
    """What does not come out as told; the explanations, and what came near."""
    from tuidl.course.verify import Claim, nearest, verify
    from tuidl.exercise.judging import claims as files
    from tuidl.headless.unattended import racer, trainer

    claims: list[Claim] = []
    name = lesson.folder.name
    how = lesson.folder, what.device, what.threads
    try:
        for found in verify(lesson, trainer(*how), files, range(what.seeds), racer(*how)):
            if not isinstance(found, Claim):
                yield Said(f"{name}, {found.step}: {found.text}", mistake=False)
                continue
            claims.append(found)
            if not found.holds:
                where = f"{name}, {found.step}"
                where = tr("{where}, seed {seed}", where=where, seed=found.seed) if found.seed >= 0 else where
                said = tr("{where}: not so: {text}", where=where, text=found.text)
                yield Said(f"{said} ({found.figures})" if found.figures else said)
    except TuidlError as error:
        yield Said(f"{name}: {error}")
    for claim in nearest(claims).values():
        limit = tr("step {reached} of {within}", reached=claim.reached, within=claim.within)
        yield Said(
            tr(
                "{name}, {step}, seed {seed}: latest at {limit}: {text}",
                name=name,
                step=claim.step,
                seed=claim.seed,
                limit=limit,
                text=claim.text,
            ),
            mistake=False,
        )
