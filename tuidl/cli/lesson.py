"""``tuidl lesson``: for those who write lessons."""

from contextlib import suppress
from pathlib import Path

import click

from tuidl.cli import spoken
from tuidl.cli.named import LessonName
from tuidl.errors import Exit, LessonError
from tuidl.language import later, tr, trn


@spoken.group()
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
@spoken.option(
    "--from", "code", metavar="CODE", help=later("Train what this code of a sandbox stands for.  [default: two moons]")
)
@spoken.option(
    "--in",
    "place",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default=False,
    help=later("The folder to put it into.  [default: this one]"),
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
    pages = len(skeleton.PAGES)
    click.echo(
        trn(
            "made {folder}: lesson.toml, terms.toml and {n} page",
            "made {folder}: lesson.toml, terms.toml and {n} pages",
            pages,
            folder=folder,
        )
    )
    click.echo(tr("next: tuidl lesson check {folder}", folder=folder))
    return Exit.MET


@command.command("check")
@click.argument("lessons", type=LessonName(), nargs=-1)
@spoken.option("--run", "trained", is_flag=True, help=later("Also train every step on each seed."))
@spoken.option("--seeds", type=click.IntRange(1, 100), default=5, help=later("With --run: seeds 0 to N - 1."))
@spoken.option(
    "--device", type=click.Choice(["auto", "cpu", "reference"]), default="auto", help=later("With --run: where.")
)
@spoken.option(
    "--jobs", type=click.IntRange(1, 64), show_default=False,
    help=later("With --run: lessons at once.  [default: as many as processors]"),
)  # fmt: skip
@spoken.option("--quiet", is_flag=True, help=later("With --run: mistakes alone, no explanations and near misses."))
def check(lessons: tuple[str, ...], trained: bool, seeds: int, device: str, jobs: int | None, quiet: bool) -> Exit:
    """Say what is wrong with LESSONS (ids or folders); without any, with all lessons.

    \b
    Examples:
      tuidl lesson check
      tuidl lesson check mlp ./my-lesson
      tuidl lesson check mlp --run --seeds 20
    """
    from tuidl.course import library, load
    from tuidl.course.lint import across, progress
    from tuidl.headless.examination import Examination, side_by_side

    folders = [library.find(name) for name in lessons] or [card.folder for card in library.cards()]
    if not folders:
        raise LessonError(tr("there is no lesson to check; TUIDL_LESSONS names a folder of lessons"))
    processes = min(jobs or _processors(), len(folders)) if trained else 1
    what = Examination(seeds if trained else 0, device, 1 if processes > 1 else None)  # results are the same
    broken = 0
    for folder, said in side_by_side(folders, what, processes):
        count, barred = 0, False
        for line in said:
            count, barred = count + line.mistake, barred or line.bars
            if line.mistake or not quiet:
                click.echo(line.text, err=not line.mistake)
        broken += count > 0
        words = trn("{n} mistake", "{n} mistakes", count) if count else tr("no mistakes")
        if trained and not barred:
            words = tr("{mistakes}, trained on seeds 0 to {last}", mistakes=words, last=seeds - 1)
        click.echo(f"{folder.name}: {words}")
    read = []
    for folder in folders:
        with suppress(LessonError):  # told above
            read.append(load.read(folder, strict=False, languages=()))
            for language, done, texts in progress(read[-1]):
                told = tr("{said} of {texts} texts and pages are translated", said=done, texts=texts)
                click.echo(f"{folder.name}/{language}: {told}", err=True)
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
    from tuidl import language
    from tuidl.course import library, load
    from tuidl.headless.demo import recorded

    language.speak("en")  # what is recorded is shown to everybody

    path = recorded(load.read(library.find(lesson)))
    click.echo(tr("recorded {path} ({kilobytes} KB)", path=path, kilobytes=path.stat().st_size // 1024))
    return Exit.MET
