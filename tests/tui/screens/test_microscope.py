"""The microscope over a lesson, fed from memory."""

import pytest

from tests.tui.scoped import EXAMPLES, scoped_app
from tuidl.commands import Inspect
from tuidl.tui import guide, keymap
from tuidl.tui.canvas import Canvas
from tuidl.tui.microscope import stand, table
from tuidl.tui.screens.lesson import LessonScreen
from tuidl.tui.screens.microscope import MicroscopeScreen

SIZE = (140, 42)


async def settle(pilot) -> None:
    """Everything that was sent has been answered and drawn."""
    for _ in range(4):
        await pilot.pause()
    if isinstance(pilot.app.screen, MicroscopeScreen):
        pilot.app.screen.look()
    await pilot.pause()


async def opened(pilot) -> MicroscopeScreen:
    await settle(pilot)
    await pilot.press("s")
    await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, MicroscopeScreen)
    return screen


def words(screen: MicroscopeScreen, part: str) -> str:
    return screen.query_one(f"#{part}", Canvas).picture().text()


def asked(runs) -> list[Inspect]:
    return [command for command in runs.live.sent if isinstance(command, Inspect)]


async def test_s_takes_the_present_step_apart():
    app, runs = scoped_app()
    async with app.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        assert asked(runs)[0].instruction is None
        assert "dense_1 = x" in words(screen, "program")
        assert "train step 7" in words(screen, "head")
        assert "example 0" in words(screen, "head")
        assert screen.slide.instruction == 1
        assert "every input times its own weight" in words(screen, "words")
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, LessonScreen)


async def test_keys_walk_through_the_instructions_and_the_numbers():
    app, runs = scoped_app()
    async with app.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        await pilot.press("full_stop", "down", "comma")
        await settle(pilot)
        assert screen.slide.instruction == 2
        await pilot.press("end", "comma")
        await settle(pilot)
        last = len(screen.slide.whole.lines) - 1
        assert screen.slide.instruction == last - 1
        await pilot.press("home", "full_stop", "tab", "down", "right", "right")
        await settle(pilot)
        assert (screen.slide.instruction, screen.slide.row, screen.slide.column) == (1, 1, 2)
        assert asked(runs)[-1] == Inspect(0, 1, "", 1, 2, 0)
        assert "dense_1[2] =" in words(screen, "table")
        await pilot.press("w")
        await settle(pilot)
        assert screen.slide.instruction == screen.slide.whole.lines[1].users[0]
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, MicroscopeScreen)  # only out of the table


async def test_a_gradient_stands_beside_its_finite_difference():
    app, _ = scoped_app()
    async with app.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        lines = screen.slide.whole.lines
        await pilot.press("home")
        for _ in range(next(i for i, line in enumerate(lines) if line.operation == "dense.backward_weight")):
            await pilot.press("full_stop")
        await settle(pilot)
        told = words(screen, "check")
        assert "nudging dense_2.weight[0,0]" in told
        assert "✔ agree" in told
        assert "✔ 16 of 16 checked agree" in told
        assert "weight should go" in words(screen, "words")


async def test_examples_go_round_and_s_looks_anew():
    app, runs = scoped_app()
    async with app.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        await pilot.press("p")
        await settle(pilot)
        assert screen.slide.whole.example == EXAMPLES - 1
        await pilot.press("n")
        await settle(pilot)
        assert screen.slide.whole.example == 0
        before = len(asked(runs))
        await pilot.press("s")
        await settle(pilot)
        assert asked(runs)[before].instruction is None


async def test_clicks_choose_an_instruction_and_a_number():
    app, _ = scoped_app()
    async with app.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        await pilot.click("#program", offset=(6, 3))  # frame, heading, instruction 0, instruction 1 ...
        await settle(pilot)
        assert screen.slide.instruction == 1
        canvas = screen.query_one("#table", Canvas)
        place = table.sheet(screen.slide.shown, screen.slide.line, canvas.size.width - 4, canvas.size.height - 2)
        await pilot.click("#table", offset=(2 + place.x + 3 * table.WIDE, 1 + place.y + 2 * place.tall))
        await settle(pilot)
        assert (screen.slide.row, screen.slide.column) == (2, 3 + place.left)
        assert screen.slide.inside


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (119, 40)])
async def test_where_there_is_little_room_the_parts_take_turns(size):
    app, _ = scoped_app()
    async with app.run_test(size=size) as pilot:
        screen = await opened(pilot)
        for tab in stand.TABS:
            shown = {canvas.id for canvas in screen.query(Canvas) if canvas.display}
            assert shown == {"head", "keys", "program", tab}
            assert len(words(screen, tab).split()) > 5
            await pilot.press("v")
        await pilot.press("2")
        assert screen.front == "check"


async def test_a_part_that_comes_to_the_front_speaks_of_the_instruction_at_hand():
    app, _ = scoped_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        check = screen.query_one("#check", Canvas)

        def seen() -> str:
            return "\n".join(check.render_line(y).text for y in range(check.size.height))

        await pilot.press("2")
        await settle(pilot)
        assert "no gradient" in seen()
        await pilot.press("1")
        await settle(pilot)
        lines = screen.slide.whole.lines
        for _ in range(next(i for i, line in enumerate(lines) if line.operation == "dense.backward_weight") - 1):
            await pilot.press("full_stop")
        await settle(pilot)
        await pilot.press("2")
        await settle(pilot)
        assert "the formula says" in seen()


async def test_a_part_alone_and_back_and_help():
    app, _ = scoped_app()
    async with app.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        await pilot.press("3")
        assert screen.query_one("#table", Canvas).styles.width.value == SIZE[0]
        await pilot.press("escape")
        assert screen.zoomed == ""
        await pilot.resize_terminal(60, 20)
        await settle(pilot)
        assert "80" in words(screen, "head")
        await pilot.resize_terminal(*SIZE)
        await settle(pilot)
        assert "program" in words(screen, "program")


async def test_a_run_begun_anew_is_taken_apart_anew():
    app, runs = scoped_app()
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        before = len(asked(runs))
        runs.live.tell(*runs.opening())
        await settle(pilot)
        await settle(pilot)
        assert len(asked(runs)) > before


def test_help_lists_the_keys():
    told = " ".join(key for _, rows in guide.MICROSCOPE for key, _ in rows)
    for binding in keymap.MICROSCOPE:
        if binding.show and not binding.key.startswith(("full_stop", "comma", "question_mark", "right_square_bracket")):
            key = binding.key.partition(",")[0].replace("escape", "esc")
            assert key in told, binding


async def test_a_checks_every_gradient_and_says_it_in_one_line():
    app, runs = scoped_app()
    async with app.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        await pilot.press("a")
        for _ in range(200):
            await settle(pilot)
            if screen.auditing.found is not None and not screen.auditing.under_way:
                break
            assert "check" in words(screen, "head")
        found = screen.auditing.found
        assert found.done == found.total > 100
        assert f"all {found.total} numbers of {found.gradients} gradients agree" in words(screen, "head")
        first = [command.audit for command in asked(runs) if command.audit is not None]
        assert first[0] == 0
        assert first == sorted(set(first))
        await pilot.press("s")  # the step taken apart anew was not checked
        await settle(pilot)
        assert "agree" not in words(screen, "head")


async def test_the_check_of_all_can_be_stopped():
    app, _ = scoped_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("a", "a")
        await settle(pilot)
        assert not screen.auditing.under_way
