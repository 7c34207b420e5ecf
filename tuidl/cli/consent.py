"""Nothing of the learner's is lost without a yes."""

import sys

import click

from tuidl.errors import UsageError
from tuidl.language import tr


def ask(question: str, yes: bool) -> None:
    """Ask at a terminal, unless yes was said already; a pipe has to say ``--yes``. A no aborts."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError(tr("{question} there is nobody to ask here; --yes says so", question=question))
    click.confirm(question, abort=True, err=True)
