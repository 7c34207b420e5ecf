"""What is named on the command line, and how it completes: lessons, their knobs and experiments, data sets."""

import tomllib
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from tuidl.errors import UsageError, suggest
from tuidl.language import tr

if TYPE_CHECKING:
    from tuidl.course.spec import Lesson


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
    """``NAME=VALUE``; the knobs of the lesson on the line complete, and so do their values."""

    name = "name=value"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The names of the lesson already typed; behind a name the values at which its knob stops."""
        knobs = _declared(ctx, "knobs")
        name, sign, _ = incomplete.partition("=")
        if sign:
            found = [CompletionItem(f"{name}={value}") for value in _values(knobs.get(name, {}))]
        else:
            found = [CompletionItem(f"{name}=", help=str(knob.get("help", name))) for name, knob in knobs.items()]
        return [item for item in found if item.value.startswith(incomplete)]


class ExperimentName(click.ParamType):  # type: ignore[type-arg]
    """An experiment of the lesson on the line."""

    name = "name"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Those of the lesson already typed."""
        return [CompletionItem(name) for name in _declared(ctx, "experiment") if name.startswith(incomplete)]


class DataName(click.ParamType):  # type: ignore[type-arg]
    """A data set's name, or the path of a file or folder."""

    name = "data"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The names that begin so; files where there is none."""
        from tuidl.data import entries

        found = [CompletionItem(one.name, help=one.summary) for one in entries() if one.name.startswith(incomplete)]
        return found or [CompletionItem(incomplete, type="file")]


class OwnName(click.ParamType):  # type: ignore[type-arg]
    """The name of a data set that the learner has brought."""

    name = "data"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The names that begin so."""
        from tuidl.data import shelf

        return [CompletionItem(name) for name in shelf.names() if name.startswith(incomplete)]


def known() -> list[tuple[str, str]]:
    """Id and title of every lesson that can be found."""
    from tuidl.course import library

    return [(card.id, card.title) for card in library.cards()]


def _values(knob: dict[str, Any]) -> list[str]:
    """What a knob may be set to; of numbers those at which it stops."""
    if knob.get("type") == "bool":
        return ["true", "false"]
    values = knob.get("choices") or knob.get("stops") or [knob["default"]] if "default" in knob else []
    return [str(value) for value in values]


def _declared(ctx: click.Context, table: str) -> dict[str, dict[str, Any]]:
    """A table of the lesson already typed, which click leaves in ``args`` while an option lacks its value."""
    from tuidl.course import library
    from tuidl.errors import TuidlError

    try:
        lesson = ctx.params.get("lesson") or next(iter(ctx.args), "")
        if not lesson:
            return {}
        found = tomllib.loads((library.find(str(lesson)) / "lesson.toml").read_text(encoding="utf-8"))[table]
    except (OSError, ValueError, KeyError, TuidlError):
        return {}
    return {name: one for name, one in found.items() if isinstance(one, dict)} if isinstance(found, dict) else {}


def no_experiment(lesson: "Lesson", experiment: str) -> UsageError:
    """``lesson`` has no experiment of this name."""
    near = suggest(experiment, lesson.experiments) or tr(
        "; it has {experiments}", experiments=", ".join(lesson.experiments)
    )
    return UsageError(
        tr(
            "--experiment {experiment}: '{id}' has no such experiment{near}",
            experiment=experiment,
            id=lesson.id,
            near=near,
        )
    )
