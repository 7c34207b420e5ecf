"""Why numba cannot compile a function, said so that its writer knows what to change. Pure: it reads messages."""

import re
from collections.abc import Callable

from tuidl.errors import CodeError

SIGNS = {
    "add": "+", "iadd": "+=", "sub": "-", "isub": "-=", "mul": "*", "imul": "*=", "truediv": "/", "itruediv": "/=",
    "floordiv": "//", "mod": "%", "pow": "**", "matmul": "@", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==",
    "ne": "!=", "and_": "&", "or_": "|", "neg": "-",
}  # fmt: skip
OPCODES = {
    "IMPORT_NAME": "an import inside the function cannot be compiled; move it to the top of the file",
    "STORE_GLOBAL": "'global' cannot be compiled; return what the function works out",
    "UNPACK_EX": "'a, *b = ...' cannot be compiled; name every part",
    "LOAD_BUILD_CLASS": "a class inside the function cannot be compiled; use numbers and arrays",
    "SETUP_WITH": "'with' cannot be compiled; leave it out",
    "BEFORE_WITH": "'with' cannot be compiled; leave it out",
}
KINDS = (  # how numba's names of types begin, and what they are called
    ("reflected list", "a list"), ("list", "a list"), ("LiteralList", "a list"), ("ListType", "a list"),
    ("array", "an array"), ("UniTuple", "a tuple"), ("Tuple", "a tuple"), ("Literal[str]", "a text"),
    ("unicode_type", "a text"), ("none", "nothing (None)"), ("omitted", "nothing"), ("bool", "True or False"),
    ("Literal[bool]", "True or False"), ("Literal[int]", "a whole number"), ("int", "a whole number"),
    ("uint", "a whole number"), ("float", "a number"), ("complex", "a complex number"), ("DictType", "a dict"),
    ("class(", "a class"), ("Function", "a function"), ("type(", "a function"), ("Module", "a module"),
    ("set", "a set"), ("reflected set", "a set"), ("range", "a range"),
)  # fmt: skip
PLAIN = "use numbers, arrays, loops and the functions of math and numpy"
_LINE = re.compile(r"your file \((\d+)\)|line (\d+)")
_RULES: tuple[tuple[str, Callable[["re.Match[str]"], str]], ...] = (
    (r"NameError: name '(\w+)' is not defined", lambda m: f"name '{m[1]}' is not defined"),
    (r"Untyped global name '(\w+)':.*?<class '(\w+)'>", lambda m: _outside(m[1], m[2])),
    (r"Cannot unify (.+?) and (.+?) for '([\w$]+)", lambda m: _torn(m[3], m[1], m[2])),
    (r"Can't unify return type from the following types: (.+)", lambda m: _returns(m[1])),
    (
        r"imprecise type: list\(undefined\)",
        lambda m: (
            "a list that starts empty cannot be compiled, for nobody knows what it will hold; make an array with "
            "np.zeros(n) and fill it"
        ),
    ),
    (
        r"Use of unsupported NumPy function 'numpy\.([\w.]+)'",
        lambda m: f"np.{m[1]} cannot be compiled; write it with loops and simpler functions",
    ),
    (r"Unknown attribute '(\w+)' of type Module\((.*?)\)", lambda m: f"there is no '{m[1]}' in a module that compiles"),
    (r"Unknown attribute '(\w+)' of type (.+)", lambda m: f"{kind(m[2])} has no '.{m[1]}'"),
    (r"use of unsupported opcode \((\w+)\)", lambda m: OPCODES.get(m[1], f"this cannot be compiled; {PLAIN}")),
    (r"The 'with", lambda m: OPCODES["SETUP_WITH"]),
    (r"format spec in f-strings", lambda m: "a format as in {x:.2f} cannot be compiled; leave the text out"),
    (
        r"The use of yield in a closure",
        lambda m: "'... for ... in ...' inside a call cannot be compiled; write a loop, or put it in square brackets",
    ),
    (
        r"Invalid use of (\w+) with parameters",
        lambda m: f"{kind(m[1])} is called like a function; is a * missing before the bracket?",
    ),
    (r"No conversion from (.+?) to (.+?) for", lambda m: f"{kind(m[1])} does not fit where {_other(m[1], m[2])} was"),
    (r"re-entrant", lambda m: "a function that calls itself cannot be compiled like this; write a loop"),
    (r"Int value is too large", lambda m: "a whole number here is too large for 64 bits; write it as 1e30"),
    (r"scipy .*is required", lambda m: "'@' and np.dot need SciPy to be compiled; write the sum as a loop, or np.sum"),
    (r"No implementation of function (.+?) found for signature:\s*>>> ([\w<>]+)\((.*)\)", lambda m: _call(m)),
)


