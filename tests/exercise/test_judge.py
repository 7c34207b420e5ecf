"""The judge and its candidates: right and wrong answers, and everything a learner's file may do to them."""

import asyncio
from pathlib import Path

import pytest

from tests.course import sample
from tuidl.course.load import read
from tuidl.course.spec import Lesson
from tuidl.course.written import Written
from tuidl.errors import CodeError, LessonError
from tuidl.exercise import judge, judging, trial
from tuidl.exercise.judgement import Judgement

SOLUTION = (sample.NEURON / "code" / "neuron_solution.py").read_text("utf-8")
STUB = (sample.NEURON / "code" / "neuron.py").read_text("utf-8")
RULE = (sample.INIT / "code" / "he_solution.py").read_text("utf-8")


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return read(sample.NEURON)


def told(text: str, folder: Path = sample.NEURON, step: str = "write") -> Judgement:
    lesson = read(folder)
    code = lesson.step(step).code
    assert code is not None
    return judge.judged(folder, code, lesson.slug, text)


def inside(line: str, head: str = "") -> str:
    """The solution with a line before its return, in line 9, or line 10 with a head."""
    return SOLUTION.replace("    return p\n", f"    {line}\n    return p\n").replace("from math", f"{head}from math", 1)


# ---- answers --------------------------------------------------------------------------------------------------------


def test_a_right_function_agrees_and_compiles() -> None:
    found = told(inside("print(z)"))
    assert (found.verdict, found.agreed, found.total) == ("agrees", 206, 206)
    assert found.text == "all 206 cases agree"
    assert found.passed[0] == "all zero"
    assert found.printed.startswith("0.0\n2.0\n")


def test_the_stub_is_told_case_input_expected_and_got() -> None:
    found = told(STUB)
    assert found.verdict == "differs"
    assert (found.case, found.expected, found.got) == ("only the bias", "0.8807971", "0.5")
    assert found.given == (("x1", "0"), ("x2", "0"), ("w1", "1"), ("w2", "1"), ("b", "2"))
    assert (found.agreed, found.passed, found.mistake) == (1, ("all zero",), "")


def test_a_known_mistake_gives_its_sentence() -> None:
    assert told(SOLUTION.replace("return p", "return z")).mistake.startswith("That is z. Now squeeze it")


def test_arrays_are_told_by_place_and_shape() -> None:
    wrong = told(RULE.replace("sqrt(2.0 / n_in)", "2.0 / n_in"), sample.INIT, "mend")
    assert wrong.where == "at [0, 0]"
    assert wrong.mistake == "That is the variance. The spread is its square root."
    flat = told(RULE.replace("return noise", "return noise[0]"), sample.INIT, "mend")
    assert flat.where == "the shape is 1, not 1 × 1"
    changed = RULE.replace("return noise * sqrt(2.0 / n_in)", "noise *= sqrt(2.0 / n_in)\n    return noise")
    assert told(changed, sample.INIT, "mend").where == "it changes its argument 'noise'; make a new array instead"


@pytest.mark.parametrize(
    ("text", "got", "where"),
    [
        (SOLUTION.replace("    return p\n", ""), "None", "nothing was returned: is there a 'return'?"),
        (SOLUTION.replace("return p", "return 'a'"), "'a'", "a text was returned, not a number"),
        (
            SOLUTION.replace("return p", "return object()"),
            "an object",
            "an object was returned: return numbers or arrays",
        ),
        (SOLUTION.replace("return p", "return float('nan')"), "NaN", ""),
    ],
)
def test_answers_of_the_wrong_kind(text: str, got: str, where: str) -> None:
    found = told(text)
    assert (found.verdict, found.got, found.where) == ("differs", got, where)


def test_what_cannot_be_compiled_says_so_after_all_cases_agreed() -> None:
    found = told(inside("q = [z, 'a', None]\n    q = []\n    q = {}"))
    assert (found.verdict, found.agreed) == ("uncompiled", 206)
    assert "cannot be compiled" in found.text


def test_what_is_no_python_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge, "tried", None)
    found = told(SOLUTION.replace("exp(-z))", "exp(-z)"))
    assert (found.verdict, found.text, found.line, found.total) == ("fails", "line 8: '(' was never closed", 8, 206)


# ---- everything hostile ---------------------------------------------------------------------------------------------

