"""The command palette: every action of the screen, the themes, the end."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand
from textual.command import CommandList, CommandPalette
from textual.screen import Screen
from textual.widgets import TextArea

from tuidl.language import later, tr
from tuidl.tui import guide, manual, motion

if TYPE_CHECKING:
    from tuidl.tui.app import TuidlApp

THEMES = {"dark": later("dark"), "light": later("light"), "ansi": later("16 colours"), "mono": later("no colour")}


class Palette(CommandPalette):
    """Textual's own, which in 8.2 breaks where a page is turned in a list that is not laid out yet."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys of the list only where there is one on the screen."""
        if action == "command_list" and not self.query_one(CommandList).scrollable_content_region:
            return False
        return super().check_action(action, parameters)


def commands(app: "TuidlApp", screen: Screen[object]) -> Iterator[SystemCommand]:
    """Each with its key, or what says the same for good."""
    for words, source, binding in manual.actions(screen):
        yield SystemCommand(words, _key(guide.named(binding.key)), partial(app.act, source, binding.action))
    for name, words in THEMES.items():
        theme = tr("Theme: {name}", name=tr(words))
        yield SystemCommand(theme, f"TUIDL_THEME={name}", partial(app.change_theme, name))
    now = "full" if motion.reduced() else "reduced"
    moving = tr("Motion: full") if now == "full" else tr("Motion: reduced")
    yield SystemCommand(moving, f"{motion.VARIABLE}={now}", app.switch_motion)
    yield SystemCommand(tr("Export: save a panel, the screen or the run as a file"), _key("e"), app.action_export)
    typed = isinstance(screen.focused, TextArea)  # where a ? is one more character
    yield SystemCommand(tr("Help"), _key("f1" if typed else "?"), app.action_help)
    yield SystemCommand(tr("Quit"), tr("everything done so far is saved"), app.action_quit)


def _key(key: str) -> str:
    return tr("key {key}", key=key)
