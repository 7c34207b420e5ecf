"""Going back: at any step the run is what it was there, bit for bit, and goes on as if it had never been further."""

import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.train import lessons
from tuidl.commands import Assign, Command, Compare, Pause, Play, Reset, Rewind, Save, SetKnob, Step, Stop, Watch
from tuidl.events import Diagnosis, Diverged, Event, Probed, Rewound, RunEnded, StateChanged, StepsEnded
from tuidl.signals import Surface
from tuidl.train import checkpoint, loop, timeline
from tuidl.train.checkpoint import Checkpoint
from tuidl.view import RunView

PLAIN = (("steps = 25", "steps = 90"),)
STOPPING = (("steps = 25", 'steps = 90\nstopping = { patience = 3, value = "val_loss" }'),)
PLATEAU = (
    ("steps = 25", 'steps = 90\nschedule = "wait"'),
    ("[experiment.small]", '[schedule.wait]\nkind = "plateau"\npatience = 1\nfactor = 0.5\n\n[experiment.small]'),
)
FROZEN = (
    ("steps = 25", "steps = 90"),
    ("units = 4", 'units = 4\nfrozen = { knob = "still" }\nl2 = { knob = "decay" }'),
    (
        "[knobs.batch]",
        '[knobs.still]\ntype = "bool"\ndefault = false\nchange = "live"\nlabel = "still"\nhelp = "Frozen."\n\n'
        '[knobs.decay]\ntype = "float"\ndefault = 0.0\nrange = [0.0, 1.0]\nchange = "live"\nlabel = "decay"\n'
        'help = "L2."\n\n[knobs.batch]',
    ),
)
KINDS = {"plain": PLAIN, "stopping": STOPPING, "plateau": PLATEAU, "frozen": FROZEN}
TURNS: list[tuple[str, float | int | bool]] = [
    ("rate", 0.1), ("rate", 1.0), ("batch", 5), ("batch", 60), ("bias", 0.5), ("bias", -1.0), ("still", True),
    ("still", False), ("decay", 0.1),
]  # fmt: skip


@cache
def folder(kind: str) -> Path:
    return lessons.written(Path(tempfile.mkdtemp()) / "small", lessons.POINTS, *KINDS[kind])


def told(kind: str, commands: Sequence[Command], **knobs: str) -> tuple[RunView, Checkpoint, list[Event]]:
    """What is seen at the end, the complete state there, and every event."""
    view, path = RunView(), folder(kind) / "end.npz"
    found = list(lessons.events(lessons.request(folder(kind), knobs=knobs), *commands, Save(str(path))))
    for event in found:
        view.apply(event)
    return view, checkpoint.read(path), found


def same(one: tuple[RunView, Checkpoint, list[Event]], other: tuple[RunView, Checkpoint, list[Event]]) -> None:
    (view, saved, _), (seen, wanted, _) = one, other
    assert view.step == seen.step
    assert view.steps == seen.steps
    assert repr(view.evaluations) == repr(seen.evaluations)  # NaN is NaN
    assert (view.first, view.epoch, view.knobs) == (seen.first, seen.epoch, seen.knobs)
    assert _found(view) == _found(seen)
    assert saved.state.keys() == wanted.state.keys()
    assert all(saved.state[name].tobytes() == wanted.state[name].tobytes() for name in wanted.state)
    assert saved.history.steps == wanted.history.steps


def _found(view: RunView) -> list[tuple[str, int, str]]:
    """What the doctor said; what was asked of the run and refused is no matter."""
    return [(d.kind, d.step, d.text) for d in view.diagnoses if d.kind not in ("setknob", "rewind")]


def cut(kept: list[tuple[int, Command]], to: int) -> list[tuple[int, Command]]:
    """What was asked until a step, knobs at the step too."""
    there = [(at, each) for at, each in kept if at < to or (at == to and isinstance(each, SetKnob | Assign))]
    return [(at, Step(min(each.count, to - at)) if isinstance(each, Step) else each) for at, each in there]


