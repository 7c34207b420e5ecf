"""Words with two meanings, where the words after them decide: the bank was muddy, the bank was robbed."""

import numpy as np
from numpy.random import Generator

from tuidl.data import sentences
from tuidl.data.dataset import DataSet
from tuidl.data.options import Options
from tuidl.data.sentences import Drawn
from tuidl.data.split import sizes_made
from tuidl.language import tr

CLASSES = ("plain", "natural", "made")  # made: by people
BOTH = {  # word -> what follows if it is something in nature, what follows if people made it
    "bank": (
        ("of the river", "was overgrown", "was flooded"),
        ("of the town", "was robbed", "raised its rates"),
    ),
    "bat": (
        ("slept in the cave", "ate the moth", "spread its wings"),
        ("hit the ball", "broke in two", "was made of ash"),
    ),
    "crane": (
        ("flew away", "caught a fish", "built its nest"),
        ("lifted the beam", "was rented", "rusted in the rain"),
    ),
    "mouse": (
        ("ate the cheese", "ran from the cat", "had grey fur"),
        ("was plugged in", "clicked twice", "lost its cable"),
    ),
    "seal": (
        ("swam ashore", "barked at us", "dived for fish"),
        ("on the letter", "was made of wax", "bore a crest"),
    ),
    "trunk": (
        ("of the oak", "grew moss", "fell in the storm"),
        ("of the car", "was locked", "held our clothes"),
    ),
    "spring": (
        ("of the brook", "ran dry", "fed the pond"),
        ("of the clock", "was oiled", "was made of steel"),
    ),
    "horn": (
        ("of the goat", "grew slowly", "of the rhino"),
        ("of the truck", "was honked", "was made of brass"),
    ),
}
BEFORE = ("the", "we saw the", "they say the", "yesterday the", "he told us that the", "i know the", "look , the")
KNOWN = ("in the wild", "in the workshop")  # said before: natural, made
_ENDS = tuple(end for ends in BOTH.values() for kind in ends for end in kind)
WORDS = sentences.vocabulary(" ".join((*BEFORE, *KNOWN, *BOTH, *_ENDS)).split())


def senses(options: Options, seed: int) -> DataSet:
    """Each word tagged: ``plain``, or which meaning a word with two has. What stands before it never says.

    ``before`` is the share of sentences that begin with "in the wild" or "in the workshop", so that it does. Held-out
    sentences are others, made of the same pieces.
    """
    before = options.number("before", 0.0, 0, 1)
    counts = sizes_made(options, 200, 0.3, 5_000)
    classes = options.classes(CLASSES)
    label = options.label(tr("words with two meanings"))
    options.finish()
    words = list(BOTH)

    def draw(random: Generator) -> Drawn:
        word, kind = words[int(random.integers(0, len(words)))], int(random.integers(0, 2))
        ends = BOTH[word][kind]
        begin = BEFORE[int(random.integers(0, len(BEFORE)))].split()
        if random.random() < before:
            begin = [*KNOWN[kind].split(), ",", *begin]
        sentence = (*begin, word, *ends[int(random.integers(0, len(ends)))].split())
        tags = np.zeros(len(sentence), int)
        tags[len(begin)] = kind + 1
        return sentence, tuple(int(tag) for tag in tags)

    found = sentences.drawn(options, seed, counts, draw)
    return sentences.tagged(options, seed, counts, found, WORDS, classes, label)
