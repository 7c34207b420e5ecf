"""Python text as pieces with a role: where the colours of an editor begin and end. Pure."""

from functools import lru_cache
from typing import Literal

from pygments import token
from pygments.lexers.python import PythonLexer

from tuidl.tui.drawing.cells import BOLD, ITALIC
from tuidl.tui.drawing.ink import Ink, mix

Role = Literal["keyword", "name", "number", "text", "comment", "todo"]
Piece = tuple[int, int, Role]  # first column, the column after the last, what it is
TODO = "<-"  # in a comment: the line is the learner's to write

_ROLES: tuple[tuple[object, Role], ...] = (
    (token.Keyword, "keyword"),
    (token.Operator.Word, "keyword"),
    (token.Name.Function, "name"),
    (token.Name.Class, "name"),
    (token.Number, "number"),
    (token.String, "text"),
    (token.Comment, "comment"),
)


@lru_cache(8)
def pieces(text: str) -> tuple[tuple[Piece, ...], ...]:
    """For each line its coloured pieces, from left to right; text that is no Python has few."""
    rows: list[list[Piece]] = [[]]
    column = 0
    for kind, value in PythonLexer(stripnl=False, ensurenl=False).get_tokens(text):
        role = _role(kind, value)
        for number, part in enumerate(value.split("\n")):
            if number:
                rows.append([])
                column = 0
            if role is not None and part.strip():
                rows[-1].append((column, column + len(part), role))
            column += len(part)
    return tuple(tuple(row) for row in rows)


def _role(kind: object, value: str) -> Role | None:
    role = next((role for parent, role in _ROLES if kind in parent), None)  # type: ignore[operator]
    return "todo" if role == "comment" and TODO in value else role


def appearance(ink: Ink, role: Role) -> tuple[str, int]:
    """Colour and flags of a role. Literals are data, so they have data's colours; what is left to write is *you*."""
    match role:
        case "keyword":
            return ink.bright, BOLD
        case "name":
            return ink.bright, 0
        case "number":
            return mix(ink.text, ink.one, 0.7), 0
        case "text":
            return mix(ink.dim, ink.two, 0.5), 0
        case "comment":
            return ink.dim, ITALIC
    return ink.accent, BOLD
