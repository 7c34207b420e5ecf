"""Sentences in the code: every text for people goes through the catalogue, and this finds those that do not."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

LOOKED_UP = ("tr", "trn", "later", "styled", "coloured")
# two words side by side, one of them perhaps a place
_SENTENCE = re.compile(r"[^\W\d_]{2,}[,;:.!?]? +(?:[^\W\d_(\d‹‘'\"]|\{)|\} [^\W\d_]{2,}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_PATTERN = re.compile(r"\\[wsd(]|\.[*+]|\(\.")  # of a regular expression
UNITS = ("tuidl", "ms", "MB", "kB", "GFLOP", "FLOPs", "CC", "BY", "Brier")
INSIDE = (  # raised where something is wrong with the program, not with what a person did
    *("TypeError", "RuntimeError", "AssertionError", "NotImplementedError", "KeyError", "IndexError", "Unpackable"),
)
CODE = (["CSS"], ["DEFAULT_CSS"], ["FONT"])  # style sheets
CALLS = (  # whose texts are no sentences: patterns, SQL, names of types
    *("compile", "search", "match", "fullmatch", "findall", "sub", "execute", "executescript", "executemany"),
    *(
        "startswith",
        "endswith",
        "split",
        "removeprefix",
        "removesuffix",
        "strftime",
        "TypeVar",
        "cast",
        "Literal",
        "spells",
    ),
)


def found(path: Path, inside: tuple[str, ...] = ()) -> Iterator[tuple[int, str]]:
    """Line and text of what looks like a sentence and is not looked up. ``inside``: further errors nobody reads."""
    tree = ast.parse(path.read_text("utf-8"))
    over = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        yield from _described(node)
        text = _text(node)
        if text is None or isinstance(over.get(node), ast.JoinedStr | ast.Expr):
            continue
        words = set(_WORD.findall(text.replace("{}", ""))) - set(UNITS)
        if (
            words
            and _SENTENCE.search(text)
            and not _PATTERN.search(text)
            and not _exempt(node, over, (*INSIDE, *inside))
        ):
            yield node.lineno, text


def _described(node: ast.AST) -> Iterator[tuple[int, str]]:
    """What a binding does and what the bottom row says of a key are looked up, be it one word."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Binding", "Key"):
        for words in node.args[{"Binding": 2, "Key": 1}[node.func.id] :][:1]:
            if isinstance(words, ast.Constant) and words.value:
                yield words.lineno, str(words.value)


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def _exempt(node: ast.AST, over: dict[ast.AST, ast.AST], errors: tuple[str, ...]) -> bool:
    """Looked up, or nothing that a person reads."""
    below = node
    while below in over:
        above = over[below]
        if isinstance(above, ast.Call) and below is not above.func:
            name = getattr(above.func, "attr", getattr(above.func, "id", ""))
            if name in (*LOOKED_UP, *CALLS, *errors):
                return True
        if isinstance(above, ast.Compare | ast.MatchValue | ast.Assert):
            return True
        if isinstance(above, ast.Subscript) and below is above.slice:
            return True
        if isinstance(above, ast.Assign) and [getattr(each, "id", "") for each in above.targets] in CODE:
            return True
        if isinstance(above, ast.Dict) and below in above.keys:
            return True
        if isinstance(above, ast.AnnAssign) and below is above.annotation:
            return True
        if isinstance(above, ast.arg) or (isinstance(above, ast.FunctionDef) and below is above.returns):
            return True
        if isinstance(above, ast.stmt):
            return False
        below = above
    return False
