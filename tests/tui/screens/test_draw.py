"""Drawing an image, with a run that answers from memory."""

import re

import pytest
from textual.widgets import Input, Static

from tests.tui.lessons import app_at
from tests.tui.screens.drawing import DrawnRuns, drawn_app
from tuidl.commands import Keep, Play, Sketch
from tuidl.tui import guide, keymap
from tuidl.tui.canvas import Canvas
from tuidl.tui.screens.draw import DrawScreen
from tuidl.tui.screens.lesson import LessonScreen
from tuidl.tui.screens.prompt import Prompt

SIZE = (140, 42)


async def settle(pilot) -> None:
    """Everything that was sent has been answered and drawn."""
    for _ in range(4):
        await pilot.pause()
    if isinstance(pilot.app.screen, DrawScreen):
        pilot.app.screen.look()
    await pilot.pause()


async def opened(pilot) -> DrawScreen:
    await settle(pilot)
    await pilot.press("d")
    await settle(pilot)
    assert isinstance(pilot.app.screen, DrawScreen)
    return pilot.app.screen


def words(screen: DrawScreen, part: str) -> str:
    return screen.query_one(f"#{part}", Canvas).picture().text()


def asked(runs) -> list[Sketch]:
    return [command for command in runs.live.sent if isinstance(command, Sketch)]


async def test_the_net_answers_every_stroke():
    app, runs = drawn_app()
    async with app.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        assert "says 0" in words(screen, "says")
        await pilot.press("space", "enter", "right", "right", "right")
        await settle(pilot)
        assert asked(runs)[-1].pixels == screen.easel.pixels
        assert "pen down" in words(screen, "sheet")
        assert "moved 1 down, 2 left" in words(screen, "says")
        assert "says 2 · 82.0 %" in words(screen, "says")
        assert "which ink speaks for 2" in words(screen, "why")
        assert "maps conv1" in words(screen, "maps")
        await pilot.press("escape", "u", "u")
        await settle(pilot)
        assert screen.easel.empty
        assert asked(runs)[-1].pixels == screen.easel.pixels
        assert "says 0" in words(screen, "says")


