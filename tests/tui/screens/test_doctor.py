"""The run doctor's card on a lesson screen."""

import pytest

from tests.tui.lessons import app_at
from tests.tui.watching import done, words
from tuidl.commands import SetKnob, Watch
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


async def test_nothing_found_is_said():
    app, _ = app_at("single")
    async with app.run_test(size=(140, 42)) as pilot:
        await done(pilot)
        await pilot.press("exclamation_mark")
        assert "found nothing" in app.lesson_screen.study.note
