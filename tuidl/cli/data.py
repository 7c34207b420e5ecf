"""``tuidl data``: which data sets there are, what is in one, how to bring one's own, and how to fetch MNIST."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tuidl.cli import consent, spoken
from tuidl.cli.named import DataName, OwnName
from tuidl.errors import Exit, UsageError
from tuidl.language import later, tr, trn

if TYPE_CHECKING:
    from tuidl.data import DataSet


@spoken.group(invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> Exit:
    """Data sets: those that ship, and your own.

    \b
    Examples:
      tuidl data                         (the same as list)
      tuidl data info moons
      tuidl data import letters.csv --name letters
      tuidl data get mnist
      tuidl data remove letters
      tuidl run mlp --headless --data letters
    """
    return Exit.MET if context.invoked_subcommand else context.invoke(listed)


def reading(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say how files are to be read."""
    tables = (
        spoken.option("--target", metavar="COLUMN", help=later("Tables: the column to predict.  [default: the last]")),
        spoken.option(
            "--task",
            type=click.Choice(["classes", "numbers"]),
            help=later("What the target is.  [default: by what it holds]"),
        ),
        spoken.option(
            "--without", metavar="COLUMN", multiple=True, help=later("Tables: leave a column out; may be repeated.")
        ),
        spoken.option(
            "--header/--no-header", default=None, help=later("Tables: the first line names the columns, or does not.")
        ),
        spoken.option(
            "--missing",
            type=click.Choice(["drop", "mean", "refuse"]),
            help=later(
                "Tables: leave rows with gaps out, fill gaps with the column's mean, or refuse.  [default: drop]"
            ),
        ),
    )
    pictures = (
        spoken.option(
            "--size", type=click.IntRange(4, 256), help=later("Pictures: scale to a square of that many pixels.")
        ),
        spoken.option(
            "--colour/--grey", default=None, help=later("Pictures: keep colours, or not.  [default: if there are any]")
        ),
    )
    for option in reversed((*tables, *pictures)):
        function = option(function)
    return function


def _given(options: dict[str, Any]) -> dict[str, Any]:
    """Those that were given, as the keys of a data set."""
    named = {name: list(value) if isinstance(value, tuple) else value for name, value in options.items()}
    return {name: value for name, value in named.items() if value is not None and value != []}


@command.command("list")
@spoken.option("--json", "as_json", is_flag=True, help=later("One JSON object."))
def listed(as_json: bool) -> Exit:
    """List all data sets."""
    from tuidl.data import entries

    rows = [(entry.name, entry.kind or "own", entry.summary, entry.licence) for entry in entries()]
    if as_json:
        names = ("name", "kind", "summary", "licence")
        click.echo(json.dumps({"data": [dict(zip(names, row, strict=True)) for row in rows]}, ensure_ascii=False))
        return Exit.MET
    columns = [max(len(row[place]) for row in rows) for place in range(3)]
    for row in rows:
        click.echo("  ".join([*(text.ljust(columns[place]) for place, text in enumerate(row[:3])), row[3]]))
    return Exit.MET


@command.command("info")
@click.argument("name", type=DataName())
@reading
@spoken.option("--json", "as_json", is_flag=True, help=later("One JSON object."))
def info(name: str, as_json: bool, **options: Any) -> Exit:
    """Say what is in the data set NAME, which may be a path, and show some of it.

    \b
    Examples:
      tuidl data info digits
      tuidl data info ./letters.csv --target letter
    """
    from tuidl.data import entries, load

    found = load(name, _given(options))
    licence = next((entry.licence for entry in entries() if entry.name == name), tr("yours"))
    facts = {
        "name": name,
        "licence": licence,
        "label": found.label,
        "kind": found.kind,
        "training": found.n,
        "validation": found.validation,
        "shape": list(found.shape),
        "classes": list(found.classes),
        "features": list(found.features),
        "targets": list(found.targets),
        "vocabulary": found.vocabulary or list(found.words),
        "answers": found.answers,
        "notes": list(found.notes),
    }
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False))
        return Exit.MET
    _show(found)
    origin = _origin(name)
    click.echo()
    told = tr("licence: {licence}", licence=licence)
    click.echo(f"{told} ({origin})" if origin else told)
    return Exit.MET


