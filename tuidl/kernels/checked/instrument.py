"""LLVM code with a call of a check before every access to memory; stack and constants are left alone.

The code is what numba has made of a kernel after all optimisations, so what is checked is what runs. An instruction
that touches memory in a way unknown here raises ValueError: nothing slips through.
"""

import re
from collections.abc import Iterator
from itertools import count

READ, WRITE, ATOMIC = 1, 2, 4
CHECK, CHECK_LANES, CHECK_SIZE = "tuidl.check", "tuidl.check.lanes", "tuidl.check.size"
DECLARATIONS = f"""
declare ptr @{CHECK}(ptr, ptr, i64, i64, i64)
declare ptr @{CHECK_LANES}(ptr, ptr, i64, i64, i64, i64)
declare i64 @{CHECK_SIZE}(ptr, ptr, i64, i64, i64)
"""

_NAME = r'%(?:"[^"]*"|[-\w.$]+)'
_DEFINED = re.compile(rf"\s*({_NAME}) = (.*)")
_POINTERS = re.compile(rf"({_NAME}|@\S+)")
_LOAD = re.compile(rf"\s*{_NAME} = load (atomic )?(?:volatile )?(?P<type>.+?), ptr (?P<at>{_NAME})(?P<rest>.*)")
_STORE = re.compile(rf"\s*store (atomic )?(?:volatile )?(?P<type>.+), ptr (?P<at>{_NAME})(?P<rest>.*)")
_EXCHANGE = re.compile(rf"\s*{_NAME} = (?:atomicrmw \w+|cmpxchg) ptr (?P<at>{_NAME}), (?P<type>\w+)(?P<rest>.*)")
_CALLED = re.compile(r"\bcall\b.*?(?P<name>@[\w.$]+|%[\w.$]+|@\"[^\"]*\")\((?P<given>.*)\)")
_BLOCK = re.compile(r"llvm\.(memcpy|memmove|memset)\.")
_MASKED = re.compile(r"llvm\.masked\.(load|store|gather|scatter)\.")
_POINTER = re.compile(rf"ptr (?:\w+(?:\([^)]*\))? )*?(?:align (?P<align>\d+) )?(?P<at>{_NAME}|@\S+)$")
_HARMLESS = ("llvm.lifetime.", "llvm.assume", "llvm.invariant.", "llvm.experimental.noalias", "llvm.prefetch.")
_GIVEN = ("%retptr", "%excinfo")  # numba's own parameters: results and errors, on the caller's stack


