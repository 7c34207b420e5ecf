"""``python -m tuidl.exercise.judge``: tries a learner's file on all cases and says what was found.

In on stdin: one JSON object with the lesson's folder, the code step and the learner's text. Out on stdout: a
``Judgement`` as one JSON object; without a text, what the files of the step claim. The learner's code runs in
candidates, never here: first as plain Python, then compiled.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import Any

from tuidl.course.folder import inside, text_of
from tuidl.course.spec import CodeSpec
from tuidl.errors import CodeError, TuidlError
from tuidl.exercise import source, values
from tuidl.exercise.cases import MOST, Cases
from tuidl.exercise.comparison import Difference, difference, shown
from tuidl.exercise.judgement import Judgement
from tuidl.exercise.trial import Trial, tried
from tuidl.language import tr, trn

PASSED = 6  # names of agreeing cases that are told


def judged(folder: Path, spec: CodeSpec, lesson: str, text: str, seed: int = 0) -> Judgement:
    """What was found out about a text. LessonError if the lesson's own files cannot be used."""
    cases = Cases.of(folder, spec, lesson, seed)
    try:
        source.checked(text, spec.function, cases.arguments)
    except CodeError as error:
        return Judgement("fails", str(error), 0, len(cases.names), line=error.line, column=error.column)
    job = _job(spec, text, [cases])
    plain = _told(cases, spec, tried(job, compiled=False))
    if not plain.agrees:
        return plain
    fast = _told(cases, spec, tried(job, compiled=True), compiled=True)
    return plain if fast.agrees else replace(fast, printed=plain.printed)


def _told(cases: Cases, spec: CodeSpec, trial: Trial, compiled: bool = False) -> Judgement:
    """What a trial shows: the first case that differs, else what kept the function from answering."""
    total, lines = (
        len(cases.names),
        [line for line in trial.lines if line.keys() & {"answer", "odd"}][: len(cases.names)],
    )
    answers: list[Any] = []
    others = [_difference(cases, place, line, answers) for place, line in enumerate(lines)]
    common: dict[str, Any] = {"agreed": others.count(None), "total": total, "printed": trial.printed}
    place = next((place for place, other in enumerate(others) if other is not None), len(others))
    if place < total and any("read" in line for line in trial.lines):
        common |= {"case": cases.names[place], "given": _given(cases, place)}
    common["passed"] = tuple(cases.names[:place][:PASSED])
    if place < len(others):
        found = others[place]
        assert found is not None
        mistake = cases.mistake(answers) if len(answers) == total else ""
        what = (
            found.where
            if found.expected == found.got
            else tr("expected {expected}, got {got}", expected=found.expected, got=found.got)
        )
        text = tr("case '{name}': {what}", name=cases.names[place], what=what)
        if compiled:
            text = tr("compiled, it answers otherwise: {text}", text=text)
        return Judgement(
            "differs", text, expected=found.expected, got=found.got, where=found.where, mistake=mistake, **common
        )
    fault = next((line for line in trial.lines if "fault" in line), None)
    if fault is not None:
        at: dict[str, Any] = {"line": int(fault.get("line", 0)), "column": int(fault.get("column", 0))}
        if compiled and not answers:
            return Judgement("uncompiled", str(fault["fault"]), total, total, printed=trial.printed, **at)
        return Judgement("fails", str(fault["fault"]), **common, **at)
    name = f"{spec.function}()" if "case" in common else tr("the file")
    if trial.end or len(answers) < total:
        return Judgement("fails", f"{name} {trial.end or tr('gives no answer any more')}", **common)
    return Judgement("agrees", trn("{n} case agrees", "all {n} cases agree", total), **common)


