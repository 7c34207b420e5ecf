"""A lesson in lines, on scripted runs: what is typed, and what is heard."""

import asyncio
import io
from dataclasses import replace

import pytest

from tests.tui.fakes import FakeRuns
from tests.tui.lessons import neuron, neuron_run, walk_at
from tuidl.commands import Export, Play, SetKnob, Step
from tuidl.course.spec import Lesson
from tuidl.events import Diagnosis, Exported, RunEnded, StateChanged, StepsEnded
from tuidl.plain import teller
from tuidl.plain.lines import Lines
from tuidl.plain.teller import HELP, Teller
from tuidl.tui.study import Study


class Heard(io.StringIO):
    encoding = "utf-8"  # type: ignore[assignment]


def tell(
    step: str,
    *typed: str,
    runs: FakeRuns | None = None,
    kept: list[str] | None = None,
    lesson: Lesson | None = None,
) -> tuple[str, FakeRuns]:
    """Everything that is said when this is typed, and the runs that were asked."""
    walk = walk_at(step, lesson)
    fake = runs or FakeRuns(neuron_run(), **walk.lesson.settings(walk.step))

    async def whole() -> str:
        out = Heard()
        lines = Lines(out, io.StringIO("".join(f"{line}\n" for line in typed)))
        told = [] if kept is None else kept

        def keep(walk):
            told.append(walk.step.id)
            return True

        told_by = Teller(lines, keep, lambda *_: None)
        study = told_by.study = Study(walk, fake, None, None, told_by)
        await asyncio.wait_for(told_by.tell(study), 120)
        await study.close()
        return out.getvalue()

    return asyncio.run(whole()), fake


def test_a_step_is_read_run_and_told_line_by_line():
    kept: list[str] = []
    said, _ = tell("watch", "", "why", "values", "see loss", "see boundary", "", kept=kept)
    assert "Step 1 of 9, run." in said
    assert "Task: Press space. Watch until 95 % are right." in said
    assert "Press 'run' and watch the line turn." in said
    assert "Loss fell from 2.2 at step 0" in said
    assert "The task is met at training step" in said
    assert "points are right" in said
    assert "Step 2 of 9, read." in said  # enter alone went on
    assert "watch" in kept
    assert all(char == "\n" or char.isprintable() for char in said)  # no cursor is moved, nothing has a colour
    assert not any("\u2500" <= char <= "\u259f" or "\u2800" <= char <= "\u28ff" for char in said)


def test_the_start_that_a_prediction_asks_about_is_not_told_before(monkeypatch):
    hidden = "Your prediction comes first."
    assert hidden not in tell("corners", "see loss", "values")[0]
    monkeypatch.setattr(Study, "secret", property(lambda study: True))
    assert tell("corners", "see loss", "values")[0].count(hidden) == 2


def test_a_prediction_is_asked_judged_and_scored():
    said, _ = tell("corners", "", "1", "9", "3", "2", "quit")
    assert "1. down to nearly zero" in said
    assert "A number from 1 to 3, or back." in said
    assert "You said: down to nearly zero. Right." in said
    assert "The run gave 96.4 %." in said
    assert "In this lesson 2 of 2 right; 50 % sure, 100 % right, Brier 0.25." in said


def test_a_prediction_can_be_left():
    said, fake = tell("corners", "predict", "back", "next", "quit")
    assert "Not done yet." in said
    assert all(not session.sent or "Play" not in str(session.sent) for session in fake.opened)


def test_a_quiz_says_why_a_wrong_answer_is_tempting():
    said, _ = tell("quiz", "", *(["1", "2", "3", "4"] * 3), "quit")
    assert "Question 1 of 3." in said
    assert "Not this one." in said
    assert said.count("Right.") == 3
    assert "The task is done" in said


def test_a_knob_is_turned_by_name_or_label(monkeypatch):
    monkeypatch.setattr(teller, "MEASURED", 0.01)  # these runs measure nothing when a knob is turned
    said, fake = tell("hand", "set w1 1.5", "set w₂ -2", "set w1 99", "set w3 1", "set", "knobs", "quit")
    sent = [command for session in fake.opened for command in session.sent if isinstance(command, SetKnob)]
    assert sent == [SetKnob("w1", 1.5), SetKnob("w2", -2.0)]
    assert "w1 is 1.5 already" not in said
    assert "99 is outside -5.0 to 5.0" in said
    assert "'w3' is no knob of this step" in said


def test_the_doctor_is_heard():
    runs = FakeRuns(neuron_run(), rate=3.0)
    play = runs.run
    high = Diagnosis("rate too high", "bad", "The loss climbs.", 5, "loss", "Try 0.3.", (("rate", 0.3),))
    runs.run = lambda: [*play(), high]  # type: ignore[method-assign]
    said, _ = tell("write", "solution", "quit", runs=runs)
    assert "The solution comes after all hints" in said
    said, _ = tell("corners", "", "1", "1", "", "doctor", "quit", runs=runs)
    assert "Run doctor, rate too high at step 5: The loss climbs. Try 0.3." in said


