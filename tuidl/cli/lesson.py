"""``tuidl lesson``: for those who write lessons."""

from contextlib import suppress
from pathlib import Path

import click

from tuidl.cli.named import LessonName
from tuidl.errors import Exit, LessonError


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
@click.option(
    "--jobs", type=click.IntRange(1, 64), show_default=False,
    help="With --run: lessons at once.  [default: as many as processors]",
)  # fmt: skip
@click.option("--quiet", is_flag=True, help="With --run: mistakes alone, no explanations and near misses.")
def check(lessons: tuple[str, ...], trained: bool, seeds: int, device: str, jobs: int | None, quiet: bool) -> Exit:
    """Say what is wrong with LESSONS (ids or folders); without any, with all lessons.

    \b
    Examples:
      tuidl lesson check
      tuidl lesson check mlp ./my-lesson
      tuidl lesson check mlp --run --seeds 20
    """
    from tuidl.course import library, load
    from tuidl.course.lint import across
    from tuidl.headless.examination import Examination, side_by_side

    folders = [library.find(name) for name in lessons] or [card.folder for card in library.cards()]
    if not folders:
        raise LessonError("there is no lesson to check; TUIDL_LESSONS names a folder of lessons")
    processes = min(jobs or _processors(), len(folders)) if trained else 1
    what = Examination(seeds if trained else 0, device, 1 if processes > 1 else None)  # results are the same
    broken = 0
    for folder, said in side_by_side(folders, what, processes):
        count = 0
        for line in said:
            count += line.mistake
            if line.mistake or not quiet:
                click.echo(line.text, err=not line.mistake)
        broken += count > 0
        words = f"{count} {'mistake' if count == 1 else 'mistakes'}" if count else "no mistakes"
        click.echo(f"{folder.name}: {words}" + (f", trained on seeds 0 to {seeds - 1}" if trained else ""))
    read = []
    for folder in folders:
        with suppress(LessonError):  # told above
            read.append(load.read(folder, strict=False))
    between = list(map(str, across(read)))
    for fault in between:
        click.echo(fault)
    return Exit.CONTENT if broken or between else Exit.MET


def _processors() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


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
