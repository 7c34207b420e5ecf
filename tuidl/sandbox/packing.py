"""Plain values as few bytes, one way only: what is equal becomes the same bytes.

A byte says what comes: below 128 a word of the table, then small whole numbers, short lists and tables, and the rest
with their length before them. A float is a decimal: mantissa and exponent of its shortest form.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from tuidl.language import tr
from tuidl.sandbox.words import WORDS

WORD, SMALL, LIST, TABLE = 0, 128, 208, 224
MORE, LESS, FLOAT, TRUE, FALSE, TEXT, LONG_LIST, LONG_TABLE, RARE = range(192, 201)
COMMON = 128  # words with a byte of their own
DEEPEST = 8
LONGEST = 10  # bytes of a number
_NUMBERS: dict[str, int] = {}
for _place, _word in enumerate(WORDS):
    _NUMBERS.setdefault(_word, _place)


class PackingError(ValueError):
    """Bytes that no value was packed into, or a value that cannot be packed."""


def packed(value: Any) -> bytes:
    """The bytes of a value. PackingError for one that is neither text, number, list nor table."""
    out = bytearray()
    _pack(value, out)
    return bytes(out)


def _pack(value: Any, out: bytearray) -> None:
    if isinstance(value, bool):
        out.append(TRUE if value else FALSE)
    elif isinstance(value, int):
        if 0 <= value < 64:
            out.append(SMALL + value)
        elif value >= 64:
            out.append(MORE)
            _count(value - 64, out)
        else:
            out.append(LESS)
            _count(-1 - value, out)
    elif isinstance(value, float):
        _float(value, out)
    elif isinstance(value, str):
        _text(value, out)
    elif isinstance(value, list | tuple):
        _size(len(value), LIST, LONG_LIST, out)
        for item in value:
            _pack(item, out)
    elif isinstance(value, dict):
        _size(len(value), TABLE, LONG_TABLE, out)
        for key in sorted(value):
            _text(key, out)
            _pack(value[key], out)
    else:
        raise PackingError(tr("{value!r} cannot be packed", value=value))


def _size(size: int, short: int, long: int, out: bytearray) -> None:
    if size < 16:
        out.append(short + size)
    else:
        out.append(long)
        _count(size, out)


def _text(text: str, out: bytearray) -> None:
    place = _NUMBERS.get(text)
    if place is None:
        raw = text.encode("utf-8")
        out.append(TEXT)
        _count(len(raw), out)
        out += raw
    elif place < COMMON:
        out.append(place)
    else:
        out.append(RARE)
        _count(place - COMMON, out)


def _float(value: float, out: bytearray) -> None:
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    if not isinstance(exponent, int):
        raise PackingError(tr("{value} is no number that can be packed", value=value))
    mantissa = int("".join(map(str, digits)))
    out.append(FLOAT)
    _count(mantissa * 2 + sign, out)
    _count(exponent * 2 if exponent >= 0 else -exponent * 2 - 1, out)


def _count(number: int, out: bytearray) -> None:
    """Seven bits a byte, the lowest first; every byte but the last has its highest bit set."""
    while number > 127:
        out.append(128 | number & 127)
        number >>= 7
    out.append(number)


class _Reader:
    def __init__(self, raw: bytes) -> None:
        self._raw, self.at = raw, 0

    def byte(self) -> int:
        if self.at >= len(self._raw):
            raise PackingError(tr("it ends too early"))
        self.at += 1
        return self._raw[self.at - 1]

    def count(self) -> int:
        number, shift = 0, 0
        for _ in range(LONGEST):
            byte = self.byte()
            number |= (byte & 127) << shift
            if byte < 128:
                return number
            shift += 7
        raise PackingError(tr("a number in it is too long"))

    def text(self, size: int) -> str:
        if size > len(self._raw) - self.at:
            raise PackingError(tr("it ends too early"))
        self.at += size
        try:
            return self._raw[self.at - size : self.at].decode("utf-8")
        except UnicodeDecodeError:
            raise PackingError(tr("a text in it is none")) from None

    def word(self, place: int) -> str:
        if place >= len(WORDS):
            raise PackingError(tr("a word in it is unknown"))
        return WORDS[place]

    def value(self, depth: int = 0) -> Any:
        byte = self.byte()
        if byte < SMALL:
            return self.word(byte)
        if byte < MORE:
            return byte - SMALL
        if LIST <= byte < TABLE or byte == LONG_LIST:
            return [self.value(depth + 1) for _ in self._items(byte, LIST, LONG_LIST, depth)]
        if TABLE <= byte < TABLE + 16 or byte == LONG_TABLE:
            return {self.key(): self.value(depth + 1) for _ in self._items(byte, TABLE, LONG_TABLE, depth)}
        match byte:
            case 192:
                return self.count() + 64
            case 193:
                return -1 - self.count()
            case 194:
                return self._float()
            case 195 | 196:
                return byte == TRUE
            case 197:
                return self.text(self.count())
            case 200:
                return self.word(self.count() + COMMON)
        raise PackingError(tr("a byte in it means nothing"))

    def key(self) -> str:
        key = self.value(DEEPEST)
        if not isinstance(key, str):
            raise PackingError(tr("a table in it has a key that is no word"))
        return key

    def _items(self, byte: int, short: int, long: int, depth: int) -> Iterable[int]:
        if depth >= DEEPEST:
            raise PackingError(tr("it nests too deep"))
        size = self.count() if byte == long else byte - short
        if size > len(self._raw) - self.at:  # an item takes a byte at least
            raise PackingError(tr("it ends too early"))
        return range(size)

    def _float(self) -> float:
        mantissa, exponent = self.count(), self.count()
        power = exponent // 2 if exponent % 2 == 0 else -(exponent + 1) // 2
        if abs(power) > 400:
            raise PackingError(tr("a number in it is out of all bounds"))
        value = float(f"{'-' if mantissa % 2 else ''}{mantissa // 2}e{power}")
        if value in (float("inf"), float("-inf")):
            raise PackingError(tr("a number in it is out of all bounds"))
        return value


def unpacked(raw: bytes) -> Any:
    """The value whose bytes these are. PackingError for bytes that ``packed`` never gives."""
    reader = _Reader(raw)
    value = reader.value()
    if reader.at != len(raw):
        raise PackingError(tr("more follows its end"))
    if packed(value) != raw:
        raise PackingError(tr("it is written in another way than codes are"))
    return value
