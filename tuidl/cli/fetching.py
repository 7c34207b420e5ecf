"""The progress bar of a download, on standard error: one for each file, silent where nobody looks on."""

import sys
from types import TracebackType
from typing import Any, Self

import click

from tuidl.language import tr

LABEL = 26  # columns, as many as the longest name of MNIST's files has


class Fetching:
    """Told of every piece that came; as a context it leaves no bar behind."""

    def __init__(self) -> None:
        self._name, self._here = "", 0
        self._bar: Any = None

    def __call__(self, name: str, here: int, total: int) -> None:
        """``here`` of ``total`` bytes of a file (0: nobody knows how many)."""
        if name != self._name or here < self._here:
            self._close()
            self._name, self._here = name, 0
            self._bar = click.progressbar(
                length=total or None, label=name.ljust(LABEL), file=sys.stderr, show_pos=False
            )
            self._bar.__enter__()
        self._bar.update(here - self._here)
        self._here = here

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._close()
        if isinstance(error, KeyboardInterrupt):
            click.echo(tr("what came so far is kept; the same command goes on with it"), err=True)
