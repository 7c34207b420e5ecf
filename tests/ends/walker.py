"""A learner who walks through a lesson at a real terminal, as its own description says it can be done."""

import re

from tests.ends.pseudoterminal import Terminal
from tuidl.commands import KnobValue
from tuidl.course.spec import Lesson, Step


class Walker:
    """Does what each step asks, one key after the other; runs that would go at a pace for the eye are hurried."""

    def __init__(self, terminal: Terminal, lesson: Lesson) -> None:
        self.terminal, self.lesson = terminal, lesson

    def walk(self) -> None:
        """From the first step to the last; ends in the recap."""
        for number, step in enumerate(self.lesson.steps, 1):
            place = f"step {number} of {len(self.lesson.steps)}"
            self.terminal.until(lambda text, place=place: place in text and "goal met" not in text)
            getattr(self, step.kind)(step)
            if step.kind != "recap":
                self.terminal.press("n")

    def leave(self) -> None:
        """From the recap to the home screen, and out; the terminal is given back."""
        self.terminal.press("q")
        self.terminal.until("Continue")
        self.terminal.press("q")
        assert self.terminal.end() == 0
        assert self.terminal.restored

    def hurry(self, step: Step) -> None:
        """As fast as it goes."""
        if self.lesson.experiments[step.experiment].pace == "frame":
            self.terminal.press("x")

    def read(self, step: Step) -> None:
        """Nothing to do."""

    recap = read

    def run(self, step: Step) -> None:
        """Start the run, or take single steps, and wait until the goal is met."""
        self.terminal.until("press")
        if step.single:
            for _ in range(5):
                self.terminal.press(".")
        else:
            self.terminal.press("space")
            self.hurry(step)
        self.terminal.until(lambda text: "goal met" in text or "✔ done" in text)  # done: where no number is the goal

    def tune(self, step: Step) -> None:
        """Set the knobs to the solution that the lesson keeps for its own check."""
        self.terminal.until(lambda text: "press" in text or "ready" in text.splitlines()[0])
        for name in step.knobs:
            if name in step.solution:
                self.terminal.press(*self.turned(step, name, step.solution[name]))
            self.terminal.press("down")
        if not (step.check or "").endswith("within 0 steps"):  # those are met by the knobs alone
            self.terminal.press("r", "space")
            self.hurry(step)
        self.terminal.until("goal met")

    def code(self, step: Step) -> None:
        """Ask for all hints, take the solution, have it checked, and train with it."""
        self.terminal.until("press e to write it")
        self.terminal.press("e")
        self.terminal.until("not checked yet")
        self.terminal.press("ctrl+t", "ctrl+t", "ctrl+t")
        self.terminal.until("hint 3/3")
        self.terminal.press("f3", "ctrl+s")
        self.terminal.until("cases agree, and it compiles")
        self.terminal.press("escape")
        self.terminal.until(lambda text: "ready" in text.splitlines()[0])
        self.terminal.press("space")
        self.hurry(step)
        self.terminal.until("goal met")

    def repair(self, step: Step) -> None:
        """Mend the fault in the first way that the lesson names."""
        assert step.repair is not None
        self.terminal.press("space")
        self.hurry(step)
        self.terminal.until(lambda text: any(word in text.splitlines()[0] for word in ("ended", "diverged")))
        for name in step.knobs:
            if name in step.repair.mends[0]:
                self.terminal.press(*self.turned(step, name, step.repair.mends[0][name]))
            self.terminal.press("down")
        self.terminal.press("r", "space")
        self.terminal.until("goal met")

    def turned(self, step: Step, name: str, value: KnobValue) -> list[str]:
        """The keys that give the held knob a value, from the one it opens with."""
        choices = self.lesson.knobs[name].choices
        if not choices:
            return ["=", *str(value), "enter"]
        way = choices.index(str(value)) - choices.index(str(self.lesson.settings(step)[name]))
        return ["right" if way > 0 else "left"] * abs(way)

    def predict(self, step: Step) -> None:
        """Choose the first answer to every question; right or wrong, the run tells."""
        self.terminal.press("space")
        self.terminal.until("predict before you run")
        self.terminal.press("right", "down", "enter")
        self.hurry(step)
        self.terminal.until("your prediction and the run")

    def quiz(self, step: Step) -> None:
        """Answer each question; choices are shuffled, so the right one is looked for on the screen."""
        self.terminal.press("space")
        for number, item in enumerate(step.item, 1):
            place = f"question {number} of {len(step.item)}"
            right = next(choice.label for choice in item.choices if choice.right)[:20]
            key = re.compile(rf"│ +▸? *(\d) {re.escape(right)}")
            text = self.terminal.until(lambda text, place=place, key=key: place in text and bool(key.search(text)))
            found = key.search(text)
            assert found is not None
            self.terminal.press(found[1])
            self.terminal.until("✔ right")
            self.terminal.press("enter")
            self.terminal.until(lambda text, place=place: place not in text)
