"""``tuidl data``: which data sets there are, what is in one, and how to bring one's own."""

import json
from pathlib import Path

import click

from tuidl.cli.named import DataName
from tuidl.errors import Exit


@click.group(invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> Exit:
    """Data sets: those that ship, and your own.

    \b
    Examples:
      tuidl data                         (the same as list)
      tuidl data info moons
      tuidl data import letters.csv --name letters
      tuidl run mlp --headless --data letters
    """
    return Exit.MET if context.invoked_subcommand else context.invoke(listed)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
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
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def info(name: str, as_json: bool) -> Exit:
    """Say what is in the data set NAME, which may be a path.

    \b
    Examples:
      tuidl data info digits
      tuidl data info ./letters.csv
    """
    from tuidl.data import load

    found = load(name)
    facts = {
        "name": name,
        "label": found.label,
        "kind": found.kind,
        "training": len(found.x),
        "validation": len(found.val_x),
        "shape": list(found.x.shape[1:]),
        "classes": list(found.classes),
        "features": list(found.features),
        "vocabulary": found.vocabulary,
    }
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False))
        return Exit.MET
    for key, value in facts.items():
        if value:
            text = (" x " if key == "shape" else ", ").join(map(str, value)) if isinstance(value, list) else value
            click.echo(f"{key:<11} {text}")
    return Exit.MET


@command.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--name", help="What to call it.  [default: the file's name]")
def imported(path: Path, name: str | None) -> Exit:
    """Check the data at PATH and keep a copy, to be used by name.

    PATH is a table (.csv), arrays x and y (.npz), a text (.txt), IDX images with their labels, or a folder of these.

    \b
    Examples:
      tuidl data import letters.csv
      tuidl data import ~/mnist --name mnist
    """
    import re

    from tuidl.data import bring

    called = name or re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")
    found = bring(path, called)
    classes = f", {len(found.classes)} classes" if found.classes else ""
    click.echo(
        f"imported '{called}': {len(found.x)} + {len(found.val_x)} examples{classes}; use it with --data {called}"
    )
    return Exit.MET