async def test_the_mouse_draws_and_its_right_button_erases():
    app, runs = drawn_app()
    async with app.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        size = screen.stand().pixel
        at = lambda row, column: (2 + column * size + size // 2, 1 + (row * size + size // 2) // 2)  # noqa: E731
        await pilot.mouse_down("#sheet", offset=at(2, 2))
        await pilot.hover("#sheet", offset=at(2, 8))
        await pilot.mouse_up("#sheet", offset=at(2, 8))
        await settle(pilot)
        row = screen.easel.pixels[24:36]
        assert min(row[2:8]) > 0.5
        assert asked(runs)[-1].pixels == screen.easel.pixels
        await pilot.click("#sheet", offset=at(2, 5), button=3)
        await settle(pilot)
        assert screen.easel.pixels[29] < 0.5
        assert not screen.easel.erasing
        await pilot.press("u")
        assert screen.easel.pixels[24:36] == row


async def test_while_an_answer_is_on_its_way_no_other_is_asked_for():
    app, runs = drawn_app()
    async with app.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        runs.answers = False
        before = len(asked(runs))
        await pilot.press("space", "right", "space", "right", "space")
        await settle(pilot)
        assert len(asked(runs)) == before + 1
        assert "…" in words(screen, "says")


async def test_training_goes_on_under_the_drawing():
    app, runs = drawn_app()
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("t")
        await settle(pilot)
        assert Play() in runs.live.sent


async def label(pilot, text: str) -> None:
    await pilot.press("space", "k")
    await pilot.pause()
    assert isinstance(pilot.app.screen, Prompt)
    await pilot.press(*text, "enter")
    await settle(pilot)


async def keep(pilot, *typed: str) -> str:
    """All of them, under the name that is proposed or one that is typed; the proposal."""
    await pilot.press("ctrl+s")
    await pilot.pause()
    proposed = pilot.app.screen.query_one(Input).value
    await pilot.press(*typed, "enter")
    await settle(pilot)
    return proposed


async def test_labelled_drawings_become_a_data_set_and_the_lesson_opens_on_it():
    app, runs = drawn_app()
    async with app.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        for text in ("7", "1", "7", "1"):
            await label(pilot, text)
        assert screen.easel.empty
        assert "4 drawings: 1 ×2 · 7 ×2" in words(screen, "album")
        await pilot.press("ctrl+s")
        await pilot.pause()
        screen.app.screen.query_one(Input).value = "mine"
        await pilot.press("enter")
        await settle(pilot)
        kept = next(c for c in runs.live.sent if isinstance(c, Keep))
        assert (kept.name, kept.shape, kept.labels) == ("mine", (12, 12), ("7", "1", "7", "1"))
        assert "kept as 'mine', 4 examples of 2 classes" in screen.note
        await pilot.press("o")
        await settle(pilot)
        assert app.data == "mine"


async def test_what_is_drawn_later_is_kept_under_the_same_name(monkeypatch, tmp_path):
    monkeypatch.setenv("TUIDL_DATA_HOME", str(tmp_path))
    (tmp_path / "my-drawings").mkdir()
    (tmp_path / "my-drawings-2").mkdir()
    app, runs = drawn_app()
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        for text in "7171":
            await label(pilot, text)
        assert await keep(pilot) == "my-drawings-3"  # the others are of another day
        await label(pilot, "9")
        assert await keep(pilot) == "my-drawings-3"
        kept = [c for c in runs.live.sent if isinstance(c, Keep)]
        assert [(c.name, len(c.labels), c.before) for c in kept] == [
            ("my-drawings-3", 4, None),
            ("my-drawings-3", 5, 0),
        ]
        await keep(pilot, *"other")
        assert [c for c in runs.live.sent if isinstance(c, Keep)][-1].before is None


async def test_one_drawing_joins_those_of_another_day(monkeypatch, tmp_path):
    monkeypatch.setenv("TUIDL_DATA_HOME", str(tmp_path))
    app, runs = drawn_app()
    async with app.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        await label(pilot, "7")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "at least 4 are needed" in screen.note
        (tmp_path / "pets").mkdir()
        runs.before = 6
        await keep(pilot, *"pets")
        assert "kept as 'pets', 7 examples of 1 classes, 6 of them from before" in screen.note
        await label(pilot, "7")
        assert await keep(pilot) == "pets"
        kept = [c for c in runs.live.sent if isinstance(c, Keep)]
        assert [(c.name, len(c.labels), c.before) for c in kept] == [("pets", 1, None), ("pets", 2, 6)]


async def test_a_name_that_cannot_be_used_is_told_where_it_is_typed():
    app, runs = drawn_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        for text in "7171":
            await label(pilot, text)
        await pilot.press("ctrl+s")
        await pilot.pause()
        box = app.screen
        box.query_one(Input).value = "zäh lich"
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen is box
        assert "'zäh lich' cannot be used" in str(box.query_one("#said", Static).content)
        assert not [c for c in runs.live.sent if isinstance(c, Keep)]


@pytest.mark.parametrize("size", [(80, 24), (100, 30), SIZE])
async def test_a_long_sentence_is_read_to_its_end(size):
    """Where no part has room for it, it takes the rows it needs over the keys, which come back after it."""
    app, _ = drawn_app()
    said = (
        "this sentence is one that is longer than one row of a small terminal, and its end says what can be done: stop"
    )
    async with app.run_test(size=size) as pilot:
        screen = await opened(pilot)
        screen.say(said)
        await settle(pilot)
        shown = " ".join(words(screen, part) for part in ("keys", "album") if screen.query_one(f"#{part}").display)
        assert " ".join(re.sub(r"[│╭╮╰╯─]", " ", shown).split()).count("what can be done: stop") == 1
        keys = screen.query_one("#keys")
        assert keys.region.bottom == size[1]
        await pilot.press("space")
        await settle(pilot)
        assert "space dab" in words(screen, "keys")
        assert keys.region.height == 1


async def test_what_is_refused_is_said_and_nothing_is_lost():
    app, runs = drawn_app()
    runs.refuses = "there is a data set 'my-drawings' already: take another name"
    async with app.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        await pilot.press("k")
        assert screen.note == "draw something first"
        await pilot.press("ctrl+s")
        assert screen.note == "no drawing was given a label yet: k"
        await pilot.press("o")
        assert "^s" in screen.note
        for text in "3333":
            await label(pilot, text)
            await pilot.press("ctrl+s")
            await pilot.pause()
            assert app.screen is screen  # no name is asked for what cannot be kept
        assert screen.note == "all 4 drawings are of class 3: a data set needs two classes"
        await pilot.press("b", "b", "b", "ctrl+s")
        assert screen.note == "1 drawing cannot be a data set yet: at least 4 are needed"
        for text in "124":
            await label(pilot, text)
        await pilot.press("ctrl+s", "enter")
        await settle(pilot)
        assert screen.note == runs.refuses
        assert "there is a data set" in words(screen, "album")
        assert len(screen.album) == 4
        await pilot.press("b")
        assert not screen.easel.empty
        assert len(screen.album) == 3


async def test_a_label_is_asked_for_until_it_is_one():
    app, _ = drawn_app()
    async with app.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        await pilot.press("space", "k")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, Prompt)
        assert app.screen.query_one("#said").display  # what a label is
        keys = app.screen.query_one(Canvas)
        await pilot.click(keys, offset=(keys.picture().text().index("esc"), 0))
        await pilot.pause()
        assert app.screen is screen
        assert len(screen.album) == 0
        assert not screen.easel.empty