OS, NP = "import os\n", "import numpy as np\n"
HOSTILE = {
    "memory": (inside("np.ones(1_300_000_000)", NP), "line 10: there is not enough memory for that"),
    "fork bomb": (inside("os.fork()", OS), "line 10: it tries to start another process, which it may not here"),
    "program": (inside("os.system('true')", OS), "line 10: it tries to start another program, which it may not here"),
    "exit": (inside("raise SystemExit"), "line 9: the file asks Python to exit"),
    "hard exit": (inside("os._exit(0)", OS), "neuron() ends Python itself (exit code 0); return the answer instead"),
    "segfault": (inside("ctypes.string_at(0)", "import ctypes\n"), "neuron() makes Python crash (SIGSEGV)"),
    "abort": (inside("os.abort()", OS), "neuron() makes Python crash (SIGABRT)"),
    "suicide": (inside("os.kill(os.getpid(), 9)", OS), "line 10: it tries to end a process"),
    "noise": (inside("while True: print('x' * 999)"), "neuron() prints more than 256 KB; take the print out"),
    "stdin": (inside("input()"), "line 9: nothing can be typed in here"),
    "delete": (inside("os.remove('/etc/nothing')", OS), "line 10: it tries to delete a file, which it may not here"),
    "write": (inside("open('x', 'w')"), "line 9: it tries to write a file, which it may not here"),
    "write below": (inside("os.open('x', os.O_WRONLY | os.O_CREAT)", OS), "line 10: it tries to write a file"),
    "recursion": (SOLUTION.replace("return p", "return neuron(x1, x2, w1, w2, b)"), "line 8: 'neuron' calls itself"),
    "module": ("import elsewhere\n" + SOLUTION, "line 1: module 'elsewhere' is not there; math and numpy are enough"),
    "compiler": ("from numba import njit\n" + SOLUTION, "line 1: leave out 'numba': math and numpy are enough"),
    "while read": (SOLUTION + "1 / 0\n", "line 10: ZeroDivisionError: division by zero"),
}


@pytest.mark.parametrize(("text", "sentence"), HOSTILE.values(), ids=HOSTILE)
def test_whatever_it_does_one_sentence_says_so(text: str, sentence: str) -> None:
    found = told(text)
    assert found.verdict == "fails"
    assert found.text.startswith(sentence)
    assert "Traceback" not in found.text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (inside("while True: pass"), "neuron() takes too long; is there a loop that never ends?"),
        ("while True:\n    pass\n\n\n" + SOLUTION, "the file takes too long; is there a loop that never ends?"),
        (inside("import time; time.sleep(1e6)"), "neuron() takes too long"),
    ],
)
def test_what_never_ends_is_ended(text: str, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "WALL", 1.0)
    found = told(text)
    assert (found.verdict, found.agreed) == ("fails", 0)
    assert found.text.startswith(sentence)


def test_the_judge_is_out_of_reach() -> None:
    patched = "import json\n\njson.JSONEncoder.encode = json.dumps = None\nglobals()['difference'] = None\n"
    assert told(patched + STUB).verdict == "differs"
    assert told(patched + SOLUTION).agrees


def test_the_candidate_knows_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUIDL_SECRET", "s")
    found = told(inside("print(sorted(os.environ), os.listdir())", OS))
    assert "SECRET" not in found.printed
    assert found.printed.rstrip().splitlines()[0].endswith("[]")


# ---- asking ---------------------------------------------------------------------------------------------------------


async def test_a_judgement_comes_from_a_process(lesson: Lesson) -> None:
    found = await judging.judged(lesson, Written("write", STUB))
    assert found == told(STUB)


async def test_a_check_that_is_given_up_leaves_no_process(lesson: Lesson, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[asyncio.subprocess.Process] = []
    make = asyncio.create_subprocess_exec

    async def noted(*argv: str, **given: object) -> asyncio.subprocess.Process:
        started.append(await make(*argv, **given))
        return started[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", noted)
    task = asyncio.create_task(judging.judged(lesson, Written("write", "while True: pass\n" + STUB)))
    while not started:
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert started[0].returncode is not None


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("print('{}')", "the check said something that is no judgement"),
        ("print('nonsense')", "the check said something that is no judgement"),
        ("raise SystemExit(7)", "the check broke down; what you wrote is kept, try it once more"),
        ("import sys; print('a sentence', file=sys.stderr); raise SystemExit(3)", "a sentence"),
    ],
)
async def test_a_judge_that_breaks_down_is_told_in_a_sentence(lesson: Lesson, script: str, sentence: str) -> None:
    import sys

    with pytest.raises(CodeError) as caught:
        await judging.judged(lesson, Written("write", STUB), argv=(sys.executable, "-c", script))
    assert str(caught.value).startswith(sentence)


def test_the_files_of_a_lesson_are_held_to_what_they_say(tmp_path: Path) -> None:
    folder = sample.copied(
        tmp_path, sample.NEURON, "code/neuron_tests.py",
        ("(lambda *a: _z(*a), ", "(lambda *a: _sigmoid(_z(*a)), 'right'), (_z, 'one'), (lambda *a: _z(*a), "),
    )  # fmt: skip
    lesson = read(folder)
    found = dict(judging.claims(lesson, lesson.step("write"), [0, 1])[1])
    assert found["the stub fails"]
    assert found["the solution agrees, compiled too"]
    wrong = [text for text, holds in found.items() if not holds]
    assert wrong == ["mistake 1 fails: right", "mistakes 2 and 3 answer differently"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("TOLERANCE = 1e-6", "TOLERANT = 1e-6", "lesson 'neuron': code/neuron_tests.py: cannot be used: KeyError"),
        ('yield "all zero"', 'while True: yield "all zero"', "gives more than 2000 cases"),
        ("def cases(rng):", "def cases(rng):\n    1 / 0", "cannot be used: ZeroDivisionError"),
    ],
)
def test_tests_that_cannot_be_used(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    folder = sample.copied(tmp_path, sample.NEURON, "code/neuron_tests.py", (old, new))
    with pytest.raises(LessonError) as caught:
        told(SOLUTION, folder)
    assert sentence in str(caught.value)
