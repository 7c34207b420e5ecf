"""The way on the loss surface is that of the line under way, wherever the run was taken meanwhile."""

from pathlib import Path

import pytest

from tests.train import lessons
from tuidl.commands import Command, Compare, Rewind, SetKnob, Step, Watch
from tuidl.events import Probed
from tuidl.signals import Surface

LOOK = Watch((("surface", 20, 12),))
CHOSEN = '[panels.surface]\nweights = ["h1.weight[0,0]", "out.weight[1,0]"]\n\n[data.moons]'  # a plane that stays
WALK: list[Command] = [Step(10) for _ in range(4)]  # 0, 10, 20, 30, 40
OTHER: list[Command] = [*WALK, Rewind(20), SetKnob("rate", 1.0), Step(10), Step(10), Step(5)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    changes = (("[data.moons]", CHOSEN), ("steps = 25", "steps = 90"))
    return lessons.written(tmp_path_factory.mktemp("way") / "small", lessons.POINTS, *changes)


def way(folder: Path, *commands: Command) -> dict[int, tuple[float, float]]:
    """Step and place of the last picture's way."""
    found = lessons.of(Probed, lessons.events(lessons.request(folder), *commands))
    surface = found[-1].signal
    assert isinstance(surface, Surface)
    return dict(zip(surface.steps, surface.path, strict=True))


def test_back_and_forth_again_it_is_the_way_that_was_gone(folder: Path) -> None:
    gone = way(folder, LOOK, *WALK)
    assert list(gone) == [0, 10, 20, 30, 40]
    assert way(folder, LOOK, *WALK, Rewind(0)) == {0: gone[0]}
    assert way(folder, LOOK, *WALK, Rewind(0), Rewind(40)) == gone
    assert way(folder, LOOK, *WALK, Rewind(20)) == {step: gone[step] for step in (0, 10, 20)}


def test_on_another_line_it_is_the_way_of_that_line(folder: Path) -> None:
    old, new = way(folder, LOOK, *WALK), way(folder, LOOK, *OTHER)
    assert list(new) == [0, 10, 20, 30, 40, 45]
    assert [step for step in old if new[step] == old[step]] == [0, 10, 20]
    assert way(folder, LOOK, *OTHER, Rewind(40, 0)) == old
    assert way(folder, LOOK, *OTHER, Rewind(40, 0), Rewind(45, 1)) == new
    assert way(folder, LOOK, *OTHER, Compare(), Step(5)).items() > new.items()


def test_a_panel_that_is_opened_late_shows_the_whole_way(folder: Path) -> None:
    assert way(folder, *WALK, LOOK) == way(folder, LOOK, *WALK)
    assert way(folder, *OTHER, LOOK) == way(folder, LOOK, *OTHER)