def never_back(commands: Sequence[Command]) -> list[Command]:
    """The commands that lead to the same place without going back."""
    kept: list[tuple[int, Command]] = []  # with the step at which it was asked
    step, back = 0, None
    for command in commands:
        if isinstance(command, Rewind):
            step = back = command.step
            continue
        if back is not None:
            kept, back = cut(kept, back), None
        kept.append((step, command))
        step += command.count if isinstance(command, Step) else 0
    return [command for _, command in (kept if back is None else cut(kept, back))]


@st.composite
def histories(draw: st.DrawFn, kind: str) -> list[Command]:
    commands: list[Command] = []
    step = last = 0
    turns = TURNS if kind == "frozen" else TURNS[:6]
    for _ in range(draw(st.integers(1, 9))):
        match draw(st.sampled_from(["step", "step", "turn", "assign", "back", "back"])):
            case "step":
                count = min(draw(st.integers(1, 25)), 90 - step)
                if count:
                    commands.append(Step(count))
                    step = last = step + count
            case "turn":
                commands.append(SetKnob(*draw(st.sampled_from(turns))))
                last = step
            case "assign":
                place = draw(st.sampled_from(["h1.weight[1,2]", "out.bias[0]"]))
                commands.append(Assign(place, draw(st.sampled_from([-2.0, 0.1]))))
                last = step
            case "back":
                step = draw(st.integers(0, last))
                commands.append(Rewind(step))
    return commands


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("few", [True, False])
@given(data=st.data())
@settings(max_examples=12, phases=[Phase.generate], derandomize=True)
def test_a_run_that_went_back_equals_one_that_never_did(kind: str, few: bool, data: st.DataObject) -> None:
    commands = data.draw(histories(kind))
    optimiser = data.draw(st.sampled_from(["sgd", "momentum", "adam"]))
    with pytest.MonkeyPatch.context() as patch:
        if few:
            patch.setattr(timeline, "MOST", 5)
            patch.setattr(timeline, "STRIDE", 20)
            patch.setattr(timeline, "SMALL", 0)
        went = told(kind, commands, optimiser=optimiser)
        same(went, told(kind, never_back(commands), optimiser=optimiser))


def test_every_single_step_can_be_stood_at() -> None:
    whole = [Step(40), SetKnob("rate", 0.1), Step(30)]
    for step in range(70, -1, -7):
        same(told("plain", [*whole, Rewind(step)]), told("plain", never_back([*whole, Rewind(step)])))


def test_going_forth_again_is_possible_until_something_is_trained() -> None:
    before = [Step(50), Rewind(10), Rewind(40)]
    same(told("plain", before), told("plain", [Step(40)]))
    same(told("plain", [*before, Rewind(50), Step(5)]), told("plain", [Step(55)]))
    _, _, found = told("plain", [*before, Step(2), Rewind(50)])
    (why,) = [event.text for event in found if isinstance(event, Diagnosis)]
    assert "steps 0 to 42 can be gone back to, not 50" in why


def test_another_line_can_be_taken_up_again() -> None:
    branched = [Step(30), SetKnob("rate", 0.1), Step(20), Rewind(20), SetKnob("rate", 1.0), Step(15)]
    view, _, _ = told("plain", branched)
    assert (view.line, view.parent, view.parted, view.step) == (1, 0, 20, 35)
    assert view.branches[0].step == 50
    back = told("plain", [*branched, Rewind(50, 0), Step(7)])
    same(back, told("plain", [Step(30), SetKnob("rate", 0.1), Step(27)]))
    assert list(back[0].branches) == [1]
    assert back[0].branches[1].steps["loss"].count == 35
    same(told("plain", [*branched, Rewind(50, 0), Rewind(33, 1)]), told("plain", never_back([*branched, Rewind(33)])))


