"""``tuidl progress``: see, keep, bring back and forget what was done."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tuidl.cli import consent, spoken
from tuidl.cli.named import LessonName
from tuidl.errors import CheckpointError, Exit, UsageError
from tuidl.language import later, tr, trn

if TYPE_CHECKING:
    from tuidl.course.milestone import Milestone

LARGEST = 256 << 20  # bytes of a file to import


AS_JSON = spoken.option("--json", "as_json", is_flag=True, help=later("One JSON object."))


@spoken.group(invoke_without_command=True)
@AS_JSON
@click.pass_context
def command(context: click.Context, as_json: bool) -> Exit:
    """Your progress: show it, export and import it, or begin again.

    \b
    Examples:
      tuidl progress                     (the same as show)
      tuidl progress export mine.json
      tuidl progress import mine.json
      tuidl progress reset lesson-mlp
    """
    return Exit.MET if context.invoked_subcommand else context.invoke(show, as_json=as_json)


ALL = -1  # to SQLite no limit


@command.command("show")
@AS_JSON
def show(as_json: bool) -> Exit:
    """Say how far you are, lesson by lesson, and how your predictions came out.

    \b
    Brier: mean of (how sure you were - 1 if it came out, else 0) squared; 0 is best, 0.25 a coin.
    """
    import time

    from tuidl.course import calibration, learnt
    from tuidl.course.deck import Due
    from tuidl.course.milestone import reached
    from tuidl.course.progress import Progress

    with Progress.open() as progress:
        _notice(progress.notice)
        lessons = progress.lessons()
        predictions = progress.predictions()
        runs = len(progress.runs(ALL))
        due = Due.of(progress.deck(), time.time())
        milestones = reached(progress)
    score, scores = calibration.score(predictions), calibration.by_lesson(predictions)
    if as_json:
        told = [
            {"id": one.lesson, "step": one.step, "done": one.done is not None, "steps_done": list(one.steps_done),
             "seconds": one.seconds, "best": dict(one.best),
             "calibration": scores.get(one.lesson, calibration.NONE).json()}
            for one in lessons.values()
        ]  # fmt: skip
        every = {"predictions": score.count, "hits": score.hits, "calibration": score.json(),
                 "review": {"due": due.now, "waiting": due.waiting},
                 "parts_done": [_milestone(one) for one in milestones]}  # fmt: skip
        click.echo(json.dumps({"lessons": told, **every}, ensure_ascii=False))
        return Exit.MET
    if not lessons:
        shell = (
            trn("no lesson begun yet, {n} run in the shell", "no lesson begun yet, {n} runs in the shell", runs)
            if runs
            else tr("nothing yet")
        )
        click.echo(tr("{shell}: 'tuidl' begins the first lesson", shell=shell))
        return Exit.MET
    column = max(map(len, lessons))
    for name, one in sorted(lessons.items(), key=lambda item: item[1].started):
        state = tr("done") if one.done is not None else tr("started, at '{step}'", step=one.step)
        steps = trn("{n} step done", "{n} steps done", len(one.steps_done))
        click.echo(f"{name:<{column}}  {steps}  {learnt.spent(one.seconds)}  {state}")
    for each in milestones:
        click.echo(
            tr(
                "{named}: done on {day}, {facts}",
                named=each.named,
                day=learnt.day(each.at),
                facts=", ".join(each.facts),
            )
        )
    if predictions:
        click.echo(tr("predictions: {words}", words=score.words))
        for name, scored in scores.items():
            click.echo(f"  {name:<{column}}  {scored.words}")
    if due.now or due.waiting:
        click.echo(tr("review: {text}", text=due.text))
    return Exit.MET


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@spoken.option(
    "--format", "form", type=click.Choice(["json", "md"]), default="json", show_default=True,
    help=later("json: all of it, for import. md: a page to print, what was learnt."),
)  # fmt: skip
def exported(file: Path | None, form: str) -> Exit:
    """Write all progress into FILE, or to standard output.

    \b
    Examples:
      tuidl progress export mine.json
      tuidl progress export | gzip > mine.json.gz
      tuidl progress export --format md learnt.md
    """
    import time

    from tuidl.course import learnt
    from tuidl.course.progress import Progress

    with Progress.open() as progress:
        _notice(progress.notice)
        if form == "md":
            text = learnt.markdown(progress, time.time())
        else:
            text = json.dumps(progress.export(), ensure_ascii=False, indent=1) + "\n"
    if file is None:
        click.echo(text, nl=False)
        return Exit.MET
    from tuidl.headless import destination

    destination.write("progress", destination.ready("progress", file), text.encode())
    click.echo(tr("progress is in {file}", file=file), err=True)
    return Exit.MET


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@spoken.option("--yes", is_flag=True, help=later("Replace what is here without asking."))
def imported(file: Path, yes: bool) -> Exit:
    """Take all progress from FILE instead of what is here.

    \b
    Examples:
      tuidl progress import mine.json
    """
    from tuidl.course.progress import Progress

    try:
        if file.exists() and not file.is_file():
            raise CheckpointError(tr("'{file}' is not a file; 'tuidl progress export' writes one", file=file))
        if file.stat().st_size > LARGEST:
            raise CheckpointError(
                tr("'{file}' is larger than {largest} MB; it was not made by tuidl", file=file, largest=LARGEST >> 20)
            )
        value = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise CheckpointError(
            tr("'{file}' cannot be read: {strerror}", file=file, strerror=(error.strerror or str(error)).lower())
        ) from error
    except (ValueError, RecursionError) as error:
        raise CheckpointError(
            tr("'{file}' is no exported progress; 'tuidl progress export' writes one", file=file)
        ) from error
    with Progress.open() as progress:
        _notice(progress.notice)
        if progress.lessons():
            consent.ask(tr("replace the progress that is here?"), yes)
        progress.restore(value)
        count = len(progress.lessons())
    click.echo(
        trn("progress in {n} lesson taken from {file}", "progress in {n} lessons taken from {file}", count, file=file)
    )
    return Exit.MET


@command.command("reset")
@click.argument("lesson", type=LessonName(), required=False)
@spoken.option("--yes", is_flag=True, help=later("Forget without asking."))
def reset(lesson: str | None, yes: bool) -> Exit:
    """Forget the progress in LESSON, or in all lessons.

    \b
    Examples:
      tuidl progress reset lesson-mlp
      tuidl progress reset
    """
    from tuidl.course.progress import Progress
    from tuidl.errors import suggest

    with Progress.open() as progress:
        _notice(progress.notice)
        known = progress.lessons()
        name = None if lesson is None else f"lesson-{lesson.removeprefix('lesson-')}"
        if name is not None and name not in known:
            raise UsageError(tr("there is no progress in '{lesson}'{hint}", lesson=lesson, hint=suggest(name, known)))
        consent.ask(tr("forget the progress in {name}?", name=name) if name else tr("forget all progress?"), yes)
        progress.reset(name)
    click.echo(tr("forgotten: {name}", name=name or tr("everything")))
    return Exit.MET


def _milestone(one: "Milestone") -> dict[str, object]:
    return {"part": one.part, "title": one.title, "at": one.at, "lessons": len(one.lessons),
            "seconds": sum(lesson.seconds for lesson in one.lessons), "calibration": one.score.json(),
            "functions": [name for name, _ in one.functions],
            "best": {lesson.number: dict(lesson.best) for lesson in one.lessons if lesson.best}}  # fmt: skip


def _notice(text: str) -> None:
    if text:
        click.echo(text, err=True)
