"""What is named on the command line, and how it completes: lessons, their knobs and experiments, data sets."""

import re

import click
from click.shell_completion import CompletionItem

_EXPERIMENT = re.compile(r"^\[experiment\.([a-z0-9_]+)\]", re.MULTILINE)
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
        """Those of the lesson already typed."""
        return [CompletionItem(f"{name}=") for name in _KNOB.findall(_toml(ctx)) if name.startswith(incomplete)]


class ExperimentName(click.ParamType):  # type: ignore[type-arg]
    """An experiment of the lesson on the line."""

    name = "name"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Those of the lesson already typed."""
        return [CompletionItem(name) for name in _EXPERIMENT.findall(_toml(ctx)) if name.startswith(incomplete)]


class DataName(click.ParamType):  # type: ignore[type-arg]
    """A data set's name, or the path of a file or folder."""

    name = "data"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The names that begin so; files where there is none."""
        from tuidl.data import entries

        found = [CompletionItem(one.name, help=one.summary) for one in entries() if one.name.startswith(incomplete)]
        return found or [CompletionItem(incomplete, type="file")]


def known() -> list[tuple[str, str]]:
    """Id and title of every lesson that can be found."""
    from tuidl.course import library

    return [(card.id, card.title) for card in library.cards()]


def _toml(ctx: click.Context) -> str:
    """``lesson.toml`` of the lesson already typed, which click leaves in ``args`` while an option lacks its value."""
    from tuidl.course import library
    from tuidl.errors import TuidlError

    try:
        lesson = ctx.params.get("lesson") or next(iter(ctx.args), "")
        return (library.find(str(lesson)) / "lesson.toml").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError, TuidlError):
        return ""
