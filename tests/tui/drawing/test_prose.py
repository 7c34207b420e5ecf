from hypothesis import given, settings
from hypothesis import strategies as st

from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import ANSI, DARK
from tuidl.tui.drawing.prose import paragraph, wrap


def plain(lines):
    return ["".join(text for text, _ in line) for line in lines]


def test_wraps_at_blanks_and_keeps_styles():
    lines = wrap([("Each point is ", "plain"), ("blue", "term"), (" or orange.", "plain")], 16)
    assert plain(lines) == ["Each point is", "blue or orange."]
    assert lines[1][0] == ("blue", "term")


def test_punctuation_stays_with_its_chip():
    lines = wrap([("Look at ", "plain"), ("2 conv1 filters", "chip"), (". Then go", "plain")], 26)
    assert plain(lines) == ["Look at  2 conv1 filters .", "Then go"]


def test_a_chip_is_not_broken():
    assert plain(wrap([("Look at ", "plain"), ("2 filters", "chip"), (" now", "plain")], 12)) == [
        "Look at",
        " 2 filters ",
        "now",
    ]


def test_line_breaks_are_kept():
    assert plain(wrap([("one\ntwo", "plain")], 20)) == ["one", "two"]


def test_code_is_underlined_without_backgrounds():
    for ink, underlined in ((DARK, False), (ANSI, True)):
        cells = Cells(10, 1, ink)
        paragraph(cells, 0, 0, 10, [("h1", "code")])
        assert bool(cells.looks[0][0].style.underline) is underlined


words = st.lists(
    st.tuples(st.text("ab .,\n", max_size=12), st.sampled_from(["plain", "term", "code", "chip"])), max_size=12
)


@given(words, st.integers(1, 20))
@settings(max_examples=150)
def test_nothing_is_lost_and_no_line_is_too_long(spans, width):
    lines = plain(wrap(spans, width))
    assert all(len(line) <= width for line in lines)
    given_text = "".join(text for text, _ in spans)
    assert "".join("".join(lines).split()) == "".join(given_text.split())


def test_a_number_stays_on_one_line():
    for text, whole in (
        ("it takes 1 400 steps", "1 400"),
        ("and 95 % right", "95 %"),
        ("of 1 234 567 in all", "1 234 567"),
    ):
        for width in range(len(whole), len(text) + 1):
            lines = ["".join(part for part, _ in line) for line in wrap([(text, "plain")], width)]
            assert any(whole in line for line in lines)
    assert [len(line) for line in wrap([("in 3 400 m", "plain")], 5)] == [1, 1, 1]
    assert wrap([("12 rows", "plain")], 4) == [(("12", "plain"),), (("rows", "plain"),)]


def test_a_long_command_is_broken_between_its_words():
    command = "tuidl run regularization --headless --data mnist"
    lines = wrap([("Try ", "plain"), (command, "code"), (".", "plain")], 28)
    told = ["".join(text for text, _ in line) for line in lines]
    assert told == ["Try tuidl run regularization", "--headless --data mnist."]
    assert ("--headless", "code") in lines[1]
    assert wrap([("e^x + 1", "code")], 28) == [(("e^x + 1", "code"),)]


def test_a_formula_stays_on_one_line():
    assert plain(wrap([("For 32 in and 32 out that is σ = 0.177.", "plain")], 31)) == [
        "For 32 in and 32 out that is",
        "σ = 0.177.",
    ]
    assert plain(wrap([("yours but for one max(z, 0), and you wrote it", "plain")], 26)) == [
        "yours but for one",
        "max(z, 0), and you wrote",
        "it",
    ]
    assert plain(wrap([("and a sigmoid: p = 1 / (1 + e⁻ᶻ).", "plain")], 28)) == ["and a sigmoid:", "p = 1 / (1 + e⁻ᶻ)."]


def test_a_formula_that_no_line_has_room_for_is_broken_at_its_blanks():
    assert plain(wrap([("z = w₁·x₁ + w₂·x₂ + b", "plain")], 12)) == ["z = w₁·x₁ +", "w₂·x₂ + b"]


def test_words_in_brackets_are_broken_as_ever():
    assert plain(wrap([("the power (the square of it) is lost", "plain")], 20)) == [
        "the power (the",
        "square of it) is",
        "lost",
    ]
