"""Reviews made by a grammar: praise and blame, with "not" that turns it round and "but" after which it counts."""

from numpy.random import Generator

from tuidl.data import sentences
from tuidl.data.dataset import DataSet
from tuidl.data.options import Options
from tuidl.data.sentences import Drawn
from tuidl.data.split import sizes_made

THINGS = (
    "film",
    "plot",
    "story",
    "ending",
    "music",
    "cast",
    "dialogue",
    "camera",
    "pace",
    "beginning",
    "hero",
    "scenery",
)
PRAISE = (
    "good",
    "great",
    "lovely",
    "funny",
    "clever",
    "moving",
    "bright",
    "fresh",
    "gripping",
    "charming",
    "superb",
    "warm",
)
BLAME = ("bad", "dull", "boring", "weak", "silly", "flat", "clumsy", "tired", "slow", "dreadful", "empty", "cold")
MORE = ("very", "really", "quite", "so", "rather")
NOT = ("not", "never", "hardly")
BEING = ("was", "seemed", "felt")
LIKED, HATED = ("liked", "loved", "enjoyed", "admired"), ("hated", "disliked", "regretted", "endured")
WHO = ("i", "we", "they", "everybody")
CLASSES = ("negative", "positive")
WORDS = sentences.vocabulary(
    (*THINGS, *PRAISE, *BLAME, *MORE, *NOT, *BEING, *LIKED, *HATED, *WHO, "the", "this", "a", "it", "but", "and", "but")
)  # fmt: skip


def reviews(options: Options, seed: int) -> DataSet:
    """Sentences with a sentiment. ``negation`` is the share of statements with a "not", which turns them round;
    ``contrast`` the share of sentences with "but": what comes after it counts. No sentence comes twice."""
    negation = options.number("negation", 0.4, 0, 1)
    contrast = options.number("contrast", 0.25, 0, 1)
    counts = sizes_made(options, 1500, 0.2, 20_000)
    classes = options.classes(CLASSES)
    label = options.label("reviews")
    options.finish()

    def draw(random: Generator) -> Drawn:
        good = int(random.integers(0, 2))
        words = statement(random, good, negation)
        if random.random() < contrast:
            words = (*statement(random, 1 - good, negation), "but", *words)
        elif random.random() < contrast:
            words = (*statement(random, good, negation), "and", *words)
        return words, (good,)

    found = sentences.drawn(options, seed, counts, draw)
    return sentences.labelled(options, seed, counts, found, WORDS, classes, label)


def statement(random: Generator, good: int, negation: float) -> tuple[str, ...]:
    """One statement of that sentiment. With a "not" its words are those of the other."""

    def one(words: tuple[str, ...]) -> str:
        return words[int(random.integers(0, len(words)))]

    turned = bool(random.random() < negation)
    kind = good ^ turned
    which, thing = one(("the", "this")), one(THINGS)
    if random.random() < 0.3:
        verb = one(LIKED if kind else HATED)
        return (one(WHO), *([one(NOT)] if turned else []), verb, which, thing)
    strong = [one(MORE)] if random.random() < 0.4 else []
    return (which, thing, one(BEING), *([one(NOT)] if turned else []), *strong, one(PRAISE if kind else BLAME))
