"""The argument LESSON: an id, a slug or a folder; completed cheaply, without reading a lesson in full."""

import re
from typing import Any

import click
from click.shell_completion import CompletionItem

_KNOB = re.compile(r"^\[knobs\.([a-z0-9_]+)\]", re.MULTILINE)


class LessonName(click.ParamType):  # type: ignore[type-arg]
    """``lesson-cnn``, ``cnn`` or a path; looked up when the command runs."""

    name = "lesson"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The ids, and folders for lessons of one's own."""
        if "/" in incomplete or incomplete.startswith("."):
            return [CompletionItem(incomplete, type="dir")]
        return [
            CompletionItem(name, help=title)
            for name, title in known()
            if name.startswith(incomplete) or name.removeprefix("lesson-").startswith(incomplete)
        ]


class KnobSetting(click.ParamType):  # type: ignore[type-arg]
    """``NAME=VALUE``; the names of the lesson on the line complete."""

    name = "name=value"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The knobs of the lesson already typed: click leaves it in ``args`` while an option lacks its value."""
        text = _toml(ctx.params.get("lesson") or next(iter(ctx.args), ""))
        return [CompletionItem(f"{name}=") for name in _KNOB.findall(text) if name.startswith(incomplete)]


def known() -> list[tuple[str, str]]:
    """Id and title of every lesson that can be found."""
    from tuidl.course import library

    return [(card.id, card.title) for card in library.cards()]


def _toml(lesson: Any) -> str:
    """The text of ``lesson.toml``; empty when there is none."""
    from tuidl.course import library
    from tuidl.errors import TuidlError

    try:
        return (library.find(str(lesson)) / "lesson.toml").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError, TuidlError):
        return ""
