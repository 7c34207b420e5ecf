"""Number formats and templates."""

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.course import sample
from tuidl.course import quote
from tuidl.course.check import Value
from tuidl.course.tree import Name, spell
from tuidl.errors import LessonError

NUMBERS: dict[str, Value] = {"loss": 0.126, "w1": -1.5, "knob.init": "he", "knob.rate.default": 0.1, "kept@0": 3.58e-11}


def look(name: Name, extreme: str) -> Value:
    return NUMBERS.get(f"{extreme}({spell(name)})" if extreme else spell(name))


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (0.05, "", "0.05"),
        (0.10000000149, "", "0.1"),
        (42.0, "", "42"),
        (150, "", "150"),
        (-1.5, "", "−1.5"),
        (-0.0, "", "0"),
        (1e-12, "", "1·10⁻¹²"),
        (True, "", "on"),
        ("glorot", ".2f", "glorot"),
        (None, ".2f", "–"),
        (0.126, ".2f", "0.13"),
        (0.126, ".2", "0.13"),
        (-0.001, ".2f", "0.00"),
        (-0.126, ".2f", "−0.13"),
        (12.0, ".0f", "12"),
        (3.58e-11, ".1e", "3.6·10⁻¹¹"),
        (125213.0, ".1e", "1.3·10⁵"),
        (0.0, ".1e", "0"),
        (0.975, "%", "97.5 %"),
        (0.99, "%", "99 %"),
        (1.0, "%", "100 %"),
        (-0.0001, "%", "0 %"),
        (125213.4, "n", "125 213"),
        (1802, "n", "1 802"),
        (0.44, "n", "0.44"),
        (-2500.0, "n", "−2 500"),
        (1 / 1802, "1/n", "1/1 800"),
        (1 / 37.4, "1/n", "1/37"),
        (0.5, "1/n", "1/2"),
        (1.4, "1/n", "1.40"),
        (0.0, "1/n", "0.00"),
        (math.nan, "n", "NaN"),
        (math.inf, ".2f", "∞"),
        (-math.inf, "%", "−∞"),
    ],
)
def test_formats(number: Value, form: str, text: str) -> None:
    assert quote.formatted(number, form) == text.replace(" ", quote.SPACE)


def test_a_template() -> None:
    text = (
        "Loss {loss:.2f}, w₁ {w1}, init {knob.init}, rate {knob.rate.default}, {kept@0:.1e}, {gone:%}, {loss * 2:.3f}."
    )
    assert quote.render(text, look) == "Loss 0.13, w₁ −1.5, init he, rate 0.1, 3.6·10⁻¹¹, –, 0.252."


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a {loss", "a brace has no partner"),
        ("a loss}", "a brace has no partner"),
        ("{loss:5}", "format '5' is unknown"),
        ("{loss:.2g}", "format '.2g' is unknown"),
        ("{loss +}", "expected a name or a number"),
        ("{}", "expected a name or a number"),
    ],
)
def test_complaints(text: str, complaint: str) -> None:
    with pytest.raises(LessonError, match=re.escape(complaint)):
        quote.parse(text)


def test_every_template_of_the_model_lessons_parses() -> None:
    quoted = [
        spell(name)
        for folder in (sample.NEURON, sample.INIT)
        for step in sample.lesson(folder).steps
        for explanation in step.explain
        for name in quote.names(explanation.say)
    ]
    assert "swap.kept@0" in quoted
    assert "knob.rate.default" in quoted
    assert len(quoted) > 40


@settings(max_examples=200)
@given(st.floats(allow_subnormal=False), st.sampled_from(["", ".2f", ".1e", "%", "n", "1/n", ".3"]))
def test_no_ascii_minus_and_no_negative_zero(number: float, form: str) -> None:
    text = quote.formatted(number, form)
    assert "-" not in text
    assert "e" not in text
    assert not re.fullmatch(r"−[0.]+( %)?", text)
