"""A learner's text becomes a function, or a sentence with the learner's own line."""

import pytest

from tuidl.course.written import LONGEST
from tuidl.errors import CodeError
from tuidl.exercise import source

GOOD = "from math import exp\n\n\ndef f(x, w):\n    return x * w\n"


def test_a_function() -> None:
    assert source.function_of(GOOD, "f", ("x", "w"))(2.0, 3.0) == 6.0
    assert source.arguments_of(GOOD, "f") == ("x", "w")


@pytest.mark.parametrize(
    ("text", "sentence", "line"),
    [
        (GOOD.replace("x * w", "(x * w"), "line 5: '(' was never closed", 5),
        ("def f(x, w):\nreturn x\n", "line 2: the indentation is wrong: expected an indented block", 2),
        ("x = 1\n", "there is no function 'f' in the file; its first line is 'def f(...):'", 0),
        ("f = lambda x, w: x\n", "there is no function 'f' in the file", 0),
        ("", "there is no function 'f' in the file", 0),
        ("def f(w, x):\n    return x\n", "line 1: 'f' must take (x, w), but takes (w, x)", 1),
        (GOOD + "f = 3\n", "'f' is no function any more when the file has been read", 0),
        ("# " + "x" * LONGEST, "the file is longer than 64 KB", 0),
        ("\0", "null bytes", 0),
        ("f = " + "(" * 5000 + ")" * 5000, "too many nested parentheses", 1),
    ],
)
def test_what_is_no_function(text: str, sentence: str, line: int) -> None:
    with pytest.raises(CodeError) as caught:
        source.function_of(text, "f", ("x", "w"))
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("1 / 0", "line 2: ZeroDivisionError: division by zero"),
        ("exp(x)", "line 2: NameError: name 'exp' is not defined"),
        ("__import__('sys').exit(3)", "line 2: the file asks Python to exit; 'f' must return its answer instead"),
        ("input()", "line 2: nothing can be typed in here; 'f' gets all it needs as arguments"),
        ("f(x)", "line 2: 'f' calls itself without end"),
        ("[0] * (1 << 60)", "line 2: there is not enough memory for that; make the arrays smaller"),
        ("__import__('elsewhere')", "line 2: module 'elsewhere' is not there; math and numpy are enough"),
        ("(_ for _ in ()).throw(ValueError('one\\ntwo'))", "line 2: ValueError: one"),
        ("(_ for _ in ()).throw(KeyboardInterrupt())", "line 2: the file interrupts itself (KeyboardInterrupt)"),
    ],
)
def test_exceptions_are_told_with_the_learners_line(body: str, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)
    function = source.function_of(f"def f(x):\n    return {body}\n", "f")
    with pytest.raises(BaseException) as caught:  # noqa: PT011
        function(1.0)
    told = source.raised(caught.value, "f")
    assert str(told).startswith(sentence)
    assert told.line == 2