def size_of(text: str) -> tuple[int, str]:
    """Bytes of the LLVM type that a text begins with, and the rest of the text; ValueError if it is unknown."""
    text = text.strip()
    if many := re.match(r"[<\[](\d+) x ", text):
        each, rest = size_of(text[many.end() :])
        return int(many[1]) * each, rest.lstrip()[1:]
    if one := re.match(r"(ptr|float|double|half|i(\d+))\b", text):
        bits = {"ptr": 64, "float": 32, "double": 64, "half": 16}.get(one[1]) or int(one[2])
        return -(-bits // 8), text[one.end() :]
    raise ValueError(f"the size of '{text}' is unknown")


def instrumented(code: str, state: int) -> str:
    """The module with a check before every access; ``state`` is the address that each check is given."""
    made: list[str] = []
    lines = iter(code.splitlines())
    for line in lines:
        if line.startswith("define "):
            body = [line]
            while body[-1] != "}":
                body.append(next(lines))
            made += body if "@cfunc." in line else _Function(body, state).lines()
        else:  # what a function was said to leave alone need not hold any more
            made.append(re.sub(r" memory\([^)]*\)", "", line) if line.startswith("attributes ") else line)
    return "\n".join(made) + DECLARATIONS


class _Function:
    """One function and its checks."""

    def __init__(self, body: list[str], state: int) -> None:
        self._body, self._state = body, f"ptr inttoptr (i64 {state} to ptr)"
        self._defined = {found[1]: found[2] for line in body if (found := _DEFINED.match(line))}
        self._numbers = count()

    def lines(self) -> Iterator[str]:
        """The function's lines with the checks between them."""
        for line in self._body:
            yield from self._checked(line)

    def _new(self) -> str:
        return f"%checked.{next(self._numbers)}"

    def _checked(self, line: str) -> Iterator[str]:
        for pattern, kind in ((_LOAD, READ), (_STORE, WRITE), (_EXCHANGE, READ | WRITE | ATOMIC)):
            if found := pattern.match(line):
                yield from self._access(line, found, kind | (ATOMIC if found.re.groups > 3 and found[1] else 0))
                return
        called = _CALLED.search(line)
        if called and called["name"].startswith("@llvm."):
            yield from self._intrinsic(line, called["name"][1:], called["given"])
        elif re.match(r"\s*(%\S+ = )?(load|store|atomicrmw|cmpxchg|va_arg)\b", line) and self._asks(line):
            raise ValueError(f"what does this touch? {line.strip()}")
        else:
            yield line

    def _asks(self, line: str) -> bool:
        """Whether some pointer of an access is neither a constant's address nor made from one."""
        return re.search(r"ptr (@|getelementptr|null)", line) is None

    def _access(self, line: str, found: re.Match[str], kind: int) -> Iterator[str]:
        if self._private(found["at"]):
            yield line
            return
        size, _ = size_of(found["type"])
        align = re.search(r"align (\d+)", found["rest"])
        new = self._new()
        yield self._call(new, found["at"], f"i64 {size}", int(align[1]) if align else 1, kind)
        yield line[: found.start("at")] + new + line[found.end("at") :]

    def _call(self, new: str, at: str, size: str, align: int, kind: int) -> str:
        return f"  {new} = call ptr @{CHECK}({self._state}, ptr {at}, {size}, i64 {align}, i64 {kind})"

    def _private(self, at: str, seen: frozenset[str] = frozenset()) -> bool:
        """Whether a pointer leads to this function's stack, or to a constant, and nowhere else."""
        if at.startswith("@") or at in _GIVEN or at in seen:
            return True
        line = self._defined.get(at, "")
        if line.startswith("alloca "):
            return True
        if not line.startswith(("getelementptr ", "bitcast ", "phi ", "select ", "addrspacecast ")):
            return False
        if line.startswith("phi "):
            sources = [pair.split(",")[0].strip(" [") for pair in line.partition(" ")[2].split("],")]
            sources = [_POINTERS.findall(each)[-1] for each in sources if _POINTERS.search(each)]
        else:
            sources = re.findall(rf"ptr ({_NAME}|@\S+)", line)
        return bool(sources) and all(self._private(each.rstrip(","), seen | {at}) for each in sources)

    def _intrinsic(self, line: str, name: str, given: str) -> Iterator[str]:
        if block := _BLOCK.match(name):
            yield from self._block(line, block[1], _split(given))
        elif masked := _MASKED.match(name):
            yield from self._masked(line, masked[1], _split(given))
        elif "ptr " in given and not name.startswith(_HARMLESS):
            raise ValueError(f"what does this touch? {line.strip()}")
        else:
            yield line

    def _block(self, line: str, what: str, given: list[str]) -> Iterator[str]:
        size = given[2]
        for place, kind in ((0, WRITE), (1, READ))[: 1 if what == "memset" else 2]:
            pointer = _POINTER.search(given[place])
            if pointer is None:
                raise ValueError(f"what does this touch? {line.strip()}")
            if not self._private(pointer["at"]):
                new = self._new()
                align = pointer["align"] or 1
                yield (
                    f"  {new} = call i64 @{CHECK_SIZE}"
                    f"({self._state}, ptr {pointer['at']}, {size}, i64 {align}, i64 {kind})"
                )
                size = f"i64 {new}"
        yield line.replace(f", {given[2]},", f", {size},", 1)

    def _masked(self, line: str, what: str, given: list[str]) -> Iterator[str]:
        place, mask = {"load": (0, 1), "store": (1, 2), "gather": (0, 1), "scatter": (1, 2)}[what]
        lanes = int(re.match(r"<(\d+) x i1>", given[mask])[1])  # type: ignore[index]
        kind = READ if what in ("load", "gather") else WRITE
        value = given[0] if what in ("store", "scatter") else given[2]
        size = size_of(value)[0] // lanes
        align = int(found[1]) if (found := re.search(r"align (\d+)", given[place])) else 1
        pointer = given[place].split()[-1]
        if what in ("gather", "scatter"):
            yield from self._each(line, pointer, given[mask], lanes, size, align, kind)
            return
        bits, wide, new = self._new(), self._new(), self._new()
        yield f"  {bits} = bitcast {given[mask]} to i{lanes}"
        yield f"  {wide} = zext i{lanes} {bits} to i64"
        yield (
            f"  {new} = call ptr @{CHECK_LANES}"
            f"({self._state}, ptr {pointer}, i64 {size}, i64 {wide}, i64 {align}, i64 {kind})"
        )
        yield line.replace(given[place], given[place].replace(pointer, new), 1)

    def _each(self, line: str, pointers: str, mask: str, lanes: int, size: int, align: int, kind: int) -> Iterator[str]:
        """A check for every pointer of a vector of them."""
        for lane in range(lanes):
            pointer, chosen, wide, bytes_, good, vector = (self._new() for _ in range(6))
            yield f"  {pointer} = extractelement <{lanes} x ptr> {pointers}, i64 {lane}"
            yield f"  {chosen} = extractelement {mask}, i64 {lane}"
            yield f"  {wide} = zext i1 {chosen} to i64"
            yield f"  {bytes_} = mul i64 {wide}, {size}"
            yield self._call(good, pointer, f"i64 {bytes_}", align, kind)
            yield f"  {vector} = insertelement <{lanes} x ptr> {pointers}, ptr {good}, i64 {lane}"
            line = line.replace(f" {pointers},", f" {vector},", 1)
            pointers = vector
        yield line


def _split(given: str) -> list[str]:
    """Arguments, cut at the commas outside all brackets."""
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(given):
        depth += (letter in "<([{") - (letter in ">)]}")
        if letter == "," and depth == 0:
            parts.append(given[start:place].strip())
            start = place + 1
    return [*parts, given[start:].strip()]