def test_in_a_repair_step_the_doctor_keeps_the_cause_until_a_hint_was_asked():
    told = neuron()
    lesson = replace(told, steps=tuple(replace(s, kind="repair") if s.id == "watch" else s for s in told.steps))
    runs = FakeRuns(neuron_run(best=0.6))
    play = runs.run
    flat = Diagnosis("saturated units", "warn", "Its slope is 0.", 5, "loss", "Try 0.3.", (), "71 % are beyond 0.99.")
    runs.run = lambda: [*play(), flat]  # type: ignore[method-assign]
    said, _ = tell("watch", "run", "doctor", "hint", "doctor", "quit", runs=runs, lesson=lesson)
    before, after = said.split("Run doctor, saturated units at step 5: ")
    assert before.count("Run doctor, a symptom at step 5: 71 % are beyond 0.99.\nWhere to look: see loss") == 2
    assert "slope" not in before
    assert after.startswith("Its slope is 0.")
    assert "Try 0.3." not in after


def test_nothing_that_is_typed_breaks_it():
    odd = ("", "set", "see", "see nothing", "go 99", "go", "rewind", "rewind x", "step x", "fop", "§", "back", "check")
    said, _ = tell("inside", *odd, "edit", "predict", "quiz", "reset", "task", "all", "hint", "read", "quit")
    assert "'fop' is no word here" in said
    assert "1. run, done" in said
    assert "No questions in this step." in said


def test_words_are_explained():
    said, _ = tell("inside", "words", "words sigmoid", "words sigmoib", "quit")
    assert "weight w: A number that says how much one input counts." in said
    assert said.count("(1.1 One neuron)") > 3
    assert "'sigmoib' was taught in no lesson so far; did you mean 'sigmoid'?." not in said
    assert "'sigmoib' was taught in no lesson so far; did you mean 'sigmoid'?" in said


def test_every_word_is_helped_with():
    assert {name.removeprefix("do_") for name in dir(Teller) if name.startswith("do_")} == set(HELP)
    said, _ = tell("watch", "help", "quit")
    assert all(f"{word}: " in said for word in HELP)


def test_the_end_of_the_input_is_the_end():
    said, _ = tell("watch")
    assert "Step 1 of 9" in said


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_what_the_line_cannot_hold_is_replaced(encoding):
    out = Heard()
    out.encoding = encoding
    lines = Lines(out, io.StringIO("yes\n"))
    lines.say("w₁ → −1.5 ≥ ½")
    assert asyncio.run(lines.ask("w₁ → −1.5 ≥ ½")) == "yes"
    said, asked = out.getvalue().splitlines()
    assert asked == f"{said}: "
    assert "1.5" in said
    assert said.encode(encoding).decode(encoding) == said


def test_a_run_that_is_over_can_be_trained_a_step_further():
    view = walk_at("watch")
    runs = FakeRuns(neuron_run(), **view.lesson.settings(view.step))
    plain = runs.answer

    def answer(command):
        if isinstance(command, Play):
            return [*plain(command), RunEnded(150, "budget", {}, {})]
        if isinstance(command, Step):
            at = 151 + sum(isinstance(sent, Step) for sent in runs.live.sent[:-1])
            return [StepsEnded(at, 1, {"loss": (0.1,)}, {"seconds": 0.1}), StateChanged("paused", at)]
        return plain(command)

    runs.answer = answer
    said, _ = tell("watch", "run", "step", "step 3", "values", "quit", runs=runs)
    assert "Paused: step 151 of" in said
    assert "step 154 of" in said


def test_a_run_and_the_words_of_a_panel_are_saved(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    runs = FakeRuns(neuron_run(), **walk_at("watch").lesson.settings(walk_at("watch").step))
    script = runs.answer
    exported = lambda c: [Exported(c.path, 150)] if isinstance(c, Export) else script(c)  # noqa: E731
    monkeypatch.setattr(runs, "answer", exported)
    (tmp_path / "mine.csv").write_text("precious")
    typed = (
        "run", "save", "save loss loss.txt", "save boundry x.txt", "save run.exe", "save mine.csv", "save mine.csv",
        "save nowhere/run.rec",
    )  # fmt: skip
    said, _ = tell("watch", *typed, "quit", runs=runs)
    assert [c for c in runs.live.sent if isinstance(c, Export)] == [Export(str(tmp_path / "mine.csv"), "csv")]
    assert said.count("save run.jsonl keeps the run as JSON lines") == 2
    assert "mine.csv is there already: the same once more replaces it" in said
    assert f"saved in {tmp_path / 'mine.csv'}" in said
    assert "What can be seen here: " in said
    assert "there is no folder" in said
    text = (tmp_path / "loss.txt").read_text("utf-8").splitlines()
    assert text[0] == "1.1 One neuron, loss at step 150"
    assert text[2].startswith("Loss fell from 2.2 at step 0")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["loss.txt", "mine.csv"]


def test_nothing_is_saved_that_a_prediction_asks_about(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Study, "secret", property(lambda study: True))
    assert "Your prediction comes first." in tell("corners", "save loss loss.txt")[0]
    assert not list(tmp_path.iterdir())
