import io
from math import inf, nan

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.headless import streams
from tuidl.events import Diagnosis, Diverged, Evaluated, KernelCompiled, RunEnded
from tuidl.headless import curve, number, stage, words
from tuidl.headless.bar import Bar
from tuidl.headless.closing import Closing, Quiet, sentence, summary, table
from tuidl.headless.lines import Lines
from tuidl.headless.reporter import Reporter
from tuidl.telling.objects import Objects
from tuidl.telling.outcome import GoalResult, Outcome
from tuidl.view import RunView


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def told(reporter: Reporter, events: list | None = None) -> RunView:
    view = RunView()
    for event in streams.run() if events is None else events:
        view.apply(event)
        reporter.see(event, view)
    return view


def test_one_line_an_epoch():
    out, notes = io.StringIO(), io.StringIO()
    lines = Lines(out, notes)
    told(lines, streams.run(steps=60))
    lines.end(Outcome(streams.view(), "budget"))
    printed = out.getvalue().splitlines()
    assert printed[0].startswith("lesson-tiny  two moons: 100 examples, 20 for validation  9 parameters  cpu  seed 7")
    assert [line.split("  ")[0] for line in printed[1:]] == [f"epoch {k}" for k in range(7)]
    assert "step 60/60" in printed[-1]
    assert "val accuracy 95.0 %" in printed[-1]
    assert "the gap" in notes.getvalue()


def test_one_line_an_evaluation_when_epochs_are_few():
    out = io.StringIO()
    told(Lines(out, io.StringIO()))
    assert len(out.getvalue().splitlines()) == 1 + 9


def test_the_last_evaluation_always_has_its_line():
    out = io.StringIO()
    lines = Lines(out, io.StringIO())
    told(lines, [*streams.run(steps=60)[:-2], Evaluated(63, 7, streams.values(63), {})])
    assert "step 63" not in out.getvalue()
    lines.end(Outcome(streams.view(), "budget"))
    assert "step 63/60" in out.getvalue()


def test_json_knows_no_nan():
    out = io.StringIO()
    events = [*streams.run()[:4], Evaluated(5, 1, {"loss": nan, "val_loss": inf}, {}), Diverged(5, "lost", 0)]
    told(Objects(out), events)
    assert '"values": {"loss": null, "val_loss": null}' in out.getvalue()
    assert "NaN" not in out.getvalue()


def test_the_bar_tells_how_far_how_good_how_fast_and_how_long():
    out = io.StringIO()
    ticks = iter(range(1000))
    told(Bar(out, lambda: 120, clock=lambda: float(next(ticks))), streams.run()[:-1])
    last = out.getvalue().split("\r\x1b[K")[-1]
    assert last == "█" * 16 + " 100 %  loss 0.006738  accuracy 99.7 %  0:00 left  100 samples/s  step 40/40"
    assert "step 20/40" in out.getvalue()
    assert " 50 %  loss 0.08208  accuracy 95.9 %  0:10 left" in out.getvalue()
    assert "compiling kernel 1 of 2  dense" in out.getvalue()


def test_the_bar_fits_and_is_not_drawn_too_often():
    out = io.StringIO()
    told(Bar(out, lambda: 30, blocks=False, clock=lambda: 0.0))
    pictures = [part.strip("\n") for part in out.getvalue().split("\r\x1b[K")]
    assert all(len(picture) < 30 or "gap" in picture for picture in pictures)
    assert sum("[" in picture for picture in pictures if "gap" not in picture) == 1


def test_notes_stand_above_the_bar():
    out = io.StringIO()
    told(Bar(out, lambda: 80))
    assert "the gap between training and validation loss grows\n" in out.getvalue()


def test_the_curve_in_words():
    loss, val_loss, accuracy, val_accuracy = words.described(streams.view())
    assert loss.startswith("Loss fell from 1 at step 0 to 0.006738 at step 40, fastest between steps 0 and 5.")
    assert "flat since step 30" in loss
    assert val_loss.startswith("Val loss fell")
    assert accuracy.startswith("Accuracy rose from 50.0 % at step 0 to 99.7 % at step 40")
    assert val_accuracy


def test_words_for_odd_curves():
    steps = list(range(0, 100, 10))
    assert words.curve("loss", steps, [0.5] * 10) == "Loss stayed near 0.5 from step 0 to step 90."
    assert words.curve("loss", [0, 1], [nan, nan]) == "Loss: not one finite value."
    waves = words.curve("loss", steps, [1, 0, 1, 0, 1, 0, 1, 0, 1, 0.5])
    assert "changed direction 8 times" in waves
    assert "Its lowest was 0 at step 10" in waves
    lost = words.curve("loss", steps, [1, 0.9, 0.8, 0.7, 5, 60, inf, nan, nan, nan])
    assert lost.endswith("From step 60 on it is not a number.")


numbers = st.lists(st.floats(width=32), min_size=1, max_size=40)


@given(numbers)
@settings(max_examples=60)
def test_every_curve_can_be_said_and_drawn(values):
    steps = list(range(0, 3 * len(values), 3))
    assert words.curve("val_loss", steps, values).startswith("Val loss")
    view = RunView()
    for step, value in zip(steps, values, strict=True):
        view.apply(Evaluated(step, 1, {"loss": value}, {}))
    drawn = curve.drawn(view, 60, False)
    assert all(len(line) <= 60 for line in drawn.splitlines())
    assert "\x1b" not in drawn


