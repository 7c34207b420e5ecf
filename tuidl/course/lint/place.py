"""The line of a file that a finding speaks of: that of the word that is wrong, else of the entry it stands in."""

import re

_SAID = re.compile(r"(?:, |^|\()(?:at )?line (\d+)(?:: |, column \d+\)?$|\)$|$)")
_LESSON = re.compile(r"lesson '[^']*'(?:, |: )")
_SCOPE = re.compile(r"(?:(\w+) '([^']*)'(?: \([\w-]+\))?|(\[\w+\]))(?:, |: )")
_QUOTED = re.compile(r"'([^']+)'|(\w+) = ")
_TABLES = {"knob": "knobs", "panel": "panels"}  # what stands in lesson.toml where the sentence says it in another word
_LISTS = {"step": "id", "question": "id", "choice": "id", "layer": "name"}  # [[...]] and the key that names the entry


def line(content: str, text: str) -> int:
    """Counted from 1; 0 where none can be told."""
    said = _SAID.search(text)
    if said:
        return int(said[1])
    rows = content.splitlines()
    first, last, rest = _scope(rows, text)
    wrong = next(
        (quoted or key for quoted, key in _QUOTED.findall(rest)), ""
    )  # later words are those that would be right
    holds = re.compile(rf"(?<!\w){re.escape(wrong)}(?!\w)") if wrong else None
    key = next(iter(re.findall(r"^\w+", rest)), "")
    under = [k for k in range(first, last) if rows[k].startswith((f"{key} =", f"{key}s =")) and key]
    for places in (under, range(first, last)):
        for k in places:
            if holds is not None and holds.search(rows[k]):
                return k + 1
    if under:
        return under[0] + 1
    return first + 1 if (first, last) != (0, len(rows)) else 0


def _scope(rows: list[str], text: str) -> tuple[int, int, str]:
    """The rows of the entry that the sentence begins with, and the rest of the sentence."""
    first, last, place = 0, len(rows), 0
    lesson = _LESSON.match(text)
    place = lesson.end() if lesson else 0
    while (said := _SCOPE.match(text, place)) is not None:
        kind, name, table = said.groups()
        found = _entry(rows, first, last, kind or "", name or "", table or "")
        if found is None:
            break
        (first, last), place = found, said.end()
    return first, last, text[place:]


def _entry(rows: list[str], first: int, last: int, kind: str, name: str, table: str) -> tuple[int, int] | None:
    """The rows of one entry among those from ``first`` to ``last``."""
    if kind in _LISTS:
        named = re.compile(rf'{_LISTS[kind]} = "{re.escape(name)}"')
        begins = next((k for k in range(first, last) if named.match(rows[k])), None)
    else:
        heads = {table, f"[{_TABLES.get(kind, kind)}.{name}]", f"[{name}]", f'["{name}"]'} - {"", "[]"}
        begins = next((k for k in range(first, last) if rows[k].partition("#")[0].strip() in heads), None)
    if begins is None:
        return None
    inner = "step" if kind == "step" else f"{kind}.{name}" if kind else table[1:-1]
    ends = (k for k in range(begins + 1, last) if re.match(rf"\[(?!\[?{re.escape(inner)}\.)", rows[k]))
    return begins, next(ends, last)