def translated(error: Exception) -> CodeError:
    """What to change, and in which line."""
    text = str(error)
    line = getattr(getattr(error, "loc", None), "line", 0) or _line_in(text)
    for pattern, say in _RULES:
        match = re.search(pattern, text, re.IGNORECASE)
        if match is not None:
            said = say(match)
            break
    else:
        said = f"this cannot be compiled ({_first(text)}); {PLAIN}"
    return CodeError(f"{f'line {line}: ' if line else ''}{said}", line)


def kind(name: str) -> str:
    """What numba's name of a type is in words: ``a number``, ``an array``."""
    name = name.strip()
    return next((words for begins, words in KINDS if name.startswith(begins)), "something")


def _line_in(text: str) -> int:
    """The line a message speaks of; of several returns the last."""
    lines = [int(match[1] or match[2]) for match in _LINE.finditer(text)]
    return max(lines, default=0) if "return type" in text else next(iter(lines), 0)


def _first(text: str) -> str:
    lines = [line.strip() for line in text.splitlines()]
    told = [line for line in lines if line and not line.startswith("Failed in nopython mode")]
    return told[0].rstrip(".")[:140] if told else "the compiler gives no reason"


def _outside(name: str, what: str) -> str:
    match what:
        case "dict" | "set":
            return (
                f"'{name}' is a {what} outside the function, which cannot be compiled; put its numbers in the function"
            )
        case "type":
            return f"'{name}' is a class, which cannot be compiled; {PLAIN}"
        case "NoneType":
            return f"'{name}' is None outside the function; give it a number"
    return f"'{name}' cannot be compiled; {PLAIN}"


def _torn(name: str, first: str, second: str) -> str:
    one, other = kind(first), _other(first, second)
    where = "what is returned" if name.startswith("$") else f"'{name}'"
    return f"{where} is {one} on one way through the function and {other} on another; make it the same on all"


def _other(first: str, second: str) -> str:
    """The second type in words that differ from the first's."""
    words = kind(second)
    return f"{words} of another kind" if words == kind(first) else words


def _returns(types: str) -> str:
    words = sorted({kind(each) for each in _split(types)})
    return f"the function returns {' here, '.join(words)} there; return the same kind on every way through it"


def _call(match: "re.Match[str]") -> str:
    name, types = match[2], _split(match[3])
    named = [each.partition("=")[0] for each in types if re.match(r"\w+=", each)]
    given = [kind(re.sub(r"^\w+=", "", each)) for each in types]
    if name in SIGNS and len(given) == 2:
        return f"'{SIGNS[name]}' cannot take {given[0]} and {given[1]}"
    if name in ("getitem", "static_getitem"):
        return f"{given[0] if given else 'this'} cannot be indexed with [ ] like that"
    if name == "setitem":
        return f"{given[0] if given else 'this'} cannot be given a value with [ ] = like that"
    called = (
        f"np.{name}" if "ufunc" in match[1] or "<function" in match[1] or name in ("zeros", "ones", "array") else name
    )
    if name == "array" and "a list" in given:
        return "np.array can only be compiled with numbers of one kind"
    if "a list" in given:
        return f"{called} cannot take a list when it is compiled; make it an array first: np.array(...)"
    if named:
        return f"{called} cannot be compiled with {' and '.join(f'{each}=' for each in named)}; leave that out"
    return f"{called} cannot be compiled with {' and '.join(given) or 'no argument'}; look at what you give it"


def _split(types: str) -> list[str]:
    """The types of a list, cut at the commas outside brackets."""
    found, depth, start = [], 0, 0
    for place, char in enumerate(types):
        depth += (char in "([<") - (char in ")]>")
        if char == "," and depth == 0:
            found.append(types[start:place])
            start = place + 1
    rest = types[start:].strip()
    return [each.strip() for each in (*found, rest) if each.strip()]
