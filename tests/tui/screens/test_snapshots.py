"""What the screens look like, as pictures. Change them on purpose: `pytest --snapshot-update`, then look at each."""

import pytest

from tests.recordings import runs
from tests.tui.fakes import FakeRuns
from tests.tui.lessons import LessonApp, neuron_run, walk_at
from tests.tui.raced import RacedRuns
from tests.tui.scoped import scoped_app
from tests.tui.screens.drawing import drawn_app, plane_app
from tests.tui.screens.test_home import HomeApp
from tests.tui.watching import done
from tuidl.events import Compared, Diagnosis, StepsEnded
from tuidl.exercise.judgement import Judgement

SIZES = [(80, 24), (140, 40)]


def lesson(step: str = "watch", ink: str = "dark") -> LessonApp:
    walk = walk_at(step)
    return LessonApp(walk, FakeRuns(neuron_run(), **walk.lesson.settings(walk.step)), ink)


def pressing(*keys: str):
    async def before(pilot) -> None:
        await done(pilot)
        for key in keys:
            await pilot.press(key)
        await done(pilot)

    return before


def looking(*keys: str):
    async def before(pilot) -> None:
        await done(pilot)
        for key in keys:
            await pilot.press(key)
            await done(pilot)
            if hasattr(pilot.app.screen, "look"):
                pilot.app.screen.look()
        await done(pilot)

    return before


def over_it(opens: str, *keys: str):
    """A screen over the lesson, and keys in it that need no answer before the next."""

    async def before(pilot) -> None:
        await looking(opens)(pilot)
        await pilot.press(*keys)
        await done(pilot)
        for _ in range(4):
            pilot.app.screen.look()
            await pilot.pause()

    return before


def one_by_one(*keys: str):
    """Each key once the one before was answered."""

    async def before(pilot) -> None:
        await done(pilot)
        for key in keys:
            await pilot.press(key)
            await done(pilot)

    return before


@pytest.mark.parametrize("size", SIZES)
def test_a_lesson_met(snap_compare, size):
    assert snap_compare(lesson(), terminal_size=size, run_before=pressing("space"))


@pytest.mark.parametrize("ink", ["light", "ansi"])
def test_a_lesson_in_other_colours(snap_compare, ink):
    assert snap_compare(lesson(ink=ink), terminal_size=(140, 40), run_before=pressing("space"))


@pytest.mark.parametrize("size", SIZES)
def test_a_prediction(snap_compare, size):
    assert snap_compare(lesson("corners"), terminal_size=size, run_before=pressing("space", "2", "up"))


@pytest.mark.parametrize("size", SIZES)
def test_how_it_came_out(snap_compare, size):
    assert snap_compare(lesson("corners"), terminal_size=size, run_before=pressing("space", "3", "up", "enter"))


@pytest.mark.parametrize("size", SIZES)
def test_back_in_time(snap_compare, size):
    keys = ("space", "comma", *["shift+left"] * 6)
    assert snap_compare(lesson("hand"), terminal_size=size, run_before=one_by_one(*keys))


def test_a_line_beside_the_one_it_left(snap_compare):
    async def before(pilot) -> None:
        await one_by_one("space", "comma", *["shift+left"] * 11, "2")(pilot)
        runs = pilot.app.lesson_screen.study._open_run
        runs.live.tell(StepsEnded(40, 1, {"loss": tuple(0.55 - 0.004 * i for i in range(70))}, {"seconds": 0.1}))
        await done(pilot)

    assert snap_compare(lesson(), terminal_size=(120, 36), run_before=before)


@pytest.mark.parametrize("size", SIZES)
def test_two_lines_compared(snap_compare, size):
    async def before(pilot) -> None:
        await one_by_one("space", "comma", "shift+left")(pilot)
        runs = pilot.app.lesson_screen.study._open_run
        knobs = (("w1", 2.5, -1.0), ("b", 0.5, 0.0))
        runs.live.tell(StepsEnded(140, 1, {"loss": (0.3,) * 5}, {"seconds": 0.1}))
        runs.live.tell(Compared(1, 0, 144, knobs, {"loss": 141, "accuracy": 0}, (("neuron", 0.25), ("out", 0.04))))
        await done(pilot)

    assert snap_compare(lesson("hand"), terminal_size=size, run_before=before)


@pytest.mark.parametrize(("ink", "size"), [("dark", (80, 24)), ("light", (140, 40)), ("ansi", (140, 40))])
def test_the_run_doctor(snap_compare, ink, size):
    told = Diagnosis(
        "rate too high", "bad", "The loss climbs: 9.31 now, 0.52 at its best, 2.2 at the beginning. The rate 3 is too "
        "high.", 90, "loss", "Try 0.03.", (("rate", 0.03),),
    )  # fmt: skip

    async def before(pilot) -> None:
        await one_by_one("space")(pilot)
        pilot.app.lesson_screen.study._open_run.live.tell(told)
        await one_by_one("exclamation_mark", "t")(pilot)

    assert snap_compare(lesson("single", ink), terminal_size=size, run_before=before)


