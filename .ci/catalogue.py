"""The catalogue of all sentences of the interface: ``tuidl/languages/tuidl.pot``, and what follows from it.

``python .ci/catalogue.py`` collects the sentences and brings every ``tuidl.po`` and ``tuidl.mo`` up to date,
``--check`` only says what is not, ``--new LANGUAGE`` begins a translation.
"""

import argparse
import ast
import io
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tuidl.cli.spoken import AS_IT_STANDS, paragraphs

PACKAGE = Path(__file__).resolve().parent.parent / "tuidl"
LANGUAGES = PACKAGE / "languages"
TEMPLATE = LANGUAGES / "tuidl.pot"
FORMS = {"tr": 1, "trn": 2, "later": 1, "styled": 1, "coloured": 1}  # how many words of each call are looked up
CLOCK = ('"POT-Creation-Date:', '"PO-Revision-Date:', '"Generated-By:')  # would make every run another file
WIDTH = 110


def sentences() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """File, and sentence or its two forms, in the order of the code."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE.parent).as_posix()
        text = path.read_text("utf-8")
        if any(f"{word}(" in text for word in FORMS) or PACKAGE / "cli" in path.parents:
            tree = ast.parse(text)
            yield from ((name, found) for found in (*looked_up(tree), *commands(tree)))
    outline = PACKAGE / "course" / "outline.toml"
    for part in tomllib.loads(outline.read_text("utf-8"))["part"]:
        for title in (part["title"], *part["lessons"].values()):
            yield outline.relative_to(PACKAGE.parent).as_posix(), title


def looked_up(tree: ast.Module) -> Iterator[str | tuple[str, ...]]:
    """The first words of every call that looks some up; also of those inside f-strings, which Babel does not read."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        forms = call.args[: FORMS.get(call.func.id, 0)]
        words = tuple(form.value for form in forms if isinstance(form, ast.Constant) and isinstance(form.value, str))
        if words and len(words) == len(forms) and all(words):
            yield words if len(words) > 1 else words[0]


def commands(tree: ast.Module) -> Iterator[str]:
    """What ``--help`` says of each command: the docstrings of functions that click makes commands of."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(
            isinstance(each, ast.Call) and getattr(each.func, "attr", "") in ("command", "group")
            for each in node.decorator_list
        ):
            help = ast.get_docstring(node, clean=False) or ""
            yield from (text.removeprefix(AS_IT_STANDS) for text in paragraphs(help))


def collected() -> Catalog:
    """The template."""
    template = Catalog(
        project="tuidl",
        header_comment="# Every sentence of tuidl's interface. Made by `make catalogue`: do not edit.\n",
        fuzzy=False,
    )
    for name, found in sentences():
        template.add(found, locations=[(name, 0)])
    return template


def written(catalogue: Catalog) -> str:
    """As the file has it: nothing that follows from the clock or from where a sentence stands in its file."""
    file = io.BytesIO()
    write_po(file, catalogue, width=WIDTH, include_lineno=False, ignore_obsolete=False)
    return "".join(row for row in file.getvalue().decode().splitlines(keepends=True) if not row.startswith(CLOCK))


def compiled(catalogue: Catalog) -> bytes:
    """As gettext reads it."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def faults(catalogue: Catalog) -> Iterator[str]:
    """Translations that lack a place of their sentence, or have one that it has not."""
    for message in catalogue:
        if message.id and message.string:
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            known = {place for form in _forms(message) for place in _places(form)}
            for form in filter(None, forms):
                if {*_places(form)} - known or (len(forms) == 1 and known - {*_places(form)}):
                    yield f"{message.id!r} is said as {form!r}, with other places"


def _forms(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, tuple | list) else (message.id,)


def _places(text: str) -> Iterator[str]:
    try:
        yield from (name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:  # braces that stand for themselves
        return


def main() -> int:
    """The exit code: 1 where something is not as it should be."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--check", action="store_true")
    options.add_argument("--new", metavar="LANGUAGE")
    given = options.parse_args()
    template = collected()
    files: dict[Path, bytes] = {TEMPLATE: written(template).encode()}
    if given.new:
        begun = LANGUAGES / given.new / "LC_MESSAGES" / "tuidl.po"
        begun.parent.mkdir(parents=True, exist_ok=True)
        if not begun.exists():
            begun.write_text(written(Catalog(given.new, project="tuidl", fuzzy=False)), "utf-8")
    wrong = 0
    for path in sorted(LANGUAGES.glob("*/LC_MESSAGES/tuidl.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parts[-3])
        catalogue.update(template, no_fuzzy_matching=True)
        files |= {path: written(catalogue).encode(), path.with_suffix(".mo"): compiled(catalogue)}
        for fault in faults(catalogue):
            print(f"{path}: {fault}")
            wrong += 1
    for path, content in files.items():
        if path.exists() and path.read_bytes() == content:
            continue
        if given.check:
            print(f"{path} is not up to date; `make catalogue` writes it")
            wrong += 1
        else:
            path.write_bytes(content)
            print(f"wrote {path}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
