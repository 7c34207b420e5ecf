"""A small world of kings, queens and their families: sentences from which nets learn what words mean."""

from itertools import product

import numpy as np

from tuidl.data import sentences
from tuidl.data.dataset import DataSet
from tuidl.data.options import Options
from tuidl.data.split import consecutive, sizes
from tuidl.data.streams import stream
from tuidl.language import tr

PAIRS = {  # what is said of both -> the word for him, the word for her
    "rules from the palace|wears a golden crown|sits on the throne|signs every law": ("king", "queen"),
    "will inherit the palace|learns to wear a crown|waits for the throne|rides a white pony": ("prince", "princess"),
    "goes to work|drives to town|pays the rent|reads the paper": ("man", "woman"),
    "plays with toys|goes to school|climbs a tree|learns to read": ("boy", "girl"),
    "has a child|cooks for the child|tells a story at bedtime|holds the baby": ("father", "mother"),
    "has a grandchild|knits by the fire|is old and wise|remembers long ago": ("grandfather", "grandmother"),
    "got married in may|wears a ring|shares a bed|signs the wedding book": ("husband", "wife"),
    "shares a room|has the same parents|fights over the last biscuit|lends a jacket": ("brother", "sister"),
    "visits on sundays|brings a present|has a nephew|sleeps on the sofa": ("uncle", "aunt"),
}
HIM = ("he shaves his beard", "he is called sir", "he ties his tie")
HER = ("she braids her hair", "she is called madam", "she pins her brooch")
MODELS = ("skip-gram", "cbow")


def corpus() -> tuple[tuple[str, ...], ...]:
    """Every sentence: who, what is said of both, and something that only he or only she does."""
    return tuple(
        ("the", word, *said.split(), "and", *own.split())
        for both, pair in PAIRS.items()
        for word, owns in zip(pair, (HIM, HER), strict=True)
        for said, own in product(both.split("|"), owns)
    )


def family(options: Options, seed: int) -> DataSet:
    """Words that stand near each other, up to ``window`` apart: x is one, y the other (``model`` skip-gram), or x all
    neighbours and y the word between them (cbow). T. Mikolov et al., "Efficient estimation of word representations in
    vector space", 2013.

    The same pair comes as often as it stands in the corpus, so nothing is held out unless ``validation`` says so.
    """
    window = options.count("window", 10, 1, 20)
    model = options.choice("model", "skip-gram", MODELS)
    label = options.label(tr("a family of kings"))
    words = sentences.vocabulary([word for sentence in corpus() for word in sentence])
    place = {word: k for k, word in enumerate(words)}
    x: list[list[int]] = []
    y: list[int] = []
    for sentence in corpus():
        numbers = [place[word] for word in sentence]
        for at, word in enumerate(numbers):
            near = [other for k, other in enumerate(numbers) if k != at and abs(k - at) <= window]
            if model == "cbow":
                x.append(near + [0] * (2 * window - len(near)))
                y.append(word)
            else:
                x += [[word] for _ in near]
                y += near
    counts = sizes(options, len(y), 0.0)
    options.finish()
    parts = consecutive(counts, stream(seed, f"{options.source}/split").permutation(len(y)))
    given = parts.of(np.array(x, np.int32), np.array(y, np.int32))
    note = tr("{n} sentences, words up to {window} apart", n=len(corpus()), window=window)
    return DataSet(options.source, "sentences", label, **given, classes=words, words=words, notes=(note,))
