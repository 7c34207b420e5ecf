"""Every word on a screen comes out of the catalogue, or out of the lesson: shown in a language that nobody speaks."""

import re
from collections.abc import Iterator

import pytest

from tests.language import pseudo
from tests.tui.lessons import app_at
from tests.tui.scoped import scoped_app
from tests.tui.screens.drawing import drawn_app, plane_app
from tests.tui.screens.test_home import HomeApp, shelf
from tests.tui.screens.test_past import past
from tests.tui.screens.test_racing import twins
from tests.tui.test_plainness import SCREENS, rows
from tuidl.course import translation
from tuidl.language import tr
from tuidl.tui.home.map import columns
from tuidl.tui.panels import PANELS, manual

MORE = {
    "small lesson in tabs": (lambda: app_at("single")[0], ("tab",)),
    "help": (lambda: app_at("hand")[0], ("question_mark",)),
    "export": (lambda: app_at("hand")[0], ("ctrl+e",)),
    "recap": (lambda: app_at("recap")[0], ("space",)),
    "hints": (lambda: app_at("hand")[0], ("h", "h", "space", "w")),
    "a number": (lambda: app_at("hand")[0], ("equals_sign", "9", "9", "enter")),
    "comparing": (lambda: app_at("hand")[0], ("space", "comma", "c")),
    "a panel in hand": (lambda: app_at("hand")[0], ("space", "tab", "enter", "right", "question_mark")),
    "race": (lambda: twins()[0], ("t", "right", "space")),
    "drawing": (lambda: drawn_app()[0], ("d", "space", "right", "space", "k")),
    "points": (lambda: plane_app()[0], ("d", "space", "t")),
    "audit": (lambda: scoped_app()[0], ("s", "a")),
    "home, a search": (lambda: HomeApp(False), ("slash", "n")),
}
EVERY = {**SCREENS, **MORE}
WORD = re.compile(r"[A-Za-z]{2,}")
# what a screen says in no language
KEYS = "space enter esc tab"
MACHINE = "tuidl cpu cores truecolor py"
UNITS = "MB ms nats"
DATA = "orange blue clouds handwritten digits class float"  # names of data and of classes, types of numbers
NETWORK = "sigmoid tanh dense conv log ln softmax cross entropy"  # layers and functions, as in a lesson's file
EQUATIONS = "loss hit mean of the example label rate doutput ddense dtanh dens de max forward"  # of the microscope, cut
LETTERS = "dz ink"  # parts of signs: ∂z/∂ink
NAMES = "Brier"  # of people
STANDING = frozenset(" ".join((KEYS, MACHINE, UNITS, DATA, NETWORK, EQUATIONS, LETTERS, NAMES)).split())
STATES = {"done", "started", "new", "later"}


@pytest.fixture(autouse=True)
def _nobodys(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(translation, "spoken", pseudo.lesson)
    with pseudo.spoken(pseudo.written(tmp_path_factory.mktemp("languages"))):
        yield


def shelved() -> set[str]:
    """What stands on the shelf of these tests: as it is kept, it was said in the language of its day."""
    return set(WORD.findall(f"{shelf()}{shelf(True)}{past()}")) - STATES


@pytest.mark.parametrize("name", EVERY)
async def test_no_word_goes_past_the_catalogue(name: str) -> None:
    make, keys = EVERY[name]
    found = await rows(make(), (80, 24) if "small" in name else (140, 42), *keys)
    kept = STANDING | (shelved() if name.startswith(("home", "past")) else set())
    left = {word: row.strip() for row in found for word in WORD.findall(row) if word not in kept}
    assert not left
    assert sum(letter in pseudo.LETTERS for row in found for letter in row) > 100  # and there are words


def test_every_panel_has_a_name_and_a_sentence() -> None:
    assert set(PANELS) == set(manual.NAMES) == set(manual.SHOWS)
    assert all(tr(name) == pseudo.said(name) for name in manual.NAMES.values())


async def test_the_places_of_home_have_names_in_no_language() -> None:
    app = HomeApp(False)
    async with app.run_test(size=(140, 42)) as pilot:
        await pilot.pause()
        await pilot.press(*["down"] * 20, "right")
        assert app.screen.run == 1
        await pilot.press("enter")
        assert app.opened == ["lesson-mlp"]
        await pilot.press("up")
        assert app.screen.run is None
        app.screen.cursor = "part 7"
        assert app.screen.part.title == "Beyond"
    assert {row.key for column in columns(shelf(), 80) for row in column if row.part} == {
        f"part {n}" for n in range(1, 8)
    }
