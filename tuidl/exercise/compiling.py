"""Why numba cannot compile a function, said so that its writer knows what to change. Pure: it reads messages."""

import re
from collections.abc import Callable

from tuidl.errors import CodeError
from tuidl.exercise import source
from tuidl.language import later, listed, tr

SIGNS = {
    "add": "+", "iadd": "+=", "sub": "-", "isub": "-=", "mul": "*", "imul": "*=", "truediv": "/", "itruediv": "/=",
    "floordiv": "//", "mod": "%", "pow": "**", "matmul": "@", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==",
    "ne": "!=", "and_": "&", "or_": "|", "neg": "-",
}  # fmt: skip
OPCODES = {
    "IMPORT_NAME": later("an import inside the function cannot be compiled; move it to the top of the file"),
    "STORE_GLOBAL": later("'global' cannot be compiled; return what the function works out"),
    "UNPACK_EX": later("'a, *b = ...' cannot be compiled; name every part"),
    "LOAD_BUILD_CLASS": later("a class inside the function cannot be compiled; use numbers and arrays"),
    "SETUP_WITH": later("'with' cannot be compiled; leave it out"),
    "BEFORE_WITH": later("'with' cannot be compiled; leave it out"),
}
A_LIST, A_FUNCTION, A_SET = later("a list"), later("a function"), later("a set")
TRUTH, WHOLE, TEXT, TUPLE = later("True or False"), later("a whole number"), later("a text"), later("a tuple")
KINDS = (  # how numba's names of types begin, and what they are called
    ("reflected list", A_LIST), ("list", A_LIST), ("LiteralList", A_LIST), ("ListType", A_LIST),
    ("array", later("an array")), ("UniTuple", TUPLE), ("Tuple", TUPLE), ("Literal[str]", TEXT), ("unicode_type", TEXT),
    ("none", later("nothing (None)")), ("omitted", later("nothing")), ("bool", TRUTH), ("Literal[bool]", TRUTH),
    ("Literal[int]", WHOLE), ("int", WHOLE), ("uint", WHOLE), ("float", later("a number")),
    ("complex", later("a complex number")), ("DictType", later("a dict")), ("class(", later("a class")),
    ("OptionalType", later("a number or nothing (None)")),
    ("Function", A_FUNCTION), ("type(", A_FUNCTION), ("Module", later("a module")), ("set", A_SET),
    ("reflected set", A_SET), ("range", later("a range")),
)  # fmt: skip
PLAIN = later("use numbers, arrays, loops and the functions of math and numpy")
_LINE = re.compile(r"your file \((\d+)\)|line (\d+)")
_RULES: tuple[tuple[str, Callable[["re.Match[str]"], str]], ...] = (
    (r"NameError: name '(\w+)' is not defined", lambda m: tr("name '{m}' is not defined", m=m[1])),
    (r"Untyped global name '(\w+)':.*?<class '(\w+)'>", lambda m: _outside(m[1], m[2])),
    (r"Cannot unify (.+?) and (.+?) for '([\w$]+)", lambda m: _torn(m[3], m[1], m[2])),
    (r"Can't unify return type from the following types: (.+)", lambda m: _returns(m[1])),
    (
        r"imprecise type: list\(undefined\)",
        lambda m: tr(
            "a list that starts empty cannot be compiled, for nobody knows what it will hold; make an array with "
            "np.zeros(n) and fill it"
        ),
    ),
    (
        r"Use of unsupported NumPy function 'numpy\.([\w.]+)'",
        lambda m: tr("np.{m} cannot be compiled; write it with loops and simpler functions", m=m[1]),
    ),
    (
        r"Unknown attribute '(\w+)' of type Module\((.*?)\)",
        lambda m: tr("there is no '{m}' in a module that compiles", m=m[1]),
    ),
    (r"Unknown attribute '(\w+)' of type (.+)", lambda m: tr("{kind} has no '.{m}'", kind=kind(m[2]), m=m[1])),
    (
        r"use of unsupported opcode \((\w+)\)",
        lambda m: tr(OPCODES[m[1]]) if m[1] in OPCODES else tr("this cannot be compiled; {plain}", plain=tr(PLAIN)),
    ),
    (
        r"Exception object cannot be stored|exception_match",
        lambda m: tr("only a plain 'except:' can be compiled; leave out what stands between 'except' and the colon"),
    ),
    (
        r"could not convert string to float",
        lambda m: tr("a text cannot be made a number when it is compiled; leave the text out"),
    ),
    (
        r"(?:Cannot cast|unsafe cast from) (.+?) to (\w+)",
        lambda m: tr(
            "{kind} stands where {other} was; a dict or a list holds one kind only",
            kind=kind(m[1]),
            other=_other(m[1], m[2]),
        ),
    ),
    (
        r"operation: build_set|operation: build_list|operation: build_map",
        lambda m: tr("what stands together in a list, a set or a dict must be of one kind to be compiled"),
    ),
    (
        r"imprecise type: DictType\[undefined",
        lambda m: tr("a dict that starts empty cannot be compiled; use an array, or plain variables"),
    ),
    (
        r"Invalid use of getiter",
        lambda m: tr("a loop over things of several kinds cannot be compiled; write them one by one"),
    ),
    (
        r"\*args in function call should be a tuple",
        lambda m: tr("a list after a * cannot be compiled; write its parts one by one"),
    ),
    (r"del found at: del (\w+)", lambda m: tr("'del {m}' cannot be compiled; leave it out", m=m[1])),
    (
        r"print\(\) function implementation does not support",
        lambda m: tr("print can only be compiled with values, not with end= or sep="),
    ),
    (
        r"unsupported keyword arguments when calling Function\(<ufunc '(\w+)'>",
        lambda m: tr("np.{m} cannot be compiled with named arguments; leave them out", m=m[1]),
    ),
    (r"The 'with", lambda m: tr(OPCODES["SETUP_WITH"])),
    (r"format spec in f-strings", lambda m: tr("a format as in {x:.2f} cannot be compiled; leave the text out")),
    (
        r"The use of yield in a closure",
        lambda m: tr(
            "'... for ... in ...' inside a call cannot be compiled; write a loop, or put it in square brackets"
        ),
    ),
    (
        r"Invalid use of (\w+) with parameters",
        lambda m: tr("{kind} is called like a function; is a * missing before the bracket?", kind=kind(m[1])),
    ),
    (
        r"No conversion from (.+?) to (.+?) for",
        lambda m: tr("{kind} does not fit where {other} was", kind=kind(m[1]), other=_other(m[1], m[2])),
    ),
    (r"re-entrant", lambda m: tr("a function that calls itself cannot be compiled like this; write a loop")),
    (r"Int value is too large", lambda m: tr("a whole number here is too large for 64 bits; write it as 1e30")),
    (
        r"scipy .*is required",
        lambda m: tr("'@' and np.dot need SciPy to be compiled; write the sum as a loop, or np.sum"),
    ),
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
        said = tr("this cannot be compiled ({first}); {plain}", first=_first(text), plain=tr(PLAIN))
    return CodeError(source.at(line, said), line)


def kind(name: str) -> str:
    """What numba's name of a type is in words: ``a number``, ``an array``."""
    name = name.strip()
    return next((tr(words) for begins, words in KINDS if name.startswith(begins)), tr("something"))


def _line_in(text: str) -> int:
    """The line a message speaks of; of several returns the last."""
    lines = [int(match[1] or match[2]) for match in _LINE.finditer(text)]
    return max(lines, default=0) if "return type" in text else next(iter(lines), 0)


def _first(text: str) -> str:
    lines = [line.strip() for line in text.splitlines()]
    told = [line for line in lines if line and not line.startswith("Failed in nopython mode")]
    return told[0].rstrip(".")[:140] if told else tr("the compiler gives no reason")


def _outside(name: str, what: str) -> str:
    match what:
        case "dict" | "set":
            return tr(
                "'{name}' is a {what} outside the function, which cannot be compiled; put its numbers in the function",
                name=name,
                what=what,
            )
        case "type":
            return tr("'{name}' is a class, which cannot be compiled; {plain}", name=name, plain=tr(PLAIN))
        case "NoneType":
            return tr("'{name}' is None outside the function; give it a number", name=name)
    return tr("'{name}' cannot be compiled; {plain}", name=name, plain=tr(PLAIN))


def _torn(name: str, first: str, second: str) -> str:
    one, other = kind(first), _other(first, second)
    where = tr("what is returned") if name.startswith("$") else f"'{name}'"
    return tr(
        "{where} is {one} on one way through the function and {other} on another; make it the same on all",
        where=where,
        one=one,
        other=other,
    )


def _other(first: str, second: str) -> str:
    """The second type in words that differ from the first's."""
    words = kind(second)
    return tr("{words} of another kind", words=words) if words == kind(first) else words


def _returns(types: str) -> str:
    words = sorted({kind(each) for each in _split(types)})
    return tr(
        "the function returns {first} here, {second} there; return the same kind on every way through it",
        first=words[0],
        second=words[-1],
    )


def _call(match: "re.Match[str]") -> str:
    name, types = match[2], _split(match[3])
    named = [each.partition("=")[0] for each in types if re.match(r"\w+=", each)]
    given = [kind(re.sub(r"^\w+=", "", each)) for each in types]
    if name in SIGNS and len(given) == 2:
        return tr("'{sign}' cannot take {first} and {second}", sign=SIGNS[name], first=given[0], second=given[1])
    if name in ("getitem", "static_getitem"):
        return tr("{given} cannot be indexed with [ ] like that", given=given[0] if given else tr("this"))
    if name == "setitem":
        return tr("{given} cannot be given a value with [ ] = like that", given=given[0] if given else tr("this"))
    called = (
        f"np.{name}" if "ufunc" in match[1] or "<function" in match[1] or name in ("zeros", "ones", "array") else name
    )
    if name == "array" and tr(A_LIST) in given:
        return tr("np.array can only be compiled with numbers of one kind")
    if tr(A_LIST) in given:
        return tr(
            "{called} cannot take a list when it is compiled; make it an array first: np.array(...)", called=called
        )
    if named:
        return tr(
            "{called} cannot be compiled with {named}; leave that out",
            called=called,
            named=listed([f"{each}=" for each in named]),
        )
    return tr(
        "{called} cannot be compiled with {given}; look at what you give it",
        called=called,
        given=listed(given) or tr("no argument"),
    )


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
