"""A race on the lesson screen that is really trained: back in time, left half way and taken up again, bit for bit."""

from dataclasses import replace
from pathlib import Path

from tests.session.inline import InlineSession
from tests.tui.lessons import LessonApp, walk_at
from tests.tui.watching import SIZE, until, words
from tuidl.commands import Only, SetKnob, Step
from tuidl.events import Compared
from tuidl.race import RaceView
from tuidl.session.request import Request
from tuidl.session.stream import script
from tuidl.train import loop
from tuidl.tui.panels.curves import CurvePanel
from tuidl.tui.screens.comparison import Comparison
from tuidl.tui.study import Study


class Opened:
    """Opens real runs in this process; ``requests`` are all that were asked for."""

    def __init__(self) -> None:
        self.requests: list[Request] = []

    def __call__(self, request: Request) -> InlineSession:
        asked = replace(request, device="reference")
        self.requests.append(asked)
        return InlineSession(lambda inbox: loop.run(asked, inbox, on_screen=True))


def lesson(saves: Path | None = None) -> tuple[LessonApp, Opened]:
    opened = Opened()
    return LessonApp(walk_at("hand"), opened, saves=saves), opened


async def raced(pilot, app: LessonApp, steps: int) -> Study:
    """Twins of which the second has another knob, so many steps on."""
    study = app.lesson_screen.study
    await until(pilot, lambda: study.lab.view.begun)
    await pilot.press("t")
    await until(pilot, lambda: study.contest is not None and study.contest.view.begun)
    before = dict(study.lab.view.knobs)
    await pilot.press("right")
    await until(pilot, lambda: dict(study.lab.view.knobs) != before)
    for step in range(1, steps + 1):
        await pilot.press("full_stop")
        await until(pilot, lambda step=step: study.contest.view.step == step and study.contest.view.state == "paused")
    return study


def losses(view: RaceView) -> list[bytes]:
    return [bytes(run.steps["loss"].ends) for run in view.lanes.values()]


async def test_both_go_back_together_and_a_knob_turned_for_all_grows_branches():
    app, _ = lesson()
    async with app.run_test(size=SIZE) as pilot:
        study = await raced(pilot, app, 4)
        first = losses(study.contest.view)
        await pilot.press("comma")
        await until(pilot, lambda: study.rewound is not None and study.aim is None)
        await until(pilot, lambda: app.lesson_screen.query_one("#pulse").display)
        await pilot.press("left")
        await until(pilot, lambda: study.timed.step == 2 and study.aim is None)
        assert [run.step for run in study.contest.view.lanes.values()] == [2, 2]
        await until(pilot, lambda: "back at 2 of 4" in words(app.lesson_screen, "#pulse"))
        assert "of 64 MB" in words(app.lesson_screen, "#pulse")
        assert "step 2 of" in words(app.lesson_screen, "#lanes")
        await pilot.press("up", "0")  # out of the scrubber; for all
        assert study.note == "knobs are turned for all now"
        turned = study.lab.hand.name
        await pilot.press("left")
        await until(pilot, lambda: len({lab.view.knobs[turned] for lab in study.contest.labs}) == 1)
        for step in (3, 4):
            await pilot.press("full_stop")
            await until(pilot, lambda step=step: study.timed.step == step and study.contest.view.state == "paused")
        assert study.rewound is None
        assert losses(study.contest.view) != first
        left = [lab.view.branches[0].steps["loss"] for lab in study.contest.labs]
        assert [bytes(series.ends) for series in left] == first
        panel = next(panel for panel in app.lesson_screen.panels if isinstance(panel, CurvePanel))
        assert [line.role for line in panel.lines(panel.data(panel.view))] == ["race", "race", "left", "left"]
        await pilot.press("2", "c")
        await until(pilot, lambda: isinstance(app.screen, Comparison))
        assert isinstance(study.contest.labs[1].view.compared, Compared)
        assert study.contest.labs[0].view.compared is None


async def test_a_race_left_half_way_is_taken_up_again_as_it_was(tmp_path: Path):
    app, _ = lesson(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        study = await raced(pilot, app, 3)
        names, knobs = study.contest.names, [dict(run.knobs) for run in study.contest.view.lanes.values()]
        written: list[int] = []
        assert study.save(lambda: written.append(1))
        await until(pilot, lambda: written)
    file = tmp_path / "hand.race.left.npz"
    assert [path.name for path in tmp_path.glob("*.npz")] == [file.name]  # the run beside it had not begun
    straight = RaceView()
    app, opened = lesson(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        study = app.lesson_screen.study
        await until(pilot, lambda: study.contest is not None and study.contest.view.begun)
        await until(pilot, lambda: study.contest.view.step == 3)
        assert (study.contest.names, study.contest.own) == (names, True)
        assert [dict(run.knobs) for run in study.contest.view.lanes.values()] == knobs
        assert not file.exists()
        await pilot.press("full_stop")
        await until(pilot, lambda: study.contest.view.step == 4 and study.contest.view.state == "paused")
        (turned,) = (n for n, value in knobs[1].items() if value != knobs[0][n])
        orders = script(Only(1, SetKnob(turned, knobs[1][turned])), Step(4))
        alone = next(request for request in opened.requests if request.resume is None)
        for event in loop.run(replace(alone, race=study.contest.again().contestants), orders):
            straight.apply(event)
        assert losses(study.contest.view) == losses(straight)
        await pilot.press("escape")
        await until(pilot, lambda: study.contest is None)
        assert study.lab.view.step == 0
        assert study.note == "your run is back as you left it"


async def test_a_race_that_cannot_be_taken_up_is_forgotten_in_one_sentence(tmp_path: Path):
    (tmp_path / "hand.race.left.npz").write_bytes(b"x")
    app, _ = lesson(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        study = app.lesson_screen.study
        await until(pilot, lambda: study.note)
        assert "hand.race.left.npz" in study.note
        assert study.contest is None
        assert not (tmp_path / "hand.race.left.npz").exists()
        await until(pilot, lambda: study.lab.view.begun)
