"""What a learner has done so far, to be kept: a walk, a run, and a clock that counts calls."""

from tests.course import sample
from tuidl.course.record import RunRecord
from tuidl.course.spec import Lesson
from tuidl.course.walk import Walk

LEARNS = sample.view((0, {"loss": 2.2, "accuracy": 0.11}), (42, {"loss": 0.4, "accuracy": 0.95}))


RUN = RunRecord(
    "lesson-neuron", "watch", "neuron", 0, 150, {"rate": 0.1}, {"accuracy": 0.99, "loss": float("nan")}, "95 %", True
)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


def walked(lesson: Lesson) -> Walk:
    walk = Walk(lesson)
    walk.open("watch")
    walk.observe(LEARNS)
    walk.open("corners")
    walk.predict("curve", "half", 0.7)
    walk.predict("right", "0")
    walk.judge(sample.view((0, {"loss": 1.1, "accuracy": 0.5}), (300, {"loss": 0.69, "accuracy": 0.5})))
    walk.open("hand")
    walk.observe(sample.view((0, {"loss": 0.5, "accuracy": 0.9}), ended=False))
    return walk
