"""Sentences as rows of word numbers: a vocabulary, padding at the end, a class for each sentence or each word."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.random import Generator

from tuidl.data.dataset import PADDING, DataSet, Ints
from tuidl.data.options import Options
from tuidl.data.split import Sizes, stratified
from tuidl.data.streams import stream
from tuidl.errors import DataError
from tuidl.language import tr

PATIENCE = 200  # sentences drawn in vain before there are said to be no more

Drawn = tuple[tuple[str, ...], tuple[int, ...]]  # the words, and a class of the sentence or of each word
Draw = Callable[[Generator], Drawn]


def vocabulary(words: Sequence[str]) -> tuple[str, ...]:
    """Padding, then every word once, in order of the alphabet."""
    return (PADDING, *sorted(set(words)))


def drawn(options: Options, seed: int, counts: Sizes, draw: Draw) -> list[Drawn]:
    """Different sentences, as many as are asked for; DataError if there are not that many."""
    random = stream(seed, f"{options.source}/sentences")
    found: dict[tuple[str, ...], Drawn] = {}
    vain = 0
    while len(found) < sum(counts):
        made = draw(random)
        vain = vain + 1 if made[0] in found else 0
        found.setdefault(made[0], made)
        if vain > PATIENCE:
            raise DataError(
                tr(
                    "data set '{source}': there are hardly more than {count} different sentences of this "
                    "kind, but {counts} are asked for: ask for fewer",
                    source=options.source,
                    count=len(found),
                    counts=sum(counts),
                )
            )
    return list(found.values())


def numbered(
    found: Sequence[Drawn], words: tuple[str, ...], time: int | None = None
) -> tuple[Ints, list[tuple[int, ...]]]:
    """Rows of word numbers, filled up with 0 to ``time`` (the longest if not said), and what was drawn with each."""
    place = {word: k for k, word in enumerate(words)}
    x = np.zeros((len(found), time or max((len(sentence) for sentence, _ in found), default=1)), np.int32)
    for row, (sentence, _) in zip(x, found, strict=True):
        row[: len(sentence)] = [place[word] for word in sentence]
    return x, [answer for _, answer in found]


def labelled(
    options: Options, seed: int, counts: Sizes, found: Sequence[Drawn], words: tuple[str, ...],
    classes: tuple[str, ...], label: str,
) -> DataSet:  # fmt: skip
    """A data set with a class for each sentence, split so that every class keeps its share."""
    x, answers = numbered(found, words)
    y = np.array([answer[0] for answer in answers], np.int32)
    parts = stratified(y, counts.n, counts.held, stream(seed, f"{options.source}/split"), counts.test)
    return DataSet(options.source, "sentences", label, **parts.of(x, y), classes=classes, words=words)


def tagged(
    options: Options, seed: int, counts: Sizes, found: Sequence[Drawn], words: tuple[str, ...],
    classes: tuple[str, ...], label: str,
) -> DataSet:  # fmt: skip
    """A data set with a class for each word; padding has class 0."""
    x, answers = numbered(found, words)
    y = np.zeros_like(x)
    for row, answer in zip(y, answers, strict=True):
        row[: len(answer)] = answer
    kinds = np.array([max(answer) for answer in answers], np.int32)
    parts = stratified(kinds, counts.n, counts.held, stream(seed, f"{options.source}/split"), counts.test)
    return DataSet(options.source, "sentences", label, **parts.of(x, y), classes=classes, words=words)
