"""``tuidl run``: into a lesson on the screen, or train it in the shell."""

from typing import Any

import click

from tuidl.cli import spoken, training
from tuidl.cli.named import DataName, ExperimentName, KnobSetting, LessonName
from tuidl.cli.positive import Positive
from tuidl.language import later


@spoken.command(
    epilog=later(
        "Exit codes: 0 goals met or none judged, 1 a goal was missed or the run diverged, 75 interrupted and saved."
    )
)
@click.argument("lesson", type=LessonName())
@spoken.option("--headless", is_flag=True, help=later("Train in the shell, without a screen."))
@spoken.option(
    "--experiment",
    type=ExperimentName(),
    metavar="NAME",
    help=later("What to train.  [default: the lesson's own; only it has goals]"),
)
@spoken.option("--epochs", type=Positive(1e9), help=later("How long.  [default: the lesson's steps]"))
@spoken.option("--steps", type=click.IntRange(1, 10**12), help=later("How long.  [default: the lesson's steps]"))
@spoken.option(
    "--seed", type=click.IntRange(min=0, max=2**32 - 1), help=later("Of every random number.  [default: the lesson's]")
)
@training.where()
@spoken.option("--set", "knobs", type=KnobSetting(), metavar="NAME=VALUE", multiple=True,
              help=later("Turn a knob of the lesson; repeatable.  [default: the lesson's]"))  # fmt: skip
@spoken.option(
    "--data",
    type=DataName(),
    metavar="NAME|PATH",
    help=later("Other data: a set's name or a path.  [default: the lesson's]"),
)
@spoken.option("--race", "race", metavar="NAME=VALUE[,NAME=VALUE]", multiple=True,
              help=later("A contestant with these knobs; repeatable, up to five.  [default: one run]"))  # fmt: skip
@spoken.option(
    "--seeds", type=click.IntRange(1, 20), help=later("So many seeds at once, of every contestant.  [default: 1]")
)
@spoken.option("--quick", is_flag=True, help=later("A tenth of the steps; goals are told, not judged."))
@spoken.option("--resume", type=training.FILE, help=later("Go on from a saved state.  [default: begin at step 0]"))
@training.outcome(plain=later("The lesson told as lines of text; with --headless the curve in words."))
@click.pass_context
def command(context: click.Context, /, lesson: str, headless: bool, **options: Any) -> int:
    """Open LESSON, or train it in the shell with --headless.

    LESSON is an id (lesson-mlp), its short form (mlp) or the path of a lesson folder. --race, --seeds, --quick,
    --json, --quiet, --save, --record and --plot need --headless; every other option holds for the runs on the
    screen too. One --race alone races against the run as it is.

    \b
    Examples:
      tuidl run lesson-mlp
      tuidl run mlp --set units=6 --seed 3            (the knobs start there)
      tuidl run mlp --data flowers.csv                (nothing is judged on data of your own)
      tuidl run mlp --plain                           (told as text, for screen readers)
      tuidl run mlp --headless
      tuidl run cnn --headless --set rate=0.01 --steps 500 --plot loss.svg
      tuidl run mlp --headless --json | jq .values.loss
      tuidl run cnn --headless --race rate=0.0003 --race rate=0.01 --seeds 3 --save race.npz
      tuidl run cnn --headless --resume race.npz      (all of them go on)
      tuidl run mlp --headless --save run.npz         (Ctrl-C keeps the state)
      tuidl run mlp --resume run.npz                  (look at it on the screen)
      tuidl run mlp --headless --resume run.npz --save run.npz
    """
    from tuidl.course import library

    folder = library.find(lesson)
    from tuidl.cli import opening

    plain = opening.plain(context, options)
    if not headless:
        from tuidl.cli import screen

        opening.refuse_shell(context)
        from tuidl.course import load

        if plain:
            from tuidl.plain.course import launch

            screen.require_device(options["device"])
            known = load.read(folder)
            return launch(str(folder), opening.told(known, opening.asked(known, options)))
        screen.ready(lesson, options["device"])  # before anything is loaded
        return screen.show(folder, opening.asked(load.read(folder), options))
    from tuidl.cli.headless_run import train

    return train(folder, {**options, "plain": plain}, typed=lesson)
