"""The home screen on a made-up shelf."""

from dataclasses import replace

import pytest
from textual.app import App
from textual.events import Key

from tests.recordings import runs
from tuidl.course.deck import Due
from tuidl.tui.canvas import Canvas
from tuidl.tui.drawing.theme import PREFIX, register
from tuidl.tui.home.shelf import Entry, Part, Run, Shelf
from tuidl.tui.screens.home import Home

COURSE = {
    "Foundations": "neuron mlp activations forward losses backprop sgd optimizers init "
    "regularization batchnorm schedules complete",
    "Seeing": "convolution cnn augmentation architectures transfer",
    "Remembering": "rnn lstm gru bidirectional embeddings sentiment timeseries",
    "Attending": "attention transformer vit",
    "Creating": "autoencoder vae gan diffusion",
    "Understanding": "double-descent baselines practice interpretability adversarial compression continual",
    "Beyond": "gnn rl hardware next",
}
CURVE = tuple(2.0 * 0.9**k for k in range(40))
PROMISE = "Say what a filter learns, count the weights of a small net, and tell when it beats a dense one."


def shelf(fresh: bool = False) -> Shelf:
    states = {"neuron": "new", "mlp": "new" if fresh else "done", "cnn": "new" if fresh else "started", "rnn": "new"}
    parts = []
    for number, (title, slugs) in enumerate(COURSE.items(), 1):
        entries = []
        for place, slug in enumerate(slugs.split(), 1):
            name = f"lesson-{slug}"
            if slug not in states:
                entries.append(Entry(name, f"{number}.{place}", slug.title()))
                continue
            state = states[slug]
            begun = (
                {"step": 3, "steps": 9, "step_title": "What does it see?", "when": "yesterday"}
                if state == "started"
                else {}
            )
            needs = ("lesson-mlp",) if slug == "cnn" else ()
            entries.append(
                Entry(
                    name,
                    f"{number}.{place}",
                    slug.upper(),
                    PROMISE,
                    12,
                    needs,
                    state,
                    best="96.8 %" if begun else "",
                    **begun,
                )
            )
        parts.append(Part(number, title, tuple(entries)))
    done = (
        Run("lesson-cnn", "2.2", "cnn", "val accuracy 96.8 %", "goal 97 %", False, "yesterday", "see", curve=CURVE),
        Run("lesson-mlp", "1.2", "mlp", "val accuracy 98.2 %", "goal 98 %", True, "Tuesday", "bend"),
    )
    return Shelf(tuple(parts), "" if fresh else "lesson-cnn", () if fresh else done, 0 if fresh else 112)


class HomeApp(App[None]):
    def __init__(self, fresh: bool = False, ink: str = "dark"):
        super().__init__(ansi_color=True if ink in ("ansi", "mono") else None)
        register(self)
        self.theme = PREFIX + ink
        self.fresh, self.opened, self.steps, self.seen = fresh, [], [], []
        self.asked_for_progress = 0

    async def on_mount(self) -> None:
        await self.push_screen(Home(lambda: shelf(self.fresh), "2 cores   truecolor"))

    def on_home_open(self, message: Home.Open) -> None:
        self.opened.append(message.lesson)
        self.steps.append(message.step)

    def on_home_progress(self) -> None:
        self.asked_for_progress += 1

    def on_home_chosen(self, message: Home.Chosen) -> None:
        self.seen.append(message.lesson)
        if message.lesson == "lesson-cnn":
            self.screen.shelf.pictures[message.lesson] = runs.cnn()


def words(app: HomeApp, name: str) -> str:
    return app.screen.query_one(name, Canvas).picture().text()


async def test_every_lesson_stands_with_glyph_and_word():
    app = HomeApp()
    async with app.run_test(size=(180, 50)) as pilot:
        await pilot.pause()
        course = words(app, "#map")
        for slugs in COURSE.values():
            for slug in slugs.split():
                line = next(line for line in course.splitlines() if f" {slug} " in line)
                place = line.index(f" {slug} ")
                assert any(word in line[place:] for word in ("done", "started", "new", "later"))
                assert line[place - 1] in "✔◐○·"


