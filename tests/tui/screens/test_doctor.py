"""The run doctor's card on a lesson screen."""

from dataclasses import replace

import pytest

from tests.tui.lessons import app_at, neuron
from tests.tui.watching import done, words
from tuidl.commands import SetKnob, Watch
from tuidl.course.spec import Lesson
from tuidl.events import Diagnosis, Rewound, StateChanged
from tuidl.tui.doctorcard import DoctorCard

HIGH = Diagnosis("rate too high", "bad", "The loss climbs: 9 now.", 5, "loss", "Try 0.01.", (("rate", 0.01),))
GONE = Diagnosis("vanishing gradient", "warn", "The gradient fades: 1e-9.", 6, "gradients", "Try ReLU.")
SIZES = [(140, 42), (80, 24)]


async def found(pilot, app, runs, *told):
    await done(pilot)
    runs.live.tell(StateChanged("playing", 5), *told)
    await done(pilot)
    return app.lesson_screen


@pytest.mark.parametrize("size", SIZES)
async def test_it_says_turns_the_knob_after_a_yes_and_goes(size):
    app, runs = app_at("single")
    async with app.run_test(size=size) as pilot:
        screen = await found(pilot, app, runs, HIGH)
        card = screen.query_one(DoctorCard)
        assert card.display
        assert card.region.bottom <= screen.grid.page.y + screen.grid.page.height
        assert card.region.right <= screen.grid.page.x + screen.grid.page.width  # never over the run
        await pilot.press("exclamation_mark")
        await done(pilot)
        assert "The loss climbs: 9 now." in words(screen, "#doctor")
        assert "show loss" in words(screen, "#doctor")
        await pilot.press("t")
        await done(pilot)
        assert "yes" in words(screen, "#doctor")
        assert not any(isinstance(sent, SetKnob) for sent in runs.live.sent)
        await pilot.press("escape")
        await done(pilot)
        assert card.has_focus
        await pilot.press("t", "enter")
        await done(pilot)
        assert SetKnob("rate", 0.01) in runs.live.sent
        assert not card.has_focus
        assert screen.study.lab.value("rate") == 0.01
        await pilot.press("exclamation_mark", "x")
        await done(pilot)
        assert not card.display
        await pilot.press("exclamation_mark")  # what was put away is found again
        await done(pilot)
        assert "The loss climbs" in words(screen, "#doctor")


@pytest.mark.parametrize("size", SIZES)
async def test_it_leads_to_the_panel_also_to_one_the_step_does_not_show(size):
    app, runs = app_at("single")
    async with app.run_test(size=size) as pilot:
        screen = await found(pilot, app, runs, GONE)
        assert [panel.panel for panel in screen.panels] == ["network", "boundary", "loss"]
        await pilot.press("exclamation_mark", "g")
        await done(pilot)
        shown = [panel for panel in screen.panels if panel.panel == "gradients"]
        assert len(shown) == 1
        assert shown[0].display
        assert any(isinstance(sent, Watch) and "gradients" in str(sent) for sent in runs.live.sent)


async def test_a_click_does_it_too():
    app, runs = app_at("single")
    async with app.run_test(size=(140, 42)) as pilot:
        screen = await found(pilot, app, runs, HIGH)
        await pilot.press("exclamation_mark")
        await done(pilot)
        card = screen.query_one(DoctorCard)
        rows = words(screen, "#doctor").splitlines()
        row = next(y for y, line in enumerate(rows) if "show loss" in line)
        await pilot.click("#doctor", offset=(6, row))
        await done(pilot)
        assert screen.focused is not card
        assert screen.focused.panel == "loss"


async def test_the_pulse_and_the_knobs_stay_to_be_seen():
    app, runs = app_at("single")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await found(pilot, app, runs, HIGH)
        assert "loss" in words(screen, "#pulse")
        assert "climbs" not in words(screen, "#pulse")


async def test_it_does_not_flicker_while_a_run_is_taken_back():
    app, runs = app_at("single")
    async with app.run_test(size=(140, 42)) as pilot:
        screen = await found(pilot, app, runs, HIGH)
        card = screen.query_one(DoctorCard)
        before = words(screen, "#doctor")
        runs.live.tell(Rewound(4, 1, 0, 0, 0, 5, (), 0, 64 << 20))
        await pilot.pause()
        screen.redraw()
        assert card.display
        assert words(screen, "#doctor") == before
        runs.live.tell(HIGH)
        await done(pilot)
        assert words(screen, "#doctor") == before


FLAT = Diagnosis(
    "saturated units", "warn", "Its slope is 0 there.", 5, "loss", "Try smaller weights.", (("rate", 0.01),),
    "71 % are beyond 0.99.",
)  # fmt: skip
LEAK = Diagnosis("leaked examples", "warn", "7 of the 20 leaked.", 0)


def repairing() -> Lesson:
    told = neuron()
    return replace(told, steps=tuple(replace(s, kind="repair") if s.id == "watch" else s for s in told.steps))


@pytest.mark.parametrize("size", SIZES)
async def test_in_a_repair_step_it_tells_symptoms_until_a_hint_was_asked(size):
    app, runs = app_at("watch", lesson=repairing())
    async with app.run_test(size=size) as pilot:
        screen = await found(pilot, app, runs, LEAK, FLAT)
        assert "saturated" not in words(screen, "#doctor")
        await pilot.press("exclamation_mark")
        await done(pilot)
        told = words(screen, "#doctor")
        assert "a symptom" in told
        assert "71 % are beyond 0.99." in told
        assert "show loss" in told
        assert not any(word in told for word in ("saturated", "slope", "smaller", "try", "leaked", "of 2"))
        await pilot.press("escape", "h", "exclamation_mark", "left")
        await done(pilot)
        told = words(screen, "#doctor")
        assert "leaked examples" in told
        await pilot.press("right")
        await done(pilot)
        told = words(screen, "#doctor")
        assert "saturated units" in told
        assert "Its slope is 0 there." in told
        assert not any(word in told for word in ("smaller", "try"))  # what mends it is the task


async def test_in_a_repair_step_with_the_goal_met_it_names_the_cause():
    app, runs = app_at("watch", lesson=repairing())
    app.lesson_screen.study.walk.state.done = True
    async with app.run_test(size=(140, 42)) as pilot:
        screen = await found(pilot, app, runs, FLAT)
        assert "Its slope is 0 there." in words(screen, "#doctor")


async def test_nothing_found_is_said():
    app, _ = app_at("single")
    async with app.run_test(size=(140, 42)) as pilot:
        await done(pilot)
        await pilot.press("exclamation_mark")
        assert "found nothing" in app.lesson_screen.study.note
