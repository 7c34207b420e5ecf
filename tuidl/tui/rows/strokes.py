"""What a key is called on the screen, and what the keyboard sends for it."""

from textual.keys import _character_to_key

NAMED = {
    "esc": "escape",
    "del": "delete",
    "pgup": "pageup",
    "pgdn": "pagedown",
    **{name: name for name in ("enter", "space", "tab", "home", "end", "backspace")},
    **{f"f{number}": f"f{number}" for number in range(1, 13)},
}
ARROWS = {"↑": "up", "↓": "down", "←": "left", "→": "right"}
SHIFT = "⇧"

Stroke = tuple[int, int, str]  # first column in what is written, columns, key as in a binding


def of(written: str) -> tuple[Stroke, ...]:
    """The keys that stand in ``esc``, ``^p``, ``n p``, ``↑↓``; none in a range such as ``1-4``, or in words."""
    found: list[Stroke] = []
    at = 0
    for word in written.split(" "):
        if word in NAMED:
            found.append((at, len(word), NAMED[word]))
        elif len(word) == 2 and word[0] == "^" and word[1].isalpha():
            found.append((at, 2, f"ctrl+{word[1]}"))
        elif word and all(sign in ARROWS or sign == SHIFT for sign in word):
            with_shift = "shift+" if SHIFT in word else ""
            found += [(at + k, 1, with_shift + ARROWS[sign]) for k, sign in enumerate(word) if sign in ARROWS]
        elif len(word) == 1:
            found.append((at, 1, _character_to_key(word)))
        at += len(word) + 1
    return tuple(found)


def character(key: str) -> str | None:
    """What a key of that name types, if it is a character alone."""
    if len(key) == 1:
        return key
    return next((sign for sign in "/?!.,+-[]=<>" if _character_to_key(sign) == key), None)
