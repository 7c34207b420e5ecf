"""Links between the documents lead somewhere; the architecture names the rooms there are."""

import re
from pathlib import Path

import pytest

from tests.docs import markdown

DOCUMENTS = sorted(
    [*markdown.ROOT.glob("*.md"), *markdown.ROOT.glob("docs/*.md"), *markdown.ROOT.glob("assets/**/*.md")]
)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(markdown.ROOT)))
def test_links(path: Path) -> None:
    text = path.read_text("utf-8")
    for target in markdown.links(text):
        if re.match(r"[a-z]+:", target):
            assert target.startswith("https://"), target
            continue
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        assert there.exists(), target
        if anchor:
            assert anchor in markdown.anchors(there.read_text("utf-8")), target


def test_the_rooms_are_those_of_the_package() -> None:
    (fence, *_) = markdown.fences(markdown.section(markdown.read("docs/ARCHITECTURE.md"), "Rooms"))
    inside = [line for line in fence.lines if line.startswith("  ")]
    named = [name for line in inside for name in re.findall(r"(?:^|\s)\s([a-z]+(?:/|\.py))(?=\s)", line)]
    package = markdown.ROOT / "tuidl"
    modules = {path.name for path in package.glob("*.py") if not path.name.startswith("__")}
    packages = {f"{path.parent.name}/" for path in package.glob("*/__init__.py")}
    assert sorted(named) == sorted(modules | packages)
