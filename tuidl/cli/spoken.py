"""click's commands and options, whose help is looked up in the language spoken when it is shown."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import click

from tuidl.language import speak, tr

Function = Callable[..., Any]
F = TypeVar("F", bound=Function | click.Command)
AS_IT_STANDS = "\b\n"  # click: the lines of this paragraph are not joined


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a docstring, as the catalogue has them: those that click joins in one line."""
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        yield paragraph if paragraph.startswith(AS_IT_STANDS) else " ".join(paragraph.split())


def _said(text: str | None) -> str | None:
    if text is None:
        return None
    kept = ((AS_IT_STANDS if part.startswith(AS_IT_STANDS) else "", part) for part in paragraphs(text))
    return "\n\n".join(start + tr(part.removeprefix(start)) for start, part in kept)


class Option(click.Option):
    """An option with a help to be looked up."""

    @property
    def help(self) -> str | None:
        """As it is said now."""
        return tr(self._help) if self._help else self._help

    @help.setter
    def help(self, text: str | None) -> None:
        self._help = text


class Command(click.Command):
    """A command with a help and a last paragraph to be looked up."""

    @property
    def help(self) -> str | None:
        """As it is said now."""
        return _said(self._help)

    @help.setter
    def help(self, text: str | None) -> None:
        self._help = text

    @property
    def epilog(self) -> str | None:
        """As it is said now."""
        return tr(self._epilog) if self._epilog else self._epilog

    @epilog.setter
    def epilog(self, text: str | None) -> None:
        self._epilog = text


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command


def chosen(context: click.Context, parameter: click.Parameter, language: str | None) -> None:
    """``--language``: spoken from here on, and so in the help that stands behind it on the line."""
    if language and not context.resilient_parsing:
        speak(language)


def command(name: str | None = None, **options: Any) -> Callable[[Function], Command]:
    """``click.command`` that makes a ``Command``."""
    return click.command(name, cls=Command, **options)


def group(name: str | None = None, **options: Any) -> Callable[[Function], Group]:
    """``click.group`` that makes a ``Group``."""
    return click.group(name, cls=Group, **options)


def option(*names: str, **options: Any) -> Callable[[F], F]:
    """``click.option`` that makes an ``Option``."""
    return click.option(*names, cls=Option, **options)
