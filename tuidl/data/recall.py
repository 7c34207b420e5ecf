"""Tasks for a memory: copy a sequence after a delay, add two marked numbers, say whether bits are odd."""

import numpy as np

from tuidl.data.dataset import PADDING, DataSet
from tuidl.data.options import Options
from tuidl.data.split import consecutive, sizes_made
from tuidl.data.streams import stream
from tuidl.errors import DataError
from tuidl.language import tr

MOST = 50_000
LONGEST = 1_000  # moments


def copy(options: Options, seed: int) -> DataSet:
    """Read ``length`` of ``symbols`` kinds, wait ``delay`` moments, and say them again after the word "go".

    Tokens: 1 is a blank, 2 is "go", letters follow. x = letters, blanks, "go", blanks; y = blanks, then the letters.
    S. Hochreiter, J. Schmidhuber, "Long short-term memory", 1997; in this form M. Arjovsky, A. Shah, Y. Bengio,
    "Unitary evolution recurrent neural networks", 2016.
    """
    length = options.count("length", 5, 1, 50)
    delay = options.count("delay", 10, 1, LONGEST)
    symbols = options.count("symbols", 4, 2, 26)
    counts = sizes_made(options, 1000, 0.2, MOST)
    label = options.label(tr("copy after a delay"))
    options.finish()
    random = stream(seed, f"{options.source}/examples")
    letters = random.integers(3, 3 + symbols, (sum(counts), length))
    x = np.ones((len(letters), 2 * length + delay), np.int32)
    y = np.ones_like(x)
    x[:, :length] = letters
    x[:, length + delay - 1] = 2
    y[:, -length:] = letters
    words = (PADDING, "_", "go", *(chr(ord("a") + k) for k in range(symbols)))
    share = (length + delay) / x.shape[1]
    return DataSet(
        name=options.source,
        kind="sequences",
        label=label,
        **consecutive(counts).of(x, y),
        classes=words,
        words=words,
        notes=(
            tr("a net that only says blanks is right at {share:.1%} of the moments", share=share).replace("%", " %"),
        ),
    )


def adding(options: Options, seed: int) -> DataSet:
    """``time`` moments of a number from 0 to 1 and a mark; what is asked is the sum of the two marked numbers.

    One mark is in the first half, one in the second. S. Hochreiter, J. Schmidhuber, 1997.
    """
    time = options.count("time", 20, 2, LONGEST)
    counts = sizes_made(options, 2000, 0.2, MOST)
    label = options.label(tr("add what is marked"))
    options.finish()
    random = stream(seed, f"{options.source}/examples")
    total = sum(counts)
    x = np.zeros((total, time, 2), np.float32)
    x[..., 0] = 1 - random.random((total, time))  # never 0, which is padding
    rows = np.arange(total)
    marked = random.integers(0, time // 2, total), random.integers(time // 2, time, total)
    for place in marked:
        x[rows, place, 1] = 1
    y = sum(x[rows, place, 0] for place in marked)
    return DataSet(
        name=options.source,
        kind="sequences",
        label=label,
        **consecutive(counts).of(x, np.asarray(y, np.float32)[:, None]),
        features=("number", "mark"),
        targets=("sum",),
    )


def parity(options: Options, seed: int) -> DataSet:
    """Bits, −1 and 1, from ``shortest`` to ``time`` of them, no sequence twice: is the number of ones odd?"""
    time = options.count("time", 12, 1, LONGEST)
    shortest = options.count("shortest", time, 1, time)
    counts = sizes_made(options, 1000, 0.2, MOST)
    classes = options.classes(("even", "odd"))
    label = options.label(tr("odd or even"))
    options.finish()
    total, possible = sum(counts), sum(2**length for length in range(shortest, time + 1))
    if total > possible:
        raise DataError(
            tr(
                "data set '{source}': there are {possible} sequences of {shortest} to {time} bits, but {total} "
                "are asked for: take a longer time or fewer examples",
                source=options.source,
                possible=possible,
                shortest=shortest,
                time=time,
                total=total,
            )
        )
    random = stream(seed, f"{options.source}/examples")
    found: dict[bytes, None] = {}
    if possible <= 4 * total:  # most of all there are: choose among them
        every = [
            np.pad(((number >> np.arange(length)) & 1) * 2 - 1, (0, time - length)).astype(np.int8)
            for length in range(shortest, time + 1)
            for number in range(2**length)
        ]
        found = dict.fromkeys(every[k].tobytes() for k in random.permutation(len(every))[:total])
    while len(found) < total:
        length = int(random.integers(shortest, time + 1))
        row = np.zeros(time, np.int8)
        row[:length] = random.integers(0, 2, length) * 2 - 1
        found[row.tobytes()] = None
    bits = np.frombuffer(b"".join(found), np.int8).reshape(total, time)
    return DataSet(
        name=options.source,
        kind="sequences",
        label=label,
        **consecutive(counts).of(bits[..., None].astype(np.float32), ((bits == 1).sum(axis=1) % 2).astype(np.int32)),
        classes=classes,
        features=("bit",),
    )
