"""What a data set looks like in the shell."""

import numpy as np
import pytest

from tuidl.cli.preview import Paper, preview
from tuidl.data import entries, load


@pytest.mark.parametrize("name", [entry.name for entry in entries() if entry.name != "mnist"])
@pytest.mark.parametrize("width", [24, 80])
def test_every_set_has_a_preview_that_fits(name: str, width: int) -> None:
    data = load(name)
    for blocks in (True, False):
        lines = preview(data, Paper(width, blocks))
        assert 1 <= len(lines) <= 30
        assert all(len(line) <= width for line in lines if data.kind != "images" or width > 28)
        assert all(line.isprintable() for line in lines)
    assert blocks or all(sign not in "".join(lines) for sign in "▀▄█▁▂▃▅▇")


def test_rows_of_a_table_in_their_own_units() -> None:
    data = load("diabetes")
    head, *rows = preview(data, Paper(100))
    assert head.startswith("age  sex  body mass ind…  blood pressure  ")
    assert head.endswith("  …  progression")
    assert len(rows) == 5
    assert rows[0].split()[0] == f"{data.raw(data.x)[0, 0]:.4g}"
    assert rows[0].split()[-1] == f"{data.raw_target(data.y)[0, 0]:.4g}"


def test_an_image_of_each_class() -> None:
    data = load("digits")
    lines = preview(data, Paper(200))
    assert lines[-1].split() == list("0123456789")
    assert len(lines) == 5  # eight pixels, two a row
    assert set("".join(lines[:-1])) <= set(" ▄▀█")
    dark = preview(data, Paper(200, blocks=False))
    assert set("".join(dark[:-1])) <= set(" .:-=+*#%@")


@pytest.mark.parametrize(("colours", "code"), [(256, "\x1b[38;5;"), (1 << 24, "\x1b[38;2;")])
def test_images_in_colour_end_without_colour(colours: int, code: str) -> None:
    lines = preview(load("digits"), Paper(200, True, colours))
    assert all(code in line and line.endswith("\x1b[0m") for line in lines[:-1])
    assert "\x1b" not in lines[-1]


def test_a_set_without_training_examples() -> None:
    data = load("parity", {"n": 1, "validation": 0})
    object.__setattr__(data, "x", data.x[:0])
    object.__setattr__(data, "y", data.y[:0])
    assert preview(data, Paper()) == []


def test_tags_stand_in_brackets_and_a_series_is_cut_in_two() -> None:
    assert any("[made]" in line or "[natural]" in line for line in preview(load("senses"), Paper(80)))
    line, below = preview(load("sunspots"), Paper(80))
    learned, held = line.split("|")
    assert len(learned) > 3 * len(held) > 0
    assert below.startswith("learned from")
    assert below.index("held out") == len(learned) + 1
    assert np.isfinite(load("sunspots").x).all()
