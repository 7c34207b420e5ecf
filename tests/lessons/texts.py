"""What stands in a lesson's files."""

from pathlib import Path


def states(folder: Path, file: str, *texts: str) -> None:
    """The file has these texts."""
    written = (folder / file).read_text("utf-8")
    for text in texts:
        assert text in written, text