def test_the_old_curve_stays_beside_the_new_one() -> None:
    old, _, _ = told("plain", [Step(60)])
    view, _, found = told("plain", [Step(60), Rewind(25), SetKnob("rate", 1.0), Step(20)])
    assert view.branches[0].steps == old.steps
    assert view.branches[0].evaluations == old.evaluations
    assert list(view.steps["loss"].ends)[:25] == list(old.steps["loss"].ends)[:25]
    assert list(view.steps["loss"].ends)[26:] != list(old.steps["loss"].ends)[26:45]
    (event,) = [event for event in found if isinstance(event, Rewound)]
    assert (event.step, event.line, event.parent, event.along, event.first, event.last) == (25, 1, 0, 0, 0, 60)
    assert 0 < event.memory <= event.budget == timeline.MEMORY


def test_a_run_that_left_the_numbers_is_taken_back_and_goes_on() -> None:
    wild = [Step(8), SetKnob("rate", 1e30), Step(30)]
    knobs = {"activation": "linear"}
    view, _, found = told("plain", [*wild, Rewind(5), SetKnob("rate", 0.1), Step(20)], **knobs)
    assert any(isinstance(event, Diverged) for event in found)
    same((view, *told("plain", [*wild, Rewind(5), SetKnob("rate", 0.1), Step(20)], **knobs)[1:]),
         told("plain", [Step(5), SetKnob("rate", 0.1), Step(20)], **knobs))  # fmt: skip
    assert view.diverged is None
    assert view.state == "ended"


def test_a_run_that_is_over_can_be_played_again_from_before() -> None:
    for kind in ("plain", "stopping"):
        _, _, found = told(kind, [Play(), Rewind(30), Play()])
        first, second = [event for event in found if isinstance(event, RunEnded)]
        assert (first.step, first.reason, first.values) == (second.step, second.reason, second.values)


@pytest.mark.parametrize("pieces", [(40,), (23, 17), (22, 18)])
def test_pictures_are_those_of_that_step(pieces: tuple[int, ...]) -> None:
    """Also where a state was kept at that very step."""
    watch = Watch((("network", 20, 20), ("boundary", 12, 6), ("weights:h1", 8, 8)))
    went = [
        e for e in told("plain", [watch, *map(Step, pieces), Rewind(23)])[2] if isinstance(e, Probed) and e.step == 23
    ]
    never = [e for e in told("plain", [watch, Step(23)])[2] if isinstance(e, Probed) and e.step == 23]
    assert went[-3:] == never
    assert len(never) == 3


@pytest.mark.parametrize("step", [-1, 6, 10**12])
def test_a_step_that_never_was_is_told_and_nothing_changes(step: int) -> None:
    view, _, found = told("plain", [Step(5), Rewind(step), Step(1)])
    assert [event.kind for event in found if isinstance(event, Diagnosis) and event.severity == "bad"] == ["rewind"]
    assert view.step == 6
    assert view.line == 0
    assert told("plain", [Step(5), Rewind(3, 7)])[0].step == 5


def test_a_saved_run_goes_back_to_where_it_was_taken_up(tmp_path: Path) -> None:
    path = str(tmp_path / "run.npz")
    list(lessons.events(lessons.request(folder("plain")), Step(20), Save(path)))
    request = lessons.request(folder("plain"), resume=path)
    found = list(lessons.events(request, Rewind(19), Step(10), Rewind(20), Step(3)))
    assert "steps 20 to 20 can be gone back to, not 19" in next(e for e in found if isinstance(e, Diagnosis)).text
    view = RunView()
    for event in found:
        view.apply(event)
    assert view.steps == told("plain", [Step(23)])[0].steps