def _origin(name: str) -> Path | None:
    """The file that says where a set that ships comes from."""
    from tuidl import paths

    file = paths.shipped("assets") / name / "ORIGIN.md"
    return file if file.is_file() else None


def _show(found: "DataSet") -> None:
    """What is known of a set, then a look at it."""
    import os
    import sys

    from tuidl.cli.preview import Paper, preview
    from tuidl.encoding import shows
    from tuidl.headless import stage

    for fact in found.describe():
        click.echo(fact)
    blocks = shows(sys.stdout, "▀▁")
    colours = blocks and stage.live(sys.stdout) and stage.colourful()
    many = os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit")
    paper = Paper(stage.width(), blocks, (1 << 24 if many else 256) if colours else 0)
    lines = preview(found, paper)
    if lines:
        click.echo()
    for line in lines:
        click.echo(line, color=colours)


@command.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@spoken.option("--name", help=later("What to call it.  [default: the file's name]"))
@reading
def imported(path: Path, name: str | None, **options: Any) -> Exit:
    """Check the data at PATH, show some of it and keep a copy, to be used by name.

    PATH is a table (.csv), arrays x and y (.npz), a text (.txt), IDX images with their labels, a folder of these, or a
    folder of pictures: one folder for each class, or all with a labels.csv. How it is read is kept with it.

    \b
    Examples:
      tuidl data import letters.csv
      tuidl data import houses.csv --target price --without street
      tuidl data import ~/leaves --size 32
      tuidl data import ~/mnist --name mnist
    """
    import re

    from tuidl.data import bring

    called = name or re.sub(r"[^a-z0-9]+", "-", path.expanduser().stem.lower()).strip("-")
    found = bring(path, called, _given(options))
    classes = trn(", {n} class", ", {n} classes", len(found.classes)) if found.classes else ""
    _show(found)
    click.echo()
    click.echo(
        tr(
            "imported '{called}': {training} + {validation} examples{classes}; use it with --data {called}",
            called=called,
            training=found.n,
            validation=found.validation,
            classes=classes,
        )
    )
    return Exit.MET


@command.command("remove")
@click.argument("name", type=OwnName())
@spoken.option("--yes", is_flag=True, help=later("Remove without asking."))
def removed(name: str, yes: bool) -> Exit:
    """Remove the data set NAME, which you imported, drew or fetched; what ships stays.

    \b
    Examples:
      tuidl data remove letters
      tuidl data remove letters --yes
    """
    from tuidl.data import entries, shelf

    if name not in shelf.names() and any(entry.name == name for entry in entries()):
        raise UsageError(
            tr("'{name}' is no set of your own: what you imported, drew or fetched can be removed", name=name)
        )
    if name in shelf.names():
        consent.ask(tr("remove '{name}' and its files in {folder}?", name=name, folder=shelf.folder(name)), yes)
    shelf.remove(name)
    click.echo(tr("removed '{name}'", name=name))
    return Exit.MET


@command.command("get")
@click.argument("name", type=click.Choice(["mnist"]))
@spoken.option(
    "--from", "mirror", metavar="URL", help=later("Where its four files are.  [default: two mirrors on the web]")
)
def got(name: str, mirror: str | None) -> Exit:
    """Fetch a data set that does not ship: MNIST, 12 MB.

    What broke off is gone on with. A file whose checksum is wrong is not kept. Nothing is fetched unless you say this.

    \b
    Examples:
      tuidl data get mnist
      tuidl data get mnist --from http://localhost:8000/mnist
    """
    from tuidl.cli.fetching import Fetching
    from tuidl.data import download, mnist

    mirrors = (download.checked_mirror(mirror),) if mirror is not None else mnist.MIRRORS
    here = mnist.folder()
    if here is not None:
        click.echo(tr("MNIST is here already, in {here}; use it with --data mnist", here=here))
        return Exit.MET
    with Fetching() as told:
        place = mnist.get(mirrors, told)
    click.echo(tr("MNIST is in {place}; use it with --data mnist", place=place))
    return Exit.MET
