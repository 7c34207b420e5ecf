"""The bench and the list, without a screen."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sandbox.made import IMAGES, NUMBERS_OUT
from tuidl.errors import TuidlError
from tuidl.sandbox.description import layer_added, parsed, plain, start
from tuidl.train.sizing import Sizing
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import INKS
from tuidl.tui.sandbox import stack
from tuidl.tui.sandbox.bench import Bench

SIZING = Sizing()


def bench(sandbox=None) -> Bench:
    made = Bench(sandbox or start())
    made.take(made.sandbox, SIZING.sizes(made.sandbox))
    return made


def drawn(made: Bench, width=37, height=36, stale=False, held=True, ink="dark") -> str:
    cells = Cells(width, height, INKS[ink])
    stack.draw(cells, made, {}, stale, held)
    return cells.text()


def test_the_list_says_shapes_counts_and_totals():
    text = drawn(bench(parsed(IMAGES)))
    assert "▸ conv1 conv2d 4 relu" in text
    assert "  pool1 maxpool2d   3×3×4       0" in text
    assert "  out dense classes    10     370" in text
    assert "410 parameters" in text
    assert "training" in text


def test_where_there_is_no_room_shapes_go_first():
    text = drawn(bench(parsed(IMAGES)), width=30, height=20)
    assert "3×3×4" not in text.split("─")[0]
    assert "370" in text


def test_the_cursor_is_always_in_sight():
    made = bench(parsed(IMAGES))
    for _ in range(len(made.rows) + 2):
        text = drawn(made, width=30, height=20)
        assert text.count("▸") == 1
        assert stack.at(made, 30, 20, next(k for k, line in enumerate(text.splitlines()) if "▸" in line)) == made.row
        made.move(1)
    assert made.row == "more"
    made.go("data")
    assert "moons" in drawn(bench())


def test_a_fault_stands_whole_and_what_follows_is_lost():
    made = bench(layer_added(start(), 1, "conv2d", filters=4))
    made.go("layer 1")
    text = drawn(made, width=30, height=20)
    assert "✖▸ conv1" in text
    assert " ".join(text.split()).replace("✖ ", "").endswith("before it, or choose images")


def test_what_must_be_known_now():
    made = bench()
    assert stack.status(made, False)[1] == "2 → 8 · 24 parameters · 32 FLOPs"
    assert stack.status(made, True)[1] == "changed: r begins anew with it"
    made.turn(1)
    assert stack.status(made, True)[1] == "measuring …"
    made.go("data")
    made.take(made.sandbox, SIZING.sizes(made.sandbox))
    assert "400 training examples" in stack.status(made, False)[1]


def test_a_turn_is_a_stop_and_every_edit_can_be_undone():
    made = bench()
    before = made.sandbox
    assert made.turn(1)
    assert made.sandbox.layers[0].options["units"] == 12
    made.go("loss")
    assert made.turn(-1)
    made.go("steps")
    assert made.turn(1)
    assert (made.sandbox.steps, made.sandbox.loss) == (2000, "binary-cross-entropy")
    assert made.set_training({"schedule": "cosine", "stopping.patience": 5})
    assert made.set_training({"schedule.warmup": 20})
    assert (made.sandbox.schedule.kind, made.sandbox.schedule.options) == ("cosine", {"warmup": 20})
    assert made.set_training({"schedule": None, "stopping.patience": None})
    assert (made.sandbox.schedule, made.sandbox.stopping) == (None, {})
    assert made.set_data({"noise": 0.3})
    assert made.set_data({}, "spirals")
    assert plain(made.sandbox)["data"] == {"source": "spirals"}
    last = made.sandbox
    while made.undo():
        pass
    assert made.sandbox == before
    while made.redo():
        pass
    assert made.sandbox == last


def test_what_would_be_no_sandbox_changes_nothing():
    made = bench()
    for change in (
        lambda: made.set_layer(0, {"name": "h2"}),
        lambda: made.set_layer(0, {"activation": "bend"}),
        lambda: made.set_training({"loss": "none"}),
        lambda: made.set_training({"steps": "many"}),
    ):
        with pytest.raises(TuidlError):
            change()
    assert (made.sandbox, made.past) == (start(), [])


ACTS = st.tuples(
    st.sampled_from(["move", "add", "copy", "remove", "shift", "turn", "undo", "redo"]), st.integers(-3, 3)
)


@settings(max_examples=40)
@given(st.lists(ACTS, max_size=25))
def test_any_acts_leave_a_sandbox_and_a_cursor(acts):
    made = Bench(parsed(NUMBERS_OUT))
    for what, by in acts:
        match what:
            case "add":
                made.add(("dense", "lstm", "flatten", "dropout", "augment", "activation", "reshape")[by + 3])
            case "move" | "shift" | "turn":
                getattr(made, what)(by or 1)
            case _:
                getattr(made, what)()
        assert parsed(plain(made.sandbox)) == made.sandbox
        assert made.row in made.rows
    made.take(made.sandbox, SIZING.sizes(made.sandbox))
    assert drawn(made, 30, 20)


@pytest.mark.parametrize("ink", sorted(INKS))
@pytest.mark.parametrize("size", [(20, 6), (1, 1), (30, 20), (44, 90)])
def test_every_size_and_ink(ink, size):
    width, height = size
    text = drawn(bench(parsed(IMAGES)), width, height, ink=ink)
    assert ("conv1" in text) == (width >= 30)
    assert len(text.split("\n")) == height
    assert max(map(len, text.split("\n"))) <= width
