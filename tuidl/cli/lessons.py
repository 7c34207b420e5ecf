"""``tuidl lessons``: what there is to learn, and how far one is."""

import json
import shutil
import sys
from typing import Any

import click

from tuidl.cli import spoken
from tuidl.encoding import shows
from tuidl.errors import Exit, TuidlError
from tuidl.language import later, tr

STATES = {
    later("done"): ("✓", "+"),
    later("started"): ("›", ">"),
    later("new"): ("·", "."),
    later("broken"): ("✗", "x"),
}


@spoken.command()
@spoken.option("--json", "as_json", is_flag=True, help=later("One JSON object."))
def command(as_json: bool) -> Exit:
    """List the lessons with your progress.

    \b
    Examples:
      tuidl lessons
      tuidl lessons --json | jq -r '.lessons[].id'
    """
    rows, faults = _rows()
    if as_json:
        click.echo(json.dumps({"lessons": rows}, ensure_ascii=False))
    else:
        _print(rows)
    for fault in faults:
        click.echo(f"tuidl: {fault}", err=True)
    return Exit.CONTENT if any(row["state"] == "broken" for row in rows) else Exit.MET


def _rows() -> tuple[list[dict[str, Any]], list[str]]:
    """One row a lesson, and what could not be read: a lesson, or the progress, without which all count as new."""
    from tuidl.course import library
    from tuidl.course.progress import Progress
    from tuidl.course.record import LessonProgress

    faults: list[str] = []
    known: dict[str, LessonProgress] = {}
    try:
        with Progress.open() as progress:
            known = progress.lessons()
            faults += [progress.notice] if progress.notice else []
    except TuidlError as error:
        faults.append(str(error))
    rows = []
    for card in library.cards():
        one = known.get(card.id)
        state = "broken" if card.fault else "new" if one is None else "started" if one.done is None else "done"
        rows.append({
            "id": card.id, "number": card.number, "title": card.title, "minutes": card.minutes,
            "promise": card.promise, "needs": list(card.needs), "state": state,
            "steps_done": len(one.steps_done) if one else 0,
        })  # fmt: skip
        if card.fault:
            faults.append(card.fault)
    return rows, faults


def _print(rows: list[dict[str, Any]]) -> None:
    signs = shows(sys.stdout, "".join(glyph for glyph, _ in STATES.values()))
    width = max(shutil.get_terminal_size((100, 24)).columns, 60)
    column = max((len(row["id"]) for row in rows), default=0)
    for row in rows:
        glyph = STATES[row["state"]][0 if signs else 1]
        line = f"{glyph} {tr(row['state']):<7}  {row['number']:>4}  {row['id']:<{column}}  {row['title']}"
        click.echo(f"{line} ({tr('{n} min', n=row['minutes'])})"[:width])
