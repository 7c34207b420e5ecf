"""A small experiment to look into."""

from pathlib import Path

from tests.train import lessons
from tuidl.course.load import read
from tuidl.train import plan
from tuidl.train.supervised import Supervised


def made(folder: Path, steps: int = 0, watched: tuple[str, ...] = (), **fields: object) -> Supervised:
    """The experiment of a lesson's folder after some steps; ``watched``: the panels on the screen meanwhile."""
    experiment = Supervised(plan.make(lessons.request(folder, **fields), read(folder), {}))
    experiment.watch(watched)
    if steps:
        experiment.train(steps)
    return experiment
