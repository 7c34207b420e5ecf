"""Code steps, read and never run: one signature, marked lines, cases and known mistakes; functions of other lessons."""

import ast
from collections.abc import Iterator

from tuidl.course import borrowing
from tuidl.course.folder import inside, text_of
from tuidl.course.lint.finding import Finding
from tuidl.course.spec import CodeSpec, Lesson
from tuidl.errors import LessonError
from tuidl.language import tr

_NEEDED = ("TOLERANCE", "cases", "MISTAKES")


def findings(lesson: Lesson) -> Iterator[Finding]:
    """All of them."""
    yield from _borrowed(lesson)
    for step in lesson.steps:
        if step.code is None:
            continue
        trees = {}
        for name in (step.code.file, step.code.solution, step.code.tests):
            try:
                text = text_of(inside(lesson.folder, name, lesson.slug), lesson.slug)
                trees[name] = ast.parse(text)
            except LessonError as error:
                if (lesson.folder / name).is_file():  # else it is told as a reference
                    yield Finding(name, str(error).partition(", ")[2] or str(error))
                continue
            except (SyntaxError, ValueError, RecursionError) as error:
                yield Finding(
                    name,
                    tr(
                        "is no Python: {reason}, line {line}",
                        reason=getattr(error, "msg", error),
                        line=getattr(error, "lineno", 0),
                    ),
                )
                continue
            if name == step.code.file and "<-" not in text:
                yield Finding(name, tr("no line carries '<-', so a learner cannot see which lines to write"))
        yield from _functions(step.code, trees)
        if step.code.tests in trees:
            given = set(_names(trees[step.code.tests]))
            for name in _NEEDED:
                if name not in given:
                    yield Finding(step.code.tests, tr("does not give '{name}'", name=name))


def _functions(code: CodeSpec, trees: dict[str, ast.Module]) -> Iterator[Finding]:
    found = {}
    for name in (code.file, code.solution):
        if name not in trees:
            continue
        function = next(
            (n for n in trees[name].body if isinstance(n, ast.FunctionDef) and n.name == code.function), None
        )
        if function is None:
            yield Finding(name, tr("has no function '{function}'", function=code.function))
        else:
            found[name] = function
    if len(found) < 2:
        return
    stub, solution = found[code.file], found[code.solution]
    if ast.dump(stub.args) != ast.dump(solution.args):
        yield Finding(code.solution, tr("'{function}' does not have the stub's arguments", function=code.function))
    if ast.get_docstring(stub) is None or ast.get_docstring(stub) != ast.get_docstring(solution):
        yield Finding(code.solution, tr("'{function}' does not have the stub's docstring", function=code.function))
    if ast.dump(stub) == ast.dump(solution):
        yield Finding(code.file, tr("is the solution itself"))


def _names(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def _borrowed(lesson: Lesson) -> Iterator[Finding]:
    """Functions that contestants are made of: they exist, and no two stand in the same place."""
    for experiment in lesson.experiments.values():
        for one in experiment.contestants:
            plugs, where = (
                [],
                tr("experiment '{name}', contestant '{one_name}'", name=experiment.name, one_name=one.name),
            )
            for name in one.functions:
                try:
                    code = borrowing.lender(name, lesson).step(borrowing.parted(name)[1]).code
                except LessonError as error:
                    yield Finding("lesson.toml", f"{where}: {error}")
                    continue
                assert code is not None
                plugs.append((name, code.plug))
            if fault := borrowing.contradiction(plugs):
                yield Finding("lesson.toml", f"{where}: {fault}")