async def test_sheet_and_album_stay_while_the_lesson_is_open():
    app, _ = drawn_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await label(pilot, "4")
        await pilot.press("space")
        pixels = screen.easel.pixels
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, LessonScreen)
        screen = await opened(pilot)
        assert screen.easel.pixels == pixels
        assert len(screen.album) == 1


async def test_maps_that_have_no_room_come_with_the_next_press(monkeypatch):
    monkeypatch.setattr(DrawnRuns, "maps", 8)
    app, _ = drawn_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("tab")
        await settle(pilot)
        assert "more: m" in words(screen, "maps")
        layer, seen = screen.chosen, []
        while screen.chosen == layer and len(seen) < 9:
            rows = [row[1:].split() for row in words(screen, "maps").splitlines()[1:-2]]
            seen += [int(word) for row in rows if row[0].isdecimal() for word in row if word.isdecimal()]
            await pilot.press("m")
            await settle(pilot)
        assert seen == [1, 2, 3, 4, 5, 6, 7, 8]


async def test_on_a_small_screen_saliency_and_maps_take_turns():
    app, _ = drawn_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert screen.query_one("#why").display
        assert not screen.query_one("#maps").display
        await pilot.press("tab")
        await settle(pilot)
        assert screen.query_one("#maps").display
        await pilot.press("m", "m")
        await settle(pilot)
        assert "maps conv" in words(screen, "maps")
        for size in ((60, 20), (300, 100), (80, 24)):
            await pilot.resize_terminal(*size)
            await settle(pilot)


async def test_where_nothing_can_be_drawn_one_sentence_says_so():
    app, _ = app_at()
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await pilot.press("d")
        assert "nothing can be drawn" in app.lesson_screen.study.note


def test_the_help_knows_every_key():
    told = " ".join(key for _, rows in guide.DRAW for key, _ in rows) + " ".join(t for _, r in guide.DRAW for _, t in r)
    names = {"minus": "-", "plus": "+", "left_square_bracket": "[", "right_square_bracket": "]", "full_stop": "."}
    for binding in keymap.DRAW:
        for key in binding.key.split(","):
            name = names.get(key, key.replace("ctrl+", "^"))
            if key not in ("delete", "equals_sign", "escape", "q", "question_mark", "up", "down", "left", "right"):
                assert name in told, key