def _difference(cases: Cases, place: int, line: Mapping[str, Any], answers: list[Any]) -> Difference | None:
    """How the answer of a line differs from what is expected; the answer is added to ``answers``."""
    expected = cases.expected[place]
    if "odd" in line:
        answers.append(None)
        return Difference(
            shown(expected), str(line["odd"]), tr("{what} was returned: return numbers or arrays", what=line["odd"])
        )
    try:
        answer = values.decode(line["answer"])
    except (ValueError, TypeError):
        answer = None
    answers.append(answer)
    other = difference(expected, answer, cases.tolerance)
    if other is None and line.get("changed"):
        name = str(line["changed"][0])
        return Difference(
            shown(expected), shown(answer), tr("it changes its argument '{name}'; make a new array instead", name=name)
        )
    return other


def _given(cases: Cases, place: int) -> tuple[tuple[str, str], ...]:
    return tuple((name, shown(value)) for name, value in zip(cases.arguments, cases.given[place], strict=False))


def claims(folder: Path, spec: CodeSpec, lesson: str, seeds: Sequence[int]) -> list[list[tuple[str, bool]]]:
    """What a lesson says with the files of a code step, and whether it is so on each seed: for those who write lessons.

    The cases of all seeds go to the same candidates, for a start and a compilation cost far more than a case.
    """
    every = [Cases.of(folder, spec, lesson, seed) for seed in seeds]
    stub, solution = (text_of(inside(folder, name, lesson), lesson) for name in (spec.file, spec.solution))
    fails = [not agrees for agrees in _agreements(spec, stub, every)]
    right = [a and b for a, b in zip(*(_agreements(spec, solution, every, c) for c in (False, True)), strict=True)]
    return [
        [(tr("the stub fails"), fails[k]), (tr("the solution agrees, compiled too"), right[k]), *_mistakes(cases)]
        for k, cases in enumerate(every)
    ]


def _mistakes(cases: Cases) -> Iterator[tuple[str, bool]]:
    for place, (answers, said) in enumerate(cases.mistakes):
        yield tr("mistake {place} fails: {said}", place=place + 1, said=said), not cases.agree(answers, cases.expected)
        for other, (others, _) in enumerate(cases.mistakes[:place]):
            if cases.agree(answers, others):
                yield tr("mistakes {other} and {place} answer differently", other=other + 1, place=place + 1), False


def _agreements(spec: CodeSpec, text: str, every: Sequence[Cases], compiled: bool = False) -> list[bool]:
    """Whether a text agrees with the cases of each seed: as many seeds in one candidate as a learner's check may have
    cases. Where it breaks down, the seeds from there on are tried alone."""
    found: list[bool] = []
    while len(found) < len(every):
        rest = every[len(found) :]
        counts = list(accumulate(len(cases.names) for cases in rest))
        group = rest[: max(1, sum(count <= MOST for count in counts))]
        try:
            source.checked(text, spec.function, group[0].arguments)
        except CodeError:
            return [False] * len(every)
        trial = tried(_job(spec, text, group), compiled)
        lines = [line for line in trial.lines if line.keys() & {"answer", "odd"}]
        if len(lines) < counts[len(group) - 1] and len(group) > 1:
            return found + [_agreements(spec, text, [cases], compiled)[0] for cases in rest]
        for cases, count in zip(group, counts, strict=False):
            part = lines[count - len(cases.names) : count]
            found.append(_told(cases, spec, Trial(part, trial.end)).agrees)
    return found


def _job(spec: CodeSpec, text: str, every: Sequence[Cases]) -> dict[str, Any]:
    """What a candidate is asked."""
    return {
        "text": text, "function": spec.function, "arguments": list(every[0].arguments),
        "cases": [values.encode(case) for cases in every for case in cases.given],
    }  # fmt: skip


def main() -> int:
    """Answer one question; the exit code is that of the error, whose sentence goes to stderr."""
    asked = json.loads(sys.stdin.buffer.read())
    where = Path(asked["folder"]), CodeSpec(**asked["code"]), str(asked["lesson"])
    try:
        if asked["text"] is None:
            answer: Any = claims(*where, asked["seeds"])
        else:
            answer = judged(*where, asked["text"], asked["seeds"][0]).to_json()
    except TuidlError as error:
        print(error, file=sys.stderr)
        return int(error.code)
    print(json.dumps(answer, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
