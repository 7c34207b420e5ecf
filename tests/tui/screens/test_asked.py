"""The lesson screen with what was asked for on the command line."""

from dataclasses import replace
from pathlib import Path

from tests.tui.fakes import FakeRuns
from tests.tui.lessons import LessonApp, neuron_run, walk_at
from tests.tui.watching import commands, done, words
from tuidl.commands import Play, Reset
from tuidl.events import Failed, RunStarted
from tuidl.tui.asked import Asked
from tuidl.view import RunView

SIZE = (140, 42)


def app_at(step: str, asked: Asked, view: RunView | None = None, **given) -> tuple[LessonApp, FakeRuns]:
    walk = walk_at(step)
    runs = FakeRuns(view or neuron_run(), **asked.settings(walk.lesson, walk.step))
    return LessonApp(walk, runs, asked=asked, **given), runs


def of_fruit() -> RunView:
    view = neuron_run()
    assert isinstance(view.started, RunStarted)
    view.started = replace(view.started, data="fruit")
    return view


async def test_own_data_are_named_and_nothing_is_judged():
    app, runs = app_at("watch", Asked(data="fruit.csv"), of_fruit())
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        screen = app.lesson_screen
        page = words(screen, "#page")
        assert "your data: fruit" in page
        assert "The page was written for the" in page
        assert "your data: not judged" in page
        assert runs.live.request.data == "fruit.csv"
        await pilot.press("space")
        await done(pilot)
        assert "ended" in words(screen, "#head")
        assert not screen.walk.state.done
        assert screen.walk.state.outcome is None
        assert "what happened" not in words(screen, "#page")
        assert len(app.ran) == 1
        await pilot.press("w")
        await done(pilot)
        assert "the explanations speak of the lesson's own data" in words(screen, "#knobs")
        await pilot.press("n")  # nothing has to be met
        await done(pilot)
        assert screen.walk.step.id == "inside"
        assert not screen.walk.states["watch"].done


async def test_own_data_ask_for_no_prediction():
    app, runs = app_at("corners", Asked(data="fruit.csv"), of_fruit())
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        await pilot.press("p")
        await done(pilot)
        assert "nothing is judged on your data" in words(app.lesson_screen, "#knobs")
        await pilot.press("space")
        await done(pilot)
        assert app.screen is app.lesson_screen
        assert commands(runs, Play)
        assert not app.lesson_screen.walk.state.right


async def test_data_that_do_not_fit_are_explained_on_the_page():
    app, runs = app_at("watch", Asked(data="fruit.csv"), of_fruit())
    runs.opening = lambda: [Failed("experiment 'neuron' has 1 output, and fruit has 3 classes: choose other data", 3)]
    async with app.run_test(size=(80, 24)) as pilot:
        await done(pilot)
        page = " ".join(words(app.lesson_screen, "#page").split())
        assert "the run stopped" in page
        assert "fruit has 3 classes: choose other data" in page
        assert "stopped" in words(app.lesson_screen, "#head")


async def test_knobs_start_where_they_were_asked_to_and_are_seen():
    app, runs = app_at("watch", Asked(knobs={"rate": 0.5}, seed=9))
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        screen = app.lesson_screen
        assert runs.live.request.knobs == {"rate": 0.5, "seed": 9}
        row = words(screen, "#knobs")
        assert "rate" in row
        assert "0.5" in row
        assert "seed" in row
        assert "9" in row
        await pilot.press("r")
        await done(pilot)
        assert dict(commands(runs, Reset)[-1].knobs)["seed"] == 9
        await pilot.press("space")
        await done(pilot)
        assert screen.walk.state.done  # the lesson's own data: the goal counts


async def test_device_and_length_reach_the_run():
    app, runs = app_at("watch", Asked(device="reference", threads=2, steps=40))
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        request = runs.live.request
        assert (request.device, request.threads, request.steps) == ("reference", 2, 40)


async def test_a_saved_run_is_opened_once_and_never_deleted(tmp_path: Path):
    saved = tmp_path / "mine.npz"
    saved.write_bytes(b"x")
    app, runs = app_at("watch", Asked(resume=saved), saves=tmp_path / "saves")
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        request = runs.live.request
        assert (request.resume, request.knobs, request.steps) == (str(saved), {}, None)
        assert not commands(runs, Play)
        runs.live.tell(Failed("gone", 1))
        runs.live.die()
        await done(pilot)
        await pilot.press("r")
        await done(pilot)
        assert runs.last.request.resume is None
        assert saved.exists()


async def test_a_saved_run_that_cannot_be_read_stays(tmp_path: Path):
    saved = tmp_path / "mine.npz"
    saved.write_bytes(b"x")
    app, runs = app_at("watch", Asked(resume=saved), saves=tmp_path / "saves")
    runs.opening = lambda: [Failed("saved run mine.npz is damaged", 3)]
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        assert "mine.npz is damaged" in words(app.lesson_screen, "#page")
        assert saved.exists()


async def test_a_run_left_half_way_keeps_the_knobs_it_was_made_with(tmp_path: Path):
    (tmp_path / "corners.left.npz").write_bytes(b"x")
    app, runs = app_at("corners", Asked(), saves=tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        request = runs.live.request
        assert request.resume == str(tmp_path / "corners.left.npz")
        assert request.knobs == {}  # the file knows them; the step's own could belong to another network


async def test_no_recording_of_another_run_plays(tmp_path: Path):
    opened: list[Path] = []
    walk = walk_at("watch")
    walk.states["watch"].done = False
    lesson = replace(walk.lesson, folder=tmp_path)
    (tmp_path / "demo.jsonl").write_text("{}")
    walk.lesson = lesson
    runs = FakeRuns(neuron_run(), **lesson.settings(walk.step))

    def recording(path: Path):
        opened.append(path)
        return runs(None)

    app = LessonApp(walk, runs, open_recording=recording, asked=Asked(seed=3))
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        assert opened == []
        assert app.lesson_screen.study.lab.demo is None
