"""Sentences from grammars: no sentence twice, the label follows from the words, what is held out is new."""

from itertools import pairwise

import numpy as np
import pytest

from tuidl.data import DataSet, family, load, reviews, senses
from tuidl.errors import DataError


def rows(data: DataSet) -> list[bytes]:
    return [row.tobytes() for part in (data.x, data.val_x, data.test_x) for row in part]


@pytest.mark.parametrize("name", ["reviews", "senses"])
def test_every_sentence_is_there_once_and_padded_at_its_end(name: str) -> None:
    data = load(name, {"n": 150, "validation": 60, "test": 40}, seed=3)
    assert (data.n, data.validation, data.test) == (150, 60, 40)
    assert len(set(rows(data))) == 250
    lengths = data.lengths(data.x)
    moments = np.arange(data.shape[0])
    assert ((data.x != 0) == (moments < lengths[:, None])).all()
    assert data.words[0] == "·"
    assert len(set(data.words)) == len(data.words)
    again = load(name, {"n": 150, "validation": 60, "test": 40}, seed=3)
    assert rows(again) == rows(data)
    assert rows(load(name, {"n": 150, "validation": 60, "test": 40}, seed=4)) != rows(data)


def sentiment(words: list[str]) -> int:
    """Read as a person would: of the last statement, turned round by its "not"."""
    clause = words
    for joint in ("but", "and"):
        if joint in clause:
            clause = clause[clause.index(joint) + 1 :]
    good = any(word in (*reviews.PRAISE, *reviews.LIKED) for word in clause)
    bad = any(word in (*reviews.BLAME, *reviews.HATED) for word in clause)
    assert good != bad
    return int(good ^ any(word in reviews.NOT for word in clause))


def test_the_sentiment_of_a_review_follows_from_its_words() -> None:
    data = load("reviews", {"contrast": 0.5})
    for row, label in zip(data.x, data.y, strict=True):
        assert sentiment(data.text(row).split()) == label
    counts = np.bincount(data.y) / data.n
    assert (abs(counts - 0.5) < 0.06).all()
    plain = load("reviews", {"negation": 0, "contrast": 0, "n": 500})
    assert not any(word in data.text(row).split() for row in plain.x for word in (*reviews.NOT, "but"))
    with pytest.raises(
        DataError, match=r"there are hardly more than \d+ different sentences of this kind, but 20000 are"
    ):
        load("reviews", {"negation": 0, "contrast": 0, "n": 20_000, "validation": 0})


def test_only_what_follows_says_which_meaning_a_word_has() -> None:
    data = load("senses", {"n": 250, "validation": 60})
    before: dict[str, set[int]] = {}
    after: dict[str, set[int]] = {}
    for row, tags in zip(data.x, data.y, strict=True):
        words = data.text(row).split()
        place = int(np.flatnonzero(tags)[0])
        assert words[place] in senses.BOTH
        assert (tags > 0).sum() == 1
        before.setdefault(" ".join(words[: place + 1]), set()).add(int(tags[place]))
        after.setdefault(" ".join(words[place:]), set()).add(int(tags[place]))
    assert all(len(tags) == 1 for tags in after.values())
    assert sum(len(tags) == 2 for tags in before.values()) > 0.8 * len(before)
    told = load("senses", {"before": 1, "n": 100, "validation": 0})
    assert all(told.text(row).startswith("in the w") for row in told.x)


def test_pairs_of_neighbours_are_those_of_the_corpus() -> None:
    data = load("family", {"window": 1})
    words = data.words
    seen = {(words[x[0]], words[y]) for x, y in zip(data.x, data.y, strict=True)}
    wanted = set()
    for sentence in family.corpus():
        for a, b in pairwise(sentence):
            wanted |= {(a, b), (b, a)}
    assert seen == wanted
    assert data.n == sum(2 * (len(sentence) - 1) for sentence in family.corpus())
    around = load("family", {"window": 2, "model": "cbow"})
    assert around.shape == (4,)
    assert around.n == sum(len(sentence) for sentence in family.corpus())
    with pytest.raises(DataError, match="model = 'glove' must be one of skip-gram, cbow"):
        load("family", {"model": "glove"})


def test_he_and_she_differ_in_their_own_words_alone() -> None:
    """What is said of a king is said of a queen: so the way from him to her is the same everywhere."""
    said: dict[str, set[str]] = {}
    for sentence in family.corpus():
        said.setdefault(sentence[1], set()).add(" ".join(sentence[2:]))
    strip = [{text.rpartition(" and ")[0] for text in said[word]} for pair in family.PAIRS.values() for word in pair]
    assert all(his == hers for his, hers in zip(strip[::2], strip[1::2], strict=True))