async def test_the_first_start_says_one_minute_and_enter_starts():
    app = HomeApp(fresh=True)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert "Train your first network (1 minute)" in words(app, "#now")
        assert "start here" in words(app, "#now")
        assert "no runs yet" in words(app, "#runs")
        assert "1.1 neuron" in words(app, "#card")
        await pilot.press("enter")
        await pilot.pause()
        assert app.opened == ["lesson-neuron"]


async def test_the_map_shows_where_the_top_row_leads_and_runs_show_their_curve():
    app = HomeApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        course = words(app, "#map").splitlines()
        assert "▸2.2  ◐ cnn" in "\n".join(course)
        assert "Beyond" in course[-2]
        assert "1 of 43 done" in course[-2]
        curve = [line[12:26] for line in words(app, "#runs").splitlines()[4:8]]
        assert all(any("⠀" < char <= "⣿" for char in line) for line in curve)
        await pilot.press("down")
        await pilot.pause()
        assert "▸2.2  ◐ cnn" not in words(app, "#map")


async def test_continue_from_anywhere():
    app = HomeApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert "Continue   2.2 CNN, step 4 of 9: What does it see?" in words(app, "#now")
        await pilot.press("down", "down", "c")
        await pilot.pause()
        await pilot.press("home", "enter")
        await pilot.pause()
        assert app.opened == ["lesson-cnn", "lesson-cnn"]


async def test_arrows_choose_and_the_card_follows():
    app = HomeApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("down", "down")
        await pilot.pause()
        assert app.screen.cursor == "lesson-mlp"
        assert "1.2 mlp" in words(app, "#card")
        await pilot.press("right")
        await pilot.pause()
        assert app.screen.cursor == "lesson-cnn"
        card = words(app, "#card")
        assert "needs 1.2 ✔" in card
        assert "your best 96.8 %" in card
        assert "step 4 of 9" in card
        assert "loss of the recorded run" in card
        assert app.seen[-1] == "lesson-cnn"
        await pilot.press(*["up"] * 5)
        assert app.screen.cursor == ""


async def test_what_is_not_written_says_so():
    app = HomeApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("down", "down", "down", "enter")
        await pilot.pause()
        assert app.opened == []
        assert "lesson-activations is not written yet" in words(app, "#keys")
        await pilot.press(*["down"] * 11)
        await pilot.pause()
        assert app.screen.cursor == "part 4"
        assert "transformer" in words(app, "#card")


async def test_filter():
    app = HomeApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("slash", *"started")
        await pilot.pause()
        assert "/ started" in words(app, "#map")
        assert app.screen.cursor == "lesson-cnn"
        assert "1 found" in words(app, "#map")
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert app.opened == ["lesson-cnn"]
        await pilot.press("escape")
        await pilot.pause()
        assert "filters" in words(app, "#map")
        await pilot.press("slash", "q", "q")
        await pilot.pause()
        assert "0 found" in words(app, "#map")
        assert app.is_running


async def test_a_filter_typed_in_one_burst():
    app = HomeApp()
    async with app.run_test(size=(120, 36)) as pilot:
        for key in ("/", "c", "n", "q", "backspace", "n", "enter", "enter"):
            app.post_message(Key("slash" if key == "/" else key, key if len(key) == 1 else None))
        await pilot.pause()
        await pilot.pause()
        assert "/ cnn" in words(app, "#map")
        assert app.opened == ["lesson-cnn"]


async def test_a_last_run_opens_the_step_it_was_made_in():
    app = HomeApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press(*["down"] * 20)
        await pilot.pause()
        assert app.screen.cursor == "run 0"
        assert "▸2.2 cnn" in words(app, "#runs")
        await pilot.press("right", "right", "enter")
        await pilot.pause()
        assert (app.opened, app.steps) == (["lesson-mlp"], ["bend"])
        assert "1.2 mlp" in words(app, "#card")
        await pilot.press("up")
        assert app.screen.cursor == "part 7"
        await pilot.click("#runs", offset=(5, 2))
        await pilot.pause()
        assert (app.opened[1:], app.steps[1:]) == (["lesson-cnn"], ["see"])


