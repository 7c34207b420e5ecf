import io
from dataclasses import replace

import pytest

from tests.headless import streams
from tuidl.commands import Play, Save, Stop
from tuidl.errors import CheckpointError, Exit
from tuidl.events import Diagnosis, Diverged, Event, Failed, RunEnded, StepsEnded
from tuidl.headless.interruption import Interruption
from tuidl.headless.training import RUN, RunFailed, conduct
from tuidl.telling.objects import Objects
from tuidl.telling.outcome import GoalResult, Outcome
from tuidl.view import RunView


class Listener:
    """Remembers; ``ask_at``: interrupts when that step is seen; ``leave_at``: stops reading."""

    def __init__(self, interruption: Interruption | None = None, ask_at: int = -1, leave_at: int = -1) -> None:
        self.interruption, self.ask_at, self.leave_at = interruption, ask_at, leave_at
        self.events: list[Event] = []
        self.outcome: Outcome | None = None

    def see(self, event: Event, view: RunView) -> None:
        self.events.append(event)
        if self.interruption and view.step >= self.ask_at and not self.interruption.asked:
            self.interruption.ask()
        if 0 <= self.leave_at <= view.step:
            raise BrokenPipeError

    def end(self, outcome: Outcome) -> None:
        self.outcome = outcome


def same(outcome: Outcome) -> Outcome:
    return outcome


def test_a_run_is_played_to_its_end_and_stopped():
    loop, listener = streams.Loop(), Listener()
    outcome = conduct(RUN, loop, listener, same, Interruption())
    assert loop.commands == [Play(), Stop()]
    assert listener.events == streams.run()
    assert outcome.code is Exit.MET
    assert outcome.reason == "budget"
    assert listener.outcome is outcome
    assert loop.closed


def test_a_run_that_stops_early_is_judged_like_any_other():
    events = [*streams.run()[:-1], RunEnded(40, "early", {}, {})]
    outcome = conduct(RUN, lambda inbox: iter(events), Listener(), same, Interruption())
    assert outcome.reason == "early"
    assert outcome.code is Exit.MET


def test_the_state_is_kept_at_the_end_when_asked():
    loop = streams.Loop()
    outcome = conduct(RUN, loop, Listener(), same, Interruption(), save="run.npz")
    assert loop.commands == [Play(), Save("run.npz"), Stop()]
    assert outcome.saved == "run.npz"
    assert outcome.code is Exit.MET


@pytest.mark.parametrize(("save", "code"), [("run.npz", Exit.RESUMABLE), (None, Exit.INTERRUPTED)])
def test_an_interruption_stops_after_the_step_and_saves(save, code):
    interruption = Interruption()
    loop = streams.Loop()
    outcome = conduct(RUN, loop, Listener(interruption, ask_at=10), same, interruption, save)
    assert outcome.reason == "interrupted"
    assert outcome.view.step == 10
    assert outcome.code is code
    assert outcome.saved == save


def test_an_interruption_while_kernels_compile_ends_at_once():
    interruption = Interruption()
    listener = Listener(interruption, ask_at=0)
    outcome = conduct(RUN, streams.Loop(), listener, same, interruption, "run.npz")
    assert len(listener.events) == 1
    assert outcome.code is Exit.INTERRUPTED


def test_a_second_interruption_does_not_wait():
    interruption = Interruption()
    interruption.ask()
    with pytest.raises(KeyboardInterrupt):
        interruption.ask()


def test_a_reader_who_left_stops_the_run_quietly():
    loop, listener = streams.Loop(), Listener(leave_at=10)
    outcome = conduct(RUN, loop, listener, same, Interruption(), "run.npz")
    assert outcome.code is Exit.PIPE
    assert outcome.view.step == 10
    assert outcome.saved == "run.npz"
    assert listener.outcome is None


def test_a_failure_is_raised_with_its_own_text_and_code():
    events = [*streams.run()[:6], Failed("the device 'cpu' lost its threads", 4, "/tmp/log")]
    with pytest.raises(RunFailed, match="lost its threads") as caught:
        conduct(RUN, streams.Loop(events), Listener(), same, Interruption())
    assert caught.value.code is Exit.DEVICE


def test_a_state_that_could_not_be_saved_is_an_error_after_everything_was_told():
    *events, ended = streams.run()
    events += [Diagnosis("save", "bad", "run.npz cannot be written (disk full)", 40), ended]
    listener = Listener()
    with pytest.raises(CheckpointError, match="disk full"):
        conduct(RUN, streams.Loop(events), listener, same, Interruption())
    assert listener.outcome is not None


def test_a_diverged_run_is_missed():
    events = [*streams.run()[:6], Diverged(5, "the loss is NaN", 0), RunEnded(5, "diverged", {}, {})]
    outcome = conduct(RUN, streams.Loop(events), Listener(), same, Interruption())
    assert outcome.reason == "diverged"
    assert outcome.code is Exit.MISSED


def test_goals_decide_the_code():
    outcome = Outcome(streams.view(), "budget")
    met, missed, open_ = (GoalResult("text", "check", verdict) for verdict in (True, False, None))
    assert replace(outcome, goals=(met, open_)).code is Exit.MET
    assert replace(outcome, goals=(met, missed)).code is Exit.MISSED


def test_equal_runs_tell_equal_json_but_for_time():
    import json

    told = []
    for cut, seconds in ((5, 0.5), (2, 0.01)):
        out = io.StringIO()
        conduct(RUN, streams.Loop(streams.run(cut, seconds)), Objects(out), same, Interruption())
        lines = [json.loads(line) for line in out.getvalue().splitlines()]
        told.append([{name: value for name, value in line.items() if name != "time"} for line in lines])
        assert all("time" not in line or line["event"] == "summary" for line in lines)
    assert told[0] == told[1]
    kinds = [line["event"] for line in told[0]]
    assert kinds.count("step") == 40
    assert kinds.count("evaluation") == 9
    assert kinds[0] == "start"
    assert kinds[-1] == "summary"
    third = [line for line in told[0] if line["event"] == "step"][11]
    assert third["step"] == 12
    assert third["epoch"] == 2
    assert set(third["values"]) == {"loss", "accuracy"}


def test_steps_are_told_whole_however_they_are_cut():
    events = [event for event in streams.run(cut=2) if isinstance(event, StepsEnded)]
    assert [event.first for event in events][:4] == [1, 3, 5, 6]
