"""A sentence some of whose words look otherwise than the rest: looked up whole, then cut at its places."""

from tuidl.language import pieces
from tuidl.tui.drawing.cells import Part
from tuidl.tui.drawing.prose import Span, SpanStyle


def styled(text: str, plain: SpanStyle, /, **parts: Span) -> list[Span]:
    """Prose: ``styled("cell {cell} fell", "plain", cell=("3,1", "chip"))``."""
    found: list[Span] = []
    for words, place in pieces(text):
        found += [(words, plain)] if words else []
        found += [parts[place]] if place in parts else []
    return found


def coloured(text: str, plain: str, /, **parts: Part) -> list[Part]:
    """Parts of a row of cells: ``coloured("{share} done", ink.dim, share=("3 of 7", ink.bright))``."""
    found: list[Part] = []
    for words, place in pieces(text):
        found += [(words, plain)] if words else []
        found += [parts[place]] if place in parts else []
    return found