def test_the_curve_is_logarithmic_over_decades_and_coloured_when_wanted():
    view = streams.view()
    assert "loss (log)" in curve.drawn(view, 80, False)
    assert "\x1b[38;5" in curve.drawn(view, 80, True)
    plain = curve.drawn(view, 80, False, unicode=False)
    assert "*" in plain
    assert "⠉" not in plain
    assert curve.drawn(RunView(), 80, True) == ""


def test_steps_are_round_numbers_wherever_the_run_stopped():
    view = RunView()
    for step in (0, 3000, 7275):
        view.apply(Evaluated(step, 1, {"loss": 1 / (1 + step)}, {}))
    assert curve.drawn(view, 100, False).splitlines()[-2].split() == ["0", "2000", "4000", "6000"]
    view = RunView()
    for step in range(4):
        view.apply(Evaluated(step, 1, {"loss": 1.0 - step / 8}, {}))
    assert curve.drawn(view, 100, False).splitlines()[-2].split() == ["0", "1", "2", "3"]


def test_goals_have_a_glyph_and_a_word():
    goals = (GoalResult("a", "x > 1", True, 120), GoalResult("b", "y > 1", False), GoalResult("c", "z > 1", None))
    assert table(goals, True).splitlines() == [
        "✓ met at step 120  a  [x > 1]",
        "✗ missed           b  [y > 1]",
        "· not judged       c  [z > 1]",
    ]
    assert table(goals, False).startswith("+ met")


def test_the_closing_tells_curve_goals_and_speed():
    out, notes = io.StringIO(), io.StringIO()
    outcome = Outcome(
        streams.view(), "budget", (GoalResult("learn", "loss < 1", True, 5),), saved="run.npz",
        time={"training_seconds": 4.0, "samples_per_second": 12500.0},
    )  # fmt: skip
    Closing(out, notes, 70, colour=False, unicode=True).end(outcome)
    assert "loss (log)" in out.getvalue()
    assert "✓ met at step 5  learn" in out.getvalue()
    assert "40 steps in 4.0 s (12.5k samples/s), loss 0.006738" in out.getvalue()
    assert notes.getvalue() == "saved in run.npz\n"


def test_the_interrupted_learn_how_to_go_on():
    notes = io.StringIO()
    outcome = Outcome(
        streams.view(),
        "interrupted",
        saved="run.npz",
        resume="tuidl run x --resume run.npz",
        time={"training_seconds": 4.0},
    )
    Quiet(io.StringIO(), notes, summary).end(outcome)
    assert notes.getvalue() == (
        "interrupted at step 40 of 40; saved in run.npz; to go on: tuidl run x --resume run.npz\n"
    )
    assert sentence(outcome).startswith("40 steps in 4.0 s")


def test_the_streams_choose_the_reporters(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "90")
    out, notes = Terminal(), Terminal()
    told_end(stage.reporter(stage.RUN, False, False, False, out, notes))
    assert "█" in notes.getvalue()
    assert "⠉" in out.getvalue()
    assert "\x1b[38;5" in out.getvalue()
    assert "epoch" not in out.getvalue()

    out, notes = io.StringIO(), io.StringIO()
    told_end(stage.reporter(stage.RUN, False, False, False, out, notes))
    assert "epoch 4" in out.getvalue()
    assert "⠉" not in out.getvalue()
    assert "\x1b" not in out.getvalue() + notes.getvalue()

    out, notes = Terminal(), Terminal()
    monkeypatch.setenv("NO_COLOR", "1")
    told_end(stage.reporter(stage.RUN, False, False, False, out, notes))
    assert "\x1b" not in out.getvalue()

    out, notes = Terminal(), Terminal()
    told_end(stage.reporter(stage.RUN, False, True, False, out, notes))
    assert "Loss fell from" in out.getvalue()
    assert "\x1b" not in out.getvalue() + notes.getvalue()

    out, notes = Terminal(), Terminal()
    told_end(stage.reporter(stage.RUN, True, False, True, out, notes))
    assert out.getvalue().startswith('{"event": "summary"')
    assert notes.getvalue() == ""


def told_end(reporter: Reporter) -> None:
    reporter.end(Outcome(told(reporter), "budget", time={"training_seconds": 4.0}))


def test_compiling_is_shown_before_the_run_starts():
    out = io.StringIO()
    told(Bar(out, lambda: 80), [KernelCompiled("conv2d", 3, 9, {})])
    assert "compiling kernel 3 of 9  conv2d" in out.getvalue()


def test_numbers():
    cases = {0.0: "0", 12.0: "12", 0.41234: "0.4123", 3.2e-7: "3.2e-7", nan: "nan", -inf: "-inf", 1234567.0: "1.2e6"}
    assert {value: number.plain(value) for value in cases} == cases
    assert number.measured("val_accuracy", 0.9754) == "97.5 %"
    assert [number.clock(value) for value in (7, 750, 3723)] == ["0:07", "12:30", "1:02:03"]
    assert [number.speed(value) for value in (820, 3100, 1.24e6)] == ["820", "3.1k", "1.2M"]
    assert [number.duration(value) for value in (0.038, 0.84, 12.2, 185)] == ["38 ms", "0.8 s", "12 s", "3 min 5 s"]


def test_a_run_that_stopped_early_says_so():
    text = "Stopped early at step 20: val_loss no better for 5 evaluations since step 5 (0.5); those weights are back."
    events = [*streams.run(steps=20)[:-2], Diagnosis("stopping", "note", text, 20), RunEnded(20, "early", {}, {})]
    out, notes = io.StringIO(), io.StringIO()
    lines = Lines(out, notes)
    view = told(lines, events)
    assert text in notes.getvalue()
    assert sentence(Outcome(view, "early")).startswith("stopped early at step 20, 20 steps in ")
