"""``tuidl lesson``: for those who write lessons."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tuidl.cli.named import LessonName
from tuidl.errors import Exit, LessonError, TuidlError

if TYPE_CHECKING:
    from tuidl.course.spec import Lesson


@click.group()
def command() -> None:
    """Write lessons: begin one, check them, record their demo.

    \b
    Examples:
      tuidl lesson new my-lesson
      tuidl lesson check
      tuidl lesson check ./my-lesson --run
      tuidl lesson record ./my-lesson
    """


@command.command("new")
@click.argument("name")
@click.option(
    "--from", "code", metavar="CODE", help="Train what this code of a sandbox stands for.  [default: two moons]"
)
@click.option(
    "--in",
    "place",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default=False,
    help="The folder to put it into.  [default: this one]",
)
def new(name: str, code: str | None, place: Path) -> Exit:
    """Begin a lesson called NAME: a folder that can be read, checked and run as it stands.

    Its five steps are those that most lessons have; comments say what to change. Nothing is ever written over.

    \b
    Examples:
      tuidl lesson new my-lesson
      tuidl lesson new flowers --in ./lessons
      tuidl lesson new from-the-sandbox --from CODE
    """
    from tuidl.sandbox import skeleton
    from tuidl.sandbox.code import opened
    from tuidl.sandbox.description import start

    skeleton.checked(name)
    sandbox = opened(code).sandbox if code is not None else start()
    from tuidl.train.sizing import Sizing

    sizes = Sizing().sizes(sandbox)
    if sizes.fault or sizes.data is None:
        raise LessonError(sizes.fault)
    folder = skeleton.save(sandbox, sizes.data, name, place)
    click.echo(f"made {folder}: lesson.toml, terms.toml and {len(skeleton.PAGES)} pages")
    click.echo(f"next: tuidl lesson check {folder}")
    return Exit.MET


@command.command("check")
@click.argument("lessons", type=LessonName(), nargs=-1)
@click.option("--run", "trained", is_flag=True, help="Also train every step on each seed.")
@click.option("--seeds", type=click.IntRange(1, 100), default=5, help="With --run: seeds 0 to N - 1.")
@click.option("--device", type=click.Choice(["auto", "cpu", "reference"]), default="auto", help="With --run: where.")
def check(lessons: tuple[str, ...], trained: bool, seeds: int, device: str) -> Exit:
    """Say what is wrong with LESSONS (ids or folders); without any, with all lessons.

    \b
    Examples:
      tuidl lesson check
      tuidl lesson check mlp ./my-lesson
      tuidl lesson check mlp --run --seeds 20
    """
    from tuidl.course import library
    from tuidl.course.lint import across, lint

    folders = [library.find(name) for name in lessons] or [card.folder for card in library.cards()]
    if not folders:
        raise LessonError("there is no lesson to check; TUIDL_LESSONS names a folder of lessons")
    broken = 0
    read = []
    for folder in folders:
        lesson, findings = lint(folder)
        count = _told(f"{folder.name}/{finding}" for finding in findings)
        if lesson is not None:
            read.append(lesson)
            if not any(finding.file == "lesson.toml" for finding in findings):
                count += _told(f"{folder.name}/{fault}" for fault in _built(lesson))
            count += _told(f"{folder.name}/{fault}" for fault in _demo(lesson))
            if trained:
                count += _told(_verified(lesson, range(seeds), device))
        broken += count > 0
        words = f"{count} {'mistake' if count == 1 else 'mistakes'}" if count else "no mistakes"
        click.echo(f"{folder.name}: {words}" + (f", trained on seeds 0 to {seeds - 1}" if trained else ""))
    broken += _told(map(str, across(read)))
    return Exit.CONTENT if broken else Exit.MET


def _built(lesson: "Lesson") -> Iterator[str]:
    """What is wrong with its networks and data, once they are put together."""
    from tuidl.course.lint import Finding, placed
    from tuidl.train import buildable

    for text in buildable.mistakes(lesson):
        yield str(placed(lesson.folder, Finding("lesson.toml", text)))


def _demo(lesson: "Lesson") -> Iterator[str]:
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
            yield f"demo.jsonl: it is a recording of {kept.lesson}; 'tuidl lesson record {lesson.slug}' makes one"


def _told(faults: Iterable[str]) -> int:
    """Print each as soon as it is found; how many there were."""
    count = 0
    for fault in faults:
        count += 1
        click.echo(fault)
    return count


def _verified(lesson: "Lesson", seeds: range, device: str) -> Iterator[str]:
    """What does not come out as told; the explanations, to be read by eye, and what came near go to standard error."""
    from tuidl.course.verify import Claim, nearest, verify
    from tuidl.exercise.judging import claims as files
    from tuidl.headless.unattended import trainer

    claims: list[Claim] = []
    name = lesson.folder.name
    try:
        for found in verify(lesson, trainer(lesson.folder, device), files, seeds):
            if not isinstance(found, Claim):
                click.echo(f"{name}, {found.step}: {found.text}", err=True)
                continue
            claims.append(found)
            seed = f", seed {found.seed}" if found.seed >= 0 else ""
            if not found.holds:
                yield f"{name}, {found.step}{seed}: not so: {found.text}"
    except TuidlError as error:
        yield f"{name}: {error}"
    for claim in nearest(claims).values():
        limit = f"step {claim.reached} of {claim.within}"
        click.echo(f"{name}, {claim.step}, seed {claim.seed}: latest at {limit}: {claim.text}", err=True)


@command.command("record")
@click.argument("lesson", type=LessonName())
def record(lesson: str) -> Exit:
    """Train the step that LESSON's [demo] names and keep it as demo.jsonl in its folder.

    \b
    Examples:
      tuidl lesson record mlp
    """
    from tuidl.course import library, load
    from tuidl.headless.demo import recorded

    path = recorded(load.read(library.find(lesson)))
    click.echo(f"recorded {path} ({path.stat().st_size // 1024} KB)")
    return Exit.MET
