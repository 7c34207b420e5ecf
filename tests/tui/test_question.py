from tuidl.course.spec import Ask, Choice
from tuidl.tui.question import Answers, bands

SHAPE = Ask("curve", "shape", "Which way?", "loss", (Choice("a", "down"), Choice("b", "up")))
BAND = Ask("right", "band", "How many?", "accuracy", edges=(0.0, 0.6, 0.9, 1.0))
WORDS = Ask("why", "choice", "Why?", choices=(Choice("x", "one"), Choice("y", "two")))


def test_nothing_is_suggested():
    answers = Answers((SHAPE, BAND))
    assert not answers.complete
    assert answers.given == {}


def test_arrows_answer_both_questions():
    answers = Answers((SHAPE, BAND))
    assert answers.steered(True) is SHAPE
    assert answers.steered(False) is BAND
    answers.move(SHAPE, 1)
    answers.move(BAND, -1)
    assert answers.complete
    assert answers.given == {"curve": "a", "right": "2"}
    answers.move(SHAPE, 1)
    answers.move(SHAPE, 1)
    assert answers.given["curve"] == "b"


def test_a_list_is_walked_up_and_down():
    assert Answers((WORDS, BAND)).steered(False) is WORDS
    assert Answers((WORDS, BAND)).steered(True) is BAND
    assert Answers((WORDS,)).steered(True) is WORDS


def test_numbers_pick():
    answers = Answers((WORDS,))
    assert answers.pick(WORDS, 1)
    assert not answers.pick(WORDS, 2)
    assert answers.given == {"why": "y"}


def test_bands_in_words():
    assert bands((0.0, 0.6, 0.9, 1.0), True) == ("under 60 %", "60 – 90 %", "over 90 %")
    assert bands((0.5, 2.0), False) == ("0.5 – 2",)
