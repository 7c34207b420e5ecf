"""What the documents name is there: files, folders, commands, options; rooms stand in the order of their contract."""

import re
import tomllib
from pathlib import Path

import click
import pytest

from tests.docs import markdown
from tuidl.cli import root

DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "docs/ARCHITECTURE.md",
    "docs/engine.md",
    "docs/performance.md",
)
FOLDERS = ("tuidl", "tests", "lessons", "assets", "benchmarks", "docs", ".ci")
PYTEST = {"--durations"}  # an option of ``make test``, not of ours
FILE = re.compile(r"[\w.-]+(/[\w.-]+)*(/|\.(py|md|toml))")


def quoted(name: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", markdown.prose(markdown.read(name)))


def ends(path: Path) -> set[str]:
    """The path and all its ends: ``c.py``, ``b/c.py``, ``a/b/c.py``."""
    parts = path.relative_to(markdown.ROOT).parts
    return {"/".join(parts[first:]) for first in range(len(parts))}


@pytest.fixture(scope="module")
def known() -> set[str]:
    """Every file and folder of the checkout, by all the ways to name it."""
    inside = [path for folder in FOLDERS for path in (markdown.ROOT / folder).rglob("*")]
    return {end for path in (*inside, *markdown.ROOT.iterdir()) for end in ends(path)}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_files_and_folders(name: str, known: set[str]) -> None:
    words = {word for code in quoted(name) for word in code.split() if FILE.fullmatch(word)}
    assert {word for word in words if word.rstrip("/") not in known} == set()


def commands(command: click.Command, called: str = "tuidl") -> dict[str, click.Command]:
    """A command and all below it, by the words that call them."""
    found = {called: command}
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            found |= commands(below, f"{called} {name}")
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_and_their_options(name: str) -> None:
    known = commands(root)
    takes = {called: {"--help", *(o for one in command.params for o in one.opts)} for called, command in known.items()}
    for code in quoted(name):
        called, *words = code.split()
        options = {word for word in words if word.startswith("--")}
        if called == "tuidl":
            for word in words:
                called = f"{called} {word}" if f"{called} {word}" in known else called
            named = re.fullmatch("[a-z]+", words[0]) if words else None
            assert named is None or f"tuidl {words[0]}" in known, code
            assert options - takes[called] == set(), code
        elif called.startswith("--"):
            assert called in set().union(*takes.values()) | PYTEST, code


def test_every_benchmark_is_told_to_contributors() -> None:
    there = {f"benchmarks/{path.name}" for path in (markdown.ROOT / "benchmarks").glob("*.py")}
    table = markdown.rows(markdown.read("CONTRIBUTING.md"), "command")
    assert {word for cells in table for word in cells[0].strip("`").split() if word.startswith("benchmarks/")} == there


@pytest.fixture(scope="module")
def contracts() -> dict[str, dict[str, list[str]]]:
    """Those of pyproject.toml, by name."""
    every = tomllib.loads(markdown.read("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    return {contract["name"]: contract for contract in every}


def test_the_rooms_stand_in_the_order_of_their_contract(contracts: dict[str, dict[str, list[str]]]) -> None:
    (fence, *_) = markdown.fences(markdown.section(markdown.read("docs/ARCHITECTURE.md"), "Who may import whom"))
    told = [re.split(r"\s{2,}", line)[0] for line in fence.lines]
    assert told == [re.sub("[()]", "", layer) for layer in contracts["rooms: who may import whom"]["layers"]]


@pytest.mark.parametrize(
    ("name", "may"), [("textual only in tui", {"cli", "plain", "tui"}), ("numba only in kernels", {"kernels"})]
)
def test_no_room_is_forgotten_in_a_contract(
    name: str, may: set[str], contracts: dict[str, dict[str, list[str]]]
) -> None:
    """``cli`` and ``plain`` import the screens, but neither Textual itself."""
    rooms = {room for layer in contracts["rooms: who may import whom"]["layers"] for room in re.findall(r"\w+", layer)}
    assert {room.removeprefix("tuidl.") for room in contracts[name]["source_modules"]} == rooms - may