def test_two_lines_are_compared_at_the_last_step_that_both_have() -> None:
    went = [Step(60), Rewind(25), SetKnob("rate", 1.0), Step(20)]
    view, _, _ = found = told("plain", [*went, Compare()])
    same(found, told("plain", went))
    compared = view.compared
    assert compared is not None
    assert (compared.line, compared.other, compared.step) == (1, 0, 45)
    assert compared.knobs == (("rate", 1.0, 0.5),)
    assert compared.parted["loss"] == 27  # step 26 measured before its update, which is the first with the other rate
    assert [layer for layer, _ in compared.distances] == ["h1", "h2", "out"]
    assert all(distance > 0 for _, distance in compared.distances)
    equal = told("plain", [Step(60), Rewind(25), Step(20), Compare()])[0].compared
    assert equal is not None
    assert (equal.knobs, equal.parted["loss"]) == ((), 0)
    assert equal.distances == (("h1", 0.0), ("h2", 0.0), ("out", 0.0))
    same(told("plain", [*went, Step(9)]), told("plain", [*went, Compare(), Step(9)]))


@pytest.mark.parametrize("step", [24, 39, 44])
def test_a_line_that_is_gone_back_on_is_compared_where_it_and_the_one_it_left_have_their_last_step(step: int) -> None:
    """Before they parted, or after: the new line that would begin here has nothing of its own yet."""
    went = [Step(60), Rewind(25), SetKnob("rate", 1.0), Step(20)]
    there = told("plain", [*went, Compare()])[0].compared
    view, _, _ = found = told("plain", [*went, Rewind(step), Compare()])
    assert view.branched
    assert view.compared == there
    same(found, told("plain", [*went, Rewind(step)]))
    same(told("plain", [*went, Rewind(step), Compare(), Step(3)]), told("plain", [*went, Rewind(step), Step(3)]))


def test_a_knob_turned_back_in_time_is_a_difference_already() -> None:
    view, _, _ = told("plain", [Step(20), Rewind(9), SetKnob("rate", 1.0), Compare()])
    assert view.branched
    assert view.compared is not None
    assert (view.compared.line, view.compared.other, view.compared.step) == (1, 0, 9)
    assert view.compared.knobs == (("rate", 1.0, 0.5),)


def test_without_another_line_nothing_is_compared() -> None:
    view, _, found = told("plain", [Step(20), Rewind(9), Compare()])
    assert not view.branched
    assert "go back with" in next(event.text for event in found if isinstance(event, Diagnosis))
    _, _, found = told("plain", [Step(3), Compare(), Compare(0), Compare(9)])
    assert ["go back with" in event.text for event in found if isinstance(event, Diagnosis)] == [True] * 3


def test_a_reset_begins_without_a_past() -> None:
    view, _, _ = told("plain", [Step(30), Rewind(10), Step(5), Reset(), Step(4)])
    assert (view.line, view.parent, view.branches, view.step) == (0, None, {}, 4)


def test_while_it_plays_the_last_of_many_wishes_counts() -> None:
    asked = iter([Play(), None, None, Rewind(3), Rewind(2), Rewind(1), Pause(), Stop()])
    found = list(loop.run(lessons.request(folder("plain")), lambda timeout: next(asked)))
    assert [event.step for event in found if isinstance(event, Rewound)] == [1]
    assert found[-1].step == 1
    assert [e.last for e in found if isinstance(e, StepsEnded) and e.time]
    assert [e.state for e in found if isinstance(e, StateChanged)] == ["playing", "paused"]


def test_a_panel_opened_late_shows_the_whole_way() -> None:
    """And one that was open from the start shows the same, after going back too."""
    watch = Watch((("surface", 20, 20),))
    for commands in (
        (Step(40), watch),
        (watch, Step(40)),
        (Step(60), Rewind(40), watch),
        (watch, Step(60), Rewind(40)),
    ):
        _, _, events = told("plain", commands)
        shown = [e.signal for e in events if isinstance(e, Probed) and e.step == 40][-1]
        assert isinstance(shown, Surface)
        assert (shown.steps[0], shown.steps[-1]) == (0, 40)
        assert len(shown.steps) == len(shown.path) >= 5
        assert shown.axes[0].startswith("way ")