def test_knobs_and_a_zoomed_panel(snap_compare):
    assert snap_compare(lesson("hand"), terminal_size=(120, 36), run_before=pressing("down", "1"))


DIGIT = ("up", "up", "up", "left", "left", "enter", *("right",) * 4, *("down",) * 6, "escape", "left", "m")


LOOKS = [("dark", (80, 24)), ("dark", (140, 40)), ("light", (140, 40)), ("ansi", (80, 24)), ("mono", (80, 24))]


@pytest.mark.parametrize(("ink", "size"), LOOKS)
def test_a_drawing(snap_compare, ink, size):
    app, _ = drawn_app(ink)
    assert snap_compare(app, terminal_size=size, run_before=over_it("d", *DIGIT))


@pytest.mark.parametrize(("ink", "size"), [("dark", SIZES[0]), ("dark", SIZES[1]), ("ansi", SIZES[0])])
def test_drawn_points(snap_compare, ink, size):
    app, _ = plane_app(ink)
    assert snap_compare(app, terminal_size=size, run_before=over_it("d", "space", *("right",) * 4, "tab", "space"))


def test_a_label_is_asked_for(snap_compare):
    app, _ = drawn_app()

    async def before(pilot) -> None:
        await looking("d", "space")(pilot)
        await pilot.press("k")
        await pilot.pause()
        pilot.app.screen.query_one("Input").cursor_blink = False
        await pilot.press("7")
        await pilot.pause()

    assert snap_compare(app, terminal_size=SIZES[0], run_before=before)


@pytest.mark.parametrize("size", SIZES)
def test_the_microscope(snap_compare, size):
    app, _ = scoped_app()
    keys = ("s", "end", *("comma",) * 4, "tab", "down", "right")
    assert snap_compare(app, terminal_size=size, run_before=looking(*keys))


@pytest.mark.parametrize("ink", ["light", "ansi", "mono"])
def test_the_microscope_in_other_colours(snap_compare, ink):
    app, _ = scoped_app(ink=ink)
    assert snap_compare(app, terminal_size=(140, 40), run_before=looking("s", "tab", "down", "right"))


@pytest.mark.parametrize(("fresh", "size"), [(True, (120, 36)), (False, (120, 36)), (False, (80, 24))])
def test_home(snap_compare, fresh, size):
    async def before(pilot) -> None:
        await pilot.pause()
        await pilot.press(*([] if fresh else ["down", "right"]))
        await pilot.pause()

    runs.cnn()
    assert snap_compare(HomeApp(fresh), terminal_size=size, run_before=before)


@pytest.mark.parametrize(("ink", "size"), [("dark", (80, 24)), ("light", (120, 36)), ("ansi", (120, 36))])
def test_the_editor(snap_compare, ink, size):
    walk = walk_at("write")

    async def judge(*_: object) -> Judgement:
        return Judgement(
            "differs", "case 'only x1' differs", 3, 206, ("all zero", "only the bias"), "only x1",
            (("x1", "1.5"), ("x2", "0"), ("w1", "2"), ("w2", "0"), ("b", "0")), "0.9525741", "3",
            mistake="That is z. Now squeeze it: p = 1 / (1 + exp(-z)).",
        )  # fmt: skip

    runs = FakeRuns(neuron_run(), **walk.lesson.settings(walk.step))
    app = LessonApp(walk, runs, ink, judge=judge)

    async def before(pilot) -> None:
        await done(pilot)
        await pilot.press("e")
        await done(pilot)
        app.screen.area.cursor_blink = False
        await pilot.press("ctrl+s", "ctrl+t")
        await done(pilot)

    assert snap_compare(app, terminal_size=size, run_before=before)


def race(ink: str = "dark") -> LessonApp:
    walk = walk_at("watch")
    return LessonApp(walk, RacedRuns(neuron_run(), **walk.lesson.settings(walk.step)), ink)


@pytest.mark.parametrize("size", SIZES)
def test_twins(snap_compare, size):
    assert snap_compare(race(), terminal_size=size, run_before=one_by_one("t", "right", "space"))


@pytest.mark.parametrize("ink", ["light", "ansi", "mono"])
def test_a_race_of_five_in_other_colours(snap_compare, ink):
    keys = ("t", "right", *["t"] * 3, "space", "7")
    assert snap_compare(race(ink), terminal_size=(140, 40), run_before=one_by_one(*keys))


@pytest.mark.parametrize("size", SIZES)
def test_a_band_of_seeds(snap_compare, size):
    assert snap_compare(race(), terminal_size=size, run_before=one_by_one("t", "right", "S", "space", "4"))
