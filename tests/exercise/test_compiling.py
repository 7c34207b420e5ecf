"""What numba says becomes what to change. The messages are numba's own, made here."""

import pytest

from tuidl.exercise import compiling, source
from tuidl.kernels.cpu import strict

HEAD = "import numpy as np\n\n\ndef f(x):\n"
BROKEN = {
    "    return x + 'a'\n": "line 5: '+' cannot take a number and a text",
    "    y = None\n    return y + x\n": "line 6: '+' cannot take nothing (None) and a number",
    "    if x > 0:\n        y = 1.0\n    else:\n        y = 'a'\n    return y\n":
        "line 9: 'y' is a number on one way through the function and a text on another; make it the same on all",
    "    if x > 0:\n        return 1.0\n    return 'none'\n":
        "line 7: the function returns a number here, a text there; return the same kind on every way through it",
    "    a = []\n    return x\n": "line 5: a list that starts empty cannot be compiled",
    "    return np.exp([x, x])[0]\n": "line 5: np.exp cannot take a list when it is compiled; make it an array first",
    "    return np.polyfit(np.ones(3), np.ones(3), 1)[0]\n": "line 5: np.polyfit cannot be compiled; write it",
    "    return np.sum(np.ones(2), axis=0, keepdims=True)\n": "line 5: np.sum cannot be compiled with axis=",
    "    return x.foo\n": "line 5: a number has no '.foo'",
    "    return x(1)\n": "line 5: a number is called like a function; is a * missing before the bracket?",
    "    return x[0]\n": "line 5: a number cannot be indexed with [ ]",
    "    return foo(x)\n": "line 5: name 'foo' is not defined",
    "    import math\n    return x\n": "line 5: an import inside the function cannot be compiled; move it to the top",
    "    return sum(w for w in (x, x))\n": "line 5: '... for ... in ...' inside a call cannot be compiled",
    "    s = f'{x:.2f}'\n    return x\n": "line 5: a format as in {x:.2f} cannot be compiled",
    "    a, *b = (x, x, x)\n    return a\n": "line 5: 'a, *b = ...' cannot be compiled; name every part",
    "    return x * 10**30\n": "line 5: a whole number here is too large for 64 bits",
    "    try:\n        return x\n    except ValueError as e:\n        return 0.0\n":
        "line 7: only a plain 'except:' can be compiled; leave out what stands between",
    "    try:\n        return x\n    except ValueError:\n        return 0.0\n":
        "line 7: only a plain 'except:' can be compiled",
    "    if x > 0:\n        r = x\n    else:\n        r = None\n    return r or 0.0\n":
        "line 9: bool cannot be compiled with a number or nothing (None)",
    "    return {1, 'a'} and x\n": "line 5: what stands together in a list, a set or a dict must be of one kind",
    "    d = {}\n    return x\n": "line 5: a dict that starts empty cannot be compiled",
    "    for k, v in {'a': 1, 'b': 'c'}.items():\n        pass\n    return x\n":
        "line 5: a loop over things of several kinds cannot be compiled",
    "    return max(*[x, 0.0])\n": "line 5: a list after a * cannot be compiled",
    "    del x\n    return 1.0\n": "line 5: 'del x' cannot be compiled; leave it out",
    "    print(x, end='')\n    return x\n": "line 5: print can only be compiled with values",
    "    return eval('x')\n": "line 5: 'eval' cannot be compiled; use numbers, arrays, loops",
}  # fmt: skip


@pytest.mark.parametrize(("body", "sentence"), BROKEN.items(), ids=range(len(BROKEN)))
def test_numba_s_complaints_are_translated(body: str, sentence: str) -> None:
    function = source.function_of(HEAD + body, "f")
    with pytest.raises(Exception) as caught:  # noqa: PT011 - numba has several that are no kin
        strict.compiled(function, (1.5,))
    told = compiling.translated(caught.value)
    assert str(told).startswith(sentence)
    assert told.line == int(sentence.partition(":")[0].removeprefix("line "))
    assert "\n" not in str(told)
    assert "numba" not in str(told)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("    return float(f'{x}')\n", "a text cannot be made a number when it is compiled; leave the text out"),
        ("    d = {'a': 1, 3: x}\n    return d[3]\n", "a whole number stands where a text was; a dict or a list holds"),
        ("    return np.maximum(x, 0, where=True)\n", "np.maximum cannot be compiled with named arguments"),
    ],
)
def test_a_complaint_without_a_line_says_what_to_change_too(body: str, sentence: str) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - numba has several that are no kin
        strict.compiled(source.function_of(HEAD + body, "f"), (1.5,))
    assert str(compiling.translated(caught.value)).startswith(sentence)


def test_an_unknown_complaint_keeps_its_first_line() -> None:
    told = compiling.translated(ValueError("Failed in nopython mode pipeline (step: x)\nSomething new.\nmore"))
    assert str(told).startswith("this cannot be compiled (Something new); use numbers")


def test_helpers_beside_the_function_are_compiled_with_it() -> None:
    function = source.function_of("def twice(x):\n    return 2 * x\n\n\ndef f(x):\n    return twice(x) + 1\n", "f")
    assert strict.compiled(function, (1.5,))(2.0) == 5.0
