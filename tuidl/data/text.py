"""Text for nets that read one character after the other: names, one word, a file of the learner's own."""

from pathlib import Path

import numpy as np

from tuidl import paths
from tuidl.data import characters
from tuidl.data.characters import END
from tuidl.data.dataset import DataSet, Ints
from tuidl.data.options import Options
from tuidl.data.split import Longs, sizes
from tuidl.data.streams import stream
from tuidl.errors import DataError
from tuidl.language import tr

TIME = 16  # characters in a window
SHORT = 40  # lines up to this length are items
WINDOWS = 5_000  # taken of a long text where the lesson does not say


def hello(options: Options, seed: int) -> DataSet:
    """The word "hello" over the vocabulary h e l o w r d: one window, x = hell, y = ello; nothing is held out."""
    vocabulary = "helowrd"
    label = options.label(tr("the word hello"))
    options.finish()
    tokens = characters.tokens("hello", vocabulary)[None, :]
    return DataSet(
        name=options.source,
        kind="text",
        label=label,
        x=np.ascontiguousarray(tokens[:, :-1]),
        y=np.ascontiguousarray(tokens[:, 1:]),
        val_x=np.empty((0, 4), np.int32),
        val_y=np.empty((0, 4), np.int32),
        vocabulary=vocabulary,
        items=("hello",),
    )


def countries(options: Options, seed: int) -> DataSet:
    """195 country names (see ``assets/countries/ORIGIN.md``)."""
    return text(options, seed, paths.shipped("assets") / "countries" / "countries.txt", tr("countries of the world"))


def names(options: Options, seed: int) -> DataSet:
    """5 163 first names (see ``assets/names/ORIGIN.md``)."""
    return text(options, seed, paths.shipped("assets") / "names" / "names.txt", tr("first names"))


def elements(options: Options, seed: int) -> DataSet:
    """118 names of chemical elements (see ``assets/elements/ORIGIN.md``)."""
    return text(options, seed, paths.shipped("assets") / "elements" / "elements.txt", tr("chemical elements"))


def text(options: Options, seed: int, path: Path, label: str) -> DataSet:
    """A text file as windows of ``time`` characters, y being x moved on by one.

    Where the lines are short (names), each is an item: items are held out whole, and each part is one stream with a
    line end before, between and after its items. A longer text is cut into windows, and windows are held out.
    """
    content = characters.read(path)
    lines = [line.strip() for line in content.split(END) if line.strip()]
    names = len(lines) > 1 and sum(len(line) <= SHORT for line in lines) >= 0.95 * len(lines)
    vocabulary = characters.vocabulary(path, content if not names else END + "".join(lines))
    time = options.count("time", TIME, 1, 1_000)
    parts = _items if names else _windows
    return parts(options, seed, path, lines if names else [content], vocabulary, time, label)


def _items(
    options: Options, seed: int, path: Path, lines: list[str], vocabulary: str, time: int, label: str
) -> DataSet:
    """Items held out whole; ``n``, ``validation`` and ``test`` count items."""
    items = list(dict.fromkeys(lines))  # a line that stands there twice would be learned and held out
    n, held, test = sizes(options, len(items), 0.1, tr("different lines"))
    label = options.label(label)
    options.finish()
    order = stream(seed, f"{options.source}/split").permutation(len(items))
    out, train, last = ([items[k] for k in part] for part in _parted(order, n, held, test))
    x, y = _stream(options, path, train, vocabulary, time)
    val_x, val_y = _stream(options, path, out, vocabulary, time)
    test_x, test_y = _stream(options, path, last, vocabulary, time)
    return DataSet(
        name=options.source,
        kind="text",
        label=label,
        x=x,
        y=y,
        val_x=val_x,
        val_y=val_y,
        test_x=test_x,
        test_y=test_y,
        vocabulary=vocabulary,
        items=tuple(train),
        val_items=tuple(out),
    )


def _parted(order: Longs, n: int, held: int, test: int) -> tuple[Longs, Longs, Longs]:
    """What is held out, trained on, and tested last; what is held out does not depend on the other two."""
    return order[:held], order[held : held + n], order[len(order) - test :]


def _stream(options: Options, path: Path, items: list[str], vocabulary: str, time: int) -> tuple[Ints, Ints]:
    if not items:
        return np.empty((0, time), np.int32), np.empty((0, time), np.int32)
    tokens = characters.tokens(END + END.join(items) + END, vocabulary)
    _long_enough(options, path, len(tokens), time)
    return characters.windows(tokens, time)


def _long_enough(options: Options, path: Path, length: int, time: int) -> None:
    if length <= time:
        raise DataError(
            tr(
                "data set '{source}': {name} gives a part of {length} characters, but a window needs "
                "time + 1 = {time}: take a longer text or a smaller time",
                source=options.source,
                name=path.name,
                length=length,
                time=time + 1,
            )
        )


def _windows(
    options: Options, seed: int, path: Path, parts: list[str], vocabulary: str, time: int, label: str
) -> DataSet:
    """Windows held out; ``n``, ``validation`` and ``test`` count windows."""
    tokens = characters.tokens(parts[0], vocabulary)
    _long_enough(options, path, len(tokens), time)
    x, y = characters.windows(tokens, time)
    shown = min(len(x), WINDOWS)
    held, test = options.held_out(0.1, shown), options.tested(shown)
    n = options.some("n", 1, 1_000_000)
    n = max(shown - held - test, 1) if n is None else n
    label = options.label(label)
    options.finish()
    if n + held + test > len(x):
        raise DataError(
            tr(
                "data set '{source}' has {count} windows of {time} characters, but n = {n} and "
                "validation = {held}: ask for fewer",
                source=options.source,
                count=len(x),
                time=time,
                n=n,
                held=held,
            )
        )
    order = stream(seed, f"{options.source}/split").permutation(len(x))
    out, train, last = _parted(order, n, held, test)
    return DataSet(
        name=options.source,
        kind="text",
        label=label,
        x=x[train],
        y=y[train],
        val_x=x[out],
        val_y=y[out],
        test_x=x[last],
        test_y=y[last],
        vocabulary=vocabulary,
        notes=(tr("{characters} characters in {windows} windows", characters=len(tokens), windows=len(x)),),
    )