async def test_a_click_chooses_a_lesson_and_a_second_one_opens_it():
    app = HomeApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        lines = words(app, "#map").splitlines()
        row = next(y for y, line in enumerate(lines) if "cnn" in line)
        place = (lines[row].index("cnn"), row)
        await pilot.click("#map", offset=place)
        await pilot.pause()
        assert (app.screen.cursor, app.opened) == ("lesson-cnn", [])
        await pilot.click("#map", offset=place)
        await pilot.pause()
        assert app.opened == ["lesson-cnn"]
        await pilot.click("#map", offset=(place[0], 1))
        await pilot.pause()
        assert app.screen.cursor == "lesson-cnn"
        await pilot.click("#now", offset=(10, 1))
        await pilot.pause()
        assert app.opened == ["lesson-cnn", "lesson-cnn"]


async def test_the_card_shows_a_picture_of_the_run():
    app = HomeApp()
    async with app.run_test(size=(120, 50)) as pilot:
        for make, wanted in ((runs.cnn, "filter "), (runs.mlp, "○ "), (runs.rnn, "reads")):
            app.screen.shelf.pictures["lesson-cnn"] = make()
            await pilot.pause()
            assert wanted in words(app, "#card")
            assert "loss of the recorded run" in words(app, "#card")


async def test_p_asks_for_the_progress_but_not_while_a_filter_is_typed():
    app = HomeApp()
    async with app.run_test(size=(120, 36)) as pilot:
        assert "p progress" in words(app, "#keys")
        await pilot.press("p")
        await pilot.pause()
        assert app.asked_for_progress == 1
        await pilot.press("slash", "p")
        await pilot.pause()
        assert app.asked_for_progress == 1
        assert app.screen.words == "p"


@pytest.mark.parametrize(("part", "due"), [(False, 0), (True, 0), (False, 3), (True, 12)])
async def test_at_the_floor_every_way_on_stands_in_the_bottom_row(part, due):
    app = HomeApp()
    async with app.run_test(size=(80, 24)) as pilot:
        found = shelf()
        first = found.parts[0]
        done = tuple(replace(entry, state="done") for entry in first.entries)
        parts = (replace(first, entries=done), *found.parts[1:]) if part else found.parts
        app.screen.shelf = replace(found, parts=parts, due=Due(now=due))
        app.screen.redraw()
        await pilot.pause()
        row = words(app, "#keys")
        wanted = ["enter open", "f sandbox", "p progress", "? help", "q quit"]
        wanted += ["m milestone"] if part else ["^p palette"]
        wanted += [f"v review {due}"] if due else []
        assert [key for key in wanted if key not in row] == []


async def test_narrow_screens_show_the_card_on_enter():
    app = HomeApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down")
        await pilot.pause()
        assert not app.screen.query_one("#card").display
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen.query_one("#card").display
        assert "1.2 mlp" in words(app, "#card")
        await pilot.press("escape")
        await pilot.pause()
        assert not app.screen.query_one("#card").display
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert app.opened == ["lesson-mlp"]


async def test_a_large_screen_goes_to_the_card():
    app = HomeApp()
    async with app.run_test(size=(300, 100)) as pilot:
        await pilot.press("down", "down", "right")
        await pilot.pause()
        widths = {name: app.screen.query_one(name).size.width for name in ("#map", "#card")}
        assert widths == {"#map": 160, "#card": 140}
        picture = [line for line in words(app, "#card").splitlines() if "▀" in line]
        assert len(picture) > 20
        assert len(picture[0].split()[1]) > 50
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        assert "regularization" in words(app, "#map")
        assert "1 h 52 min" in words(app, "#map")


async def test_on_a_narrow_screen_nothing_is_cut_and_later_parts_are_counted_alike():
    app = HomeApp(True)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("down")
        await pilot.pause()
        told = " ".join(words(app, "#card").replace("│", " ").split())
        assert "No account, nothing to download. ^p changes the theme, ? explains." in told
        assert all(f"{n} later" in words(app, "#map") for n in (3, 4, 7))
        assert "lessons, later" not in words(app, "#map")
