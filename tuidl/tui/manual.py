"""Which help and which actions belong to which screen."""

from collections.abc import Iterator
from typing import Any

from textual.actions import parse
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.screen import Screen

from tuidl.course.glossary import Glossary
from tuidl.language import later, tr
from tuidl.tui import guide
from tuidl.tui.screens.draw import DrawScreen
from tuidl.tui.screens.editor import Editor
from tuidl.tui.screens.help import Help, Words
from tuidl.tui.screens.home import Home
from tuidl.tui.screens.lesson import LessonScreen
from tuidl.tui.screens.microscope import MicroscopeScreen
from tuidl.tui.screens.past import PastScreen
from tuidl.tui.screens.points import PointsScreen
from tuidl.tui.screens.replay import ReplayScreen
from tuidl.tui.screens.sandbox import SandboxScreen

HELP: dict[type[Screen[Any]], tuple[str, tuple[guide.Group, ...]]] = {
    SandboxScreen: (later("the sandbox"), guide.SANDBOX),  # a lesson's screen, too: it comes first
    LessonScreen: (later("lesson"), guide.LESSON),
    MicroscopeScreen: (later("the step microscope"), guide.MICROSCOPE),
    Home: (later("the course"), guide.HOME),
    PastScreen: (later("your progress"), guide.PAST),
    Editor: (later("your function"), guide.EDITOR),
    DrawScreen: (later("draw"), guide.DRAW),
    PointsScreen: (later("points"), guide.POINTS),
    ReplayScreen: (later("replay"), guide.REPLAY),
}


def help_for(screen: Screen[Any]) -> Help:
    """What every key does on a screen, the widget in hand first; in a lesson the words of its page, then all others."""
    hand = guide.in_hand(screen.focused)
    first = (hand,) if hand is not None else ()
    words: Words = ()
    home = ""
    if isinstance(screen, LessonScreen) and not isinstance(screen, SandboxScreen):
        walk = screen.walk
        words, home = Glossary.of(walk.lesson).sections(walk.lesson.pages[walk.step.page]), walk.lesson.id
    for kind, (name, groups) in HELP.items():
        if isinstance(screen, kind):
            return Help(name, (*first, *groups, guide.EVERYWHERE, guide.MARKS), words, home)
    return Help(tr("these keys"), (("keys", guide.keys(screen.BINDINGS)), guide.MARKS))


STEERING = {"move", "turn", "end", "choose", "act", "out"}  # what a widget's keys do to its cursor


def actions(screen: Screen[Any]) -> Iterator[tuple[str, DOMNode, Binding]]:
    """What can be done on a screen, in words, and whose it is, the widget in hand first; each thing once. What only
    moves a cursor is left out: a widget's steering, and a screen's key whose description begins with a small letter."""
    hand, told = screen.focused, set()
    own = [(hand, binding) for binding in hand.BINDINGS if not _steers(binding)] if hand is not None else []
    for source, binding in (*own, *((screen, binding) for binding in screen.BINDINGS)):
        if not isinstance(binding, Binding) or not binding.description or binding.action.startswith("app."):
            continue
        said = tr(binding.description, key=guide.named(binding.key))
        words = said[0].upper() + said[1:]
        if words not in told and (source is hand or binding.description[0].isupper()):
            told.add(words)
            yield words, source, binding


def _steers(binding: BindingType) -> bool:
    if not isinstance(binding, Binding):
        return True
    _, name, arguments = parse(binding.action)
    return (arguments[0] if name == "ask" else name) in STEERING
