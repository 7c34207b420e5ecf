"""The check grammar against Python's own arithmetic, and its complaints."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.course import sample
from tuidl.course.check import holds, parse, parse_sum, value
from tuidl.course.tree import (
    Arithmetic,
    Compare,
    Extreme,
    IsNan,
    Junction,
    Name,
    Negative,
    Number,
    Sum,
    beside,
    names,
    spell,
)
from tuidl.errors import LessonError

VALUES = {"loss": 0.25, "accuracy": 0.9, "signal[h1]": 3.0, "loss@0": 2.5, "watch.loss": 0.1}


def look(name: Name, extreme: str) -> float | None:
    return VALUES.get(spell(name))


def test_a_full_check() -> None:
    check = parse("max(val_accuracy) > 0.9 and parameters <= 1000 or loss is nan within 400 steps")
    assert check.within == 400
    assert check.condition == Junction(
        "or",
        (
            Junction(
                "and",
                (
                    Compare(">", Extreme("max", Name("val_accuracy")), Number(0.9)),
                    Compare("<=", Name("parameters"), Number(1000.0)),
                ),
            ),
            IsNan(Name("loss")),
        ),
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("loss", Name("loss")),
        ("accuracy@0", Name("accuracy", at=0)),
        ("signal[h20]@10", Name("signal", "h20", 10)),
        ("watch.loss", Name("loss", scope="watch")),
        ("fault.distinct[h2]", Name("distinct", "h2", scope="fault")),
        ("knob.rate", Name("rate", scope="knob")),
        ("knob.rate.default", Name("rate", scope="knob", default=True)),
        ("swap.kept@0", Name("kept", at=0, scope="swap")),
    ],
)
def test_names(text: str, name: Name) -> None:
    assert parse_sum(text) == name
    assert spell(name) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("8 / 2 / 2", 2),
        ("2 * 3 ^ 2", 18),
        ("-2 ^ 2", 4),  # the minus belongs to the atom
        ("10 - 3 - 2", 5),
        ("1e-3 * 1.5e3", 1.5),
        (".5 + 0.5", 1),
        ("loss@0 / loss", 10),
        ("signal[h1] ^ (1 / 2)", math.sqrt(3)),
    ],
)
def test_arithmetic(text: str, number: float) -> None:
    assert value(parse_sum(text), look) == pytest.approx(number)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("loss < 1", True),
        ("loss >= 0.25 and accuracy == 0.9", True),
        ("loss > 1 or accuracy != 0.9", False),
        ("loss > 1 or loss < 1 and accuracy < 0.5", False),
        ("loss > watch.loss", True),
        ("loss / 0 is nan", True),
        ("0 / 0 is nan", True),
        ("0 / 0 > 1", False),
        ("loss is nan", False),
        ("nothing is nan", False),
        ("nothing < 1", False),
        ("nothing >= 1", False),
        ("nothing != 1", False),
        ("10 ^ 400 is nan", True),
        ("(0 - 8) ^ 0.5 is nan", True),
        ("0 ^ -1 is nan", True),
    ],
)
def test_holding(text: str, held: bool) -> None:
    assert holds(parse(text), look) is held


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "character 1: expected a name or a number, got the end"),
        ("loss", "character 5: expected a comparison"),
        ("loss >", "character 7: expected a name or a number"),
        ("(loss > 1) or step > 2", "brackets hold sums, not comparisons"),
        ("loss is 3", "character 9: expected 'nan', got '3'"),
        ("loss > 1 within x", "character 17: expected a whole number of steps, got 'x'"),
        ("loss > 1 within 1.5 steps", "expected a whole number of steps"),
        ("loss > 1 within 3", "expected 'steps', got the end"),
        ("loss > 1 within 3 steps or step > 1", "got 'or'"),
        ("loss & 2", "character 6: expected a name, a number or a sign, got '&'"),
        ("Loss > 2", "got 'L'"),
        ("a.b.c.d > 1", "got '.'"),
        ("2^3^2 > 1", "got '^'"),
        ("max(1) > 1", "expected a name"),
        ("signal[] > 1", "expected a layer's name"),
        ("loss @0 > 1", "got '@'"),
        ("loss@x > 1", "expected a step's number"),
        ("knob.rate.x > 1", "expected 'default', got 'x'"),
        ("and > 1", "got 'and'"),
        ("(" * 60 + "1", "expected fewer brackets"),
        ("loss > 1" + " + 1" * 200, "expected at most 400 characters"),
    ],
)
def test_complaints(text: str, complaint: str) -> None:
    with pytest.raises(LessonError, match=r"^check '") as caught:
        parse(text)
    assert complaint in str(caught.value)


def test_every_check_and_measure_of_the_model_lessons_parses() -> None:
    found = 0
    for folder in (sample.NEURON, sample.INIT):
        lesson = sample.lesson(folder)
        checks = [s.check for s in lesson.steps if s.check] + [g.check for g in lesson.goals]
        checks += [e.when for s in lesson.steps for e in s.explain if e.when]
        checks += [c.when for s in lesson.steps for a in s.ask for c in a.choices if c.when]
        for text in checks:
            assert list(names(parse(text)))
            found += 1
        for text in lesson.measures.values():
            assert list(names(parse_sum(text)))
    assert found > 25


# ---- random expressions --------------------------------------------------------------------------------------------

NUMBERS = st.floats(0, 1e3).map(lambda x: Number(float(f"{x:.6g}")))
NAMES = st.sampled_from([Name("loss"), Name("accuracy"), Name("signal", "h1"), Name("loss", at=0)])
SUMS: st.SearchStrategy[Sum] = st.recursive(
    NUMBERS | NAMES,
    lambda inner: st.builds(Negative, inner) | st.builds(Arithmetic, st.sampled_from(list("+-*/")), inner, inner),
    max_leaves=12,
)


def in_python(tree: Sum) -> float:
    match tree:
        case Number(number):
            return number
        case Negative(inner):
            return -in_python(inner)
        case Arithmetic(sign, left, right):
            a, b = in_python(left), in_python(right)
            if sign == "/":
                return a / b if b else math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a)
            return {"+": a + b, "-": a - b, "*": a * b}[sign]
    return VALUES[spell(tree)]


def same(a: float | None, b: float) -> bool:
    return a is not None and (a == b or (math.isnan(a) and math.isnan(b)))


@settings(max_examples=150)
@given(SUMS)
def test_sums_agree_with_python_and_survive_spelling(tree: Sum) -> None:
    assert same(value(tree, look), in_python(tree))
    if len(spell(tree)) <= 400:
        assert same(value(parse_sum(spell(tree)), look), in_python(tree))


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(SUMS, st.sampled_from([">=", "<=", ">", "<", "==", "!="]), SUMS, st.sampled_from(["and", "or"])),
        min_size=1,
        max_size=4,
    )
)
def test_conditions_agree_with_python(parts: list[tuple[Sum, str, Sum, str]]) -> None:
    text, source = "", ""
    for left, sign, right, word in parts:
        a, b = in_python(left), in_python(right)
        text += f"{spell(left)} {sign} {spell(right)} {word} "
        truth = {">=": a >= b, "<=": a <= b, ">": a > b, "<": a < b, "==": a == b, "!=": a != b}[sign]
        source += f"{truth} {word} "
    text, source = text.rstrip().rsplit(" ", 1)[0], source.rstrip().rsplit(" ", 1)[0]
    if len(text) <= 400:
        assert holds(parse(text), look) is eval(source)


@settings(max_examples=300)
@given(st.text(alphabet="abls0159 .@[]()+-*/^<>=!isandorwithn", max_size=60))
def test_any_text_is_a_check_or_a_sentence(text: str) -> None:
    complaint = ""
    try:
        holds(parse(text), look)
    except LessonError as error:
        complaint = str(error)
    assert not complaint or "expected" in complaint


def test_what_a_goal_asks_for_beside_a_score() -> None:
    goal = parse("val_accuracy >= 0.97 and parameters <= 30 within 600 steps")
    assert beside(goal, parse_sum("val_accuracy")) == (parse("parameters <= 30").condition,)
    assert beside(goal, parse_sum("loss")) == goal.condition.parts  # type: ignore[union-attr]
    assert beside(parse("accuracy > 0.7 within 0 steps"), parse_sum("accuracy")) == ()
    late = parse("late <= 0.05")
    assert beside(late, parse_sum("val_accuracy")) == (late.condition,)
