from dataclasses import replace
from itertools import pairwise
from math import log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.course.sample import NEURON
from tests.train import lessons
from tuidl import signals
from tuidl.course import vocabulary
from tuidl.course.load import read
from tuidl.data import load
from tuidl.signals import NAN_LEVEL, Field
from tuidl.train import plan, probes
from tuidl.train.probes import quantise, text
from tuidl.train.supervised import Supervised


def _experiment(folder: Path, steps: int = 0, **fields: object) -> Supervised:
    made = Supervised(plan.make(lessons.request(folder, **fields), read(folder), {}))
    if steps:
        made.train(steps)
    return made


@pytest.fixture
def points(tmp_path: Path) -> Supervised:
    return _experiment(lessons.written(tmp_path / "points"))


@pytest.fixture
def digits(tmp_path: Path) -> Supervised:
    return _experiment(lessons.written(tmp_path / "digits", lessons.DIGITS), 10)


@pytest.fixture
def words(tmp_path: Path) -> Supervised:
    return _experiment(lessons.written(tmp_path / "words", lessons.TEXT), 10)


def test_every_panel_of_the_course_has_its_probe_or_needs_none() -> None:
    assert set(probes.PROBES) == set(vocabulary.PANELS) - {"loss", "accuracy", "schedule", "apart"}


@pytest.mark.parametrize("panel", ["loss", "accuracy", "nonsense", "weights:none"])
def test_what_needs_no_picture_has_none(digits: Supervised, panel: str) -> None:
    assert digits.probe(panel, 10, 10) is None


def test_pictures_survive_the_wire(points: Supervised, digits: Supervised, words: Supervised) -> None:
    taken = 0
    for experiment in (points, digits, words):
        experiment.choose("sample", (1.0,))
        for panel in (
            *probes.PROBES,
            "weights:h1",
            "weights:conv1",
            "filters:conv1",
            "histogram:h1",
            "histogram:memory",
        ):
            signal = experiment.probe(panel, 30, 20)
            if signal is not None:
                taken += 1
                assert repr(signals.from_json(signals.to_json(signal))) == repr(signal)
    assert taken >= 20


# ---- quantising ---------------------------------------------------------------------------------------------------


@given(
    st.lists(st.floats(-1e6, 1e6, width=32) | st.sampled_from([float("nan"), float("inf")]), min_size=1, max_size=30)
)
@settings(max_examples=60)
def test_a_field_is_the_same_as_the_slow_one(values: list[float]) -> None:
    quick = quantise.field(np.array([values], np.float64))
    slow = Field.of([values])
    assert (quick.height, quick.width, quick.low, quick.high) == (slow.height, slow.width, slow.low, slow.high)
    assert all(abs(a - b) <= 1 for a, b in zip(quick.levels, slow.levels, strict=True))
    assert [a == NAN_LEVEL for a in quick.levels] == [b == NAN_LEVEL for b in slow.levels]


@given(st.lists(st.floats(-1e3, 1e3, width=32), min_size=1, max_size=30))
@settings(max_examples=60)
def test_a_fine_field_is_read_250_times_as_exactly(values: list[float]) -> None:
    plain, fine = (quantise.field(np.array([values], np.float64), fine=fine) for fine in (False, True))
    assert fine.levels == plain.levels  # the picture is the same
    part = (fine.high - fine.low) / 254 / 256
    for column, value in enumerate(values):
        assert abs(fine.value(0, column) - value) <= part * 1.01 + 1e-9


def test_zero_and_both_ends_are_read_exactly() -> None:
    found = quantise.symmetric(np.array([[0.0, -2.0, 2.0, np.nan]]), fine=True)
    assert [found.value(0, k) for k in range(3)] == [0.0, -2.0, 2.0]
    assert np.isnan(found.value(0, 3))


def test_a_symmetric_field_has_zero_in_the_middle() -> None:
    found = quantise.symmetric(np.array([[-1.0, 3.0]]))
    assert (found.low, found.high) == (-3.0, 3.0)


def test_shrinking_takes_means() -> None:
    grid = np.arange(16.0).reshape(4, 4)
    assert quantise.shrunk(grid, 2, 2).tolist() == [[2.5, 4.5], [10.5, 12.5]]
    assert quantise.shrunk(grid, 9, 9) is grid
    assert quantise.shrunk(np.arange(5.0)[None], 1, 2).tolist() == [[1.0, 3.5]]


# ---- points -------------------------------------------------------------------------------------------------------


def test_the_first_row_of_the_boundary_is_the_top_of_the_plane() -> None:
    experiment = _experiment(NEURON, knobs={"w1": 0.0, "w2": 5.0, "b": 0.0})
    found = experiment.probe("boundary", 8, 6)
    assert isinstance(found, signals.Boundary)
    assert (found.answer.width, found.answer.height) == (8, 6)
    assert found.answer.value(0, 3) > 0.99
    assert found.answer.value(5, 3) < 0.01
    assert (found.answer.low, found.answer.high) == (0.0, 1.0)
    assert found.total == 200
    assert len(found.points) == 200
    assert sum(not right for *_, right in found.points) == found.wrong
    assert all(found.x_range[0] <= x1 <= found.x_range[1] for x1, *_ in found.points)


def test_the_boundary_is_never_larger_than_can_be_shown(points: Supervised) -> None:
    found = points.probe("boundary", 500, 400)
    assert isinstance(found, signals.Boundary)
    assert (found.answer.width, found.answer.height) == (64, 64)


def test_the_network_shows_weights_planes_and_their_last_change() -> None:
    experiment = _experiment(NEURON)
    experiment.watch(("network",))
    experiment.train(3)
    found = experiment.probe("network", 60, 30)
    assert isinstance(found, signals.NetworkPicture)
    assert found.names == ("input", "neuron")
    assert found.sizes == (2, 1)
    assert [len(planes) for planes in found.planes] == [2, 1]
    knobs = experiment.read_knobs()
    assert found.weights == (((knobs["w1"],), (knobs["w2"],)),)
    assert found.biases == ((knobs["b"],),)
    twin = _experiment(NEURON)
    twin.train(2)
    before = twin.read_knobs()
    assert found.changes[0][0][0] == pytest.approx(knobs["w1"] - before["w1"], abs=1e-6)
    assert found.at == ()


def test_the_cursor_on_the_plane_feeds_the_network() -> None:
    experiment = _experiment(NEURON, knobs={"w1": 2.0, "w2": -1.0, "b": 0.5})
    experiment.choose("boundary", (1.0, 0.5))
    found = experiment.probe("network", 60, 30)
    assert isinstance(found, signals.NetworkPicture)
    assert found.at == (1.0, 0.5)
    assert found.sums == ((pytest.approx(2.0),),)
    assert found.outputs == ((pytest.approx(1 / (1 + np.exp(-2.0)), rel=1e-5),),)


def test_signal_and_gradients_have_a_bar_for_each_layer(points: Supervised) -> None:
    signal, gradients = points.probe("signal", 9, 9), points.probe("gradients", 9, 9)
    assert isinstance(signal, signals.Profile)
    assert isinstance(gradients, signals.Profile)
    assert signal.layers == ("h1", "h2")
    assert gradients.layers == ("h1", "h2", "out")
    values = points.evaluate()
    assert signal.values == (values["signal[h1]"], values["signal[h2]"])
    assert gradients.values[0] == values["gradient[h1]"]


def test_weights_larger_than_the_panel_show_their_centre(points: Supervised) -> None:
    whole, cut = points.probe("weights:h2", 9, 9), points.probe("weights:h2", 2, 2)
    assert isinstance(whole, signals.Weights)
    assert isinstance(cut, signals.Weights)
    assert whole.shape == cut.shape == (4, 4)
    assert (whole.grid.height, cut.grid.height) == (4, 2)
    assert cut.grid.value(0, 0) == pytest.approx(whole.grid.value(1, 1), abs=0.02)
    assert whole.distinct == 4


def test_the_layer_table_has_a_row_for_each_layer_of_the_lesson(digits: Supervised) -> None:
    found = digits.probe("layers", 60, 20)
    assert isinstance(found, signals.LayerTable)
    assert [row[0] for row in found.rows] == ["conv1", "pool1", "flat", "drop", "norm", "out"]
    assert sum(row[3] for row in found.rows) == found.parameters
    conv1, pool1 = found.rows[0], found.rows[1]
    assert conv1[4] > 0
    assert conv1[5] > 0
    assert np.isnan(pool1[4])


def test_a_histogram_counts_every_output(points: Supervised) -> None:
    found = points.probe("histogram:h2", 20, 9)
    assert isinstance(found, signals.Histogram)
    assert (found.low, found.high) == (-1.0, 1.0)
    assert sum(found.counts) == 60 * 4
    assert len(found.counts) == 20
    assert found.note.endswith("saturated")


# ---- images -------------------------------------------------------------------------------------------------------


def test_a_sample_says_what_the_net_says(digits: Supervised) -> None:
    digits.choose("sample", (3.0,))
    found = digits.probe("sample", 20, 20)
    assert isinstance(found, signals.Sample)
    assert found.index == 3
    assert sum(found.probabilities) == pytest.approx(1, abs=1e-5)
    assert found.loss == pytest.approx(-log(found.probabilities[found.truth]))
    assert found.image is not None
    assert (found.image.height, found.image.width) == (8, 8)


@pytest.mark.parametrize("index", [-1.0, 40.0, 1e9, float("nan")])
def test_a_choice_beyond_the_examples_stays_within_them(digits: Supervised, index: float) -> None:
    digits.choose("sample", (index,))
    found = digits.probe("sample", 20, 20)
    assert isinstance(found, signals.Sample)
    assert 0 <= found.index < 40


def test_filters_and_what_they_answer(digits: Supervised) -> None:
    found = digits.probe("filters:conv1", 60, 20)
    assert isinstance(found, signals.Filters)
    assert len(found.kernels) == len(found.responses) == len(found.peaks) == len(found.dead) == 3
    assert {(k.height, k.width) for k in found.kernels} == {(3, 3)}
    assert {(k.low, k.high) for k in found.kernels} == {(found.kernels[0].low, -found.kernels[0].low)}
    assert {(r.height, r.width) for r in found.responses} == {(6, 6)}
    assert max(found.peaks) == pytest.approx(found.responses[0].high)


def test_a_filter_without_any_answer_is_dead(tmp_path: Path) -> None:
    folder = lessons.written(
        tmp_path / "x",
        lessons.DIGITS,
        ('kernel = 3\nactivation = "relu"', 'kernel = 3\nactivation = "relu"\nbias = -9.0'),
    )
    found = _experiment(folder).probe("filters:conv1", 60, 20)
    assert isinstance(found, signals.Filters)
    assert found.dead == (True, True, True)


def test_a_filter_is_dead_by_the_examples_that_the_run_doctor_looks_at(digits: Supervised) -> None:
    scene = digits._scene
    scene.data = replace(scene.data, val_x=np.zeros_like(scene.data.val_x))  # no filter answers to what is held out
    found, seen = digits.probe("filters:conv1", 60, 20), digits.examine()
    assert isinstance(found, signals.Filters)
    outputs = next(layer.outputs for layer in seen.layers if layer.name == "conv1")
    assert outputs is not None
    assert found.dead == tuple(bool(dead) for dead in (outputs <= 0).all(axis=0))
    assert not all(found.dead)


def test_the_confusion_counts_every_held_out_example(digits: Supervised) -> None:
    found = digits.probe("confusion", 20, 20)
    assert isinstance(found, signals.Confusion)
    counts = np.array(found.counts)
    assert counts.shape == (10, 10)
    assert counts.sum() == found.total == 40
    assert counts.trace() / 40 == pytest.approx(digits.evaluate()["val_accuracy"])


def test_the_gallery_shows_mistakes_first(digits: Supervised) -> None:
    found = digits.probe("gallery", 44, 20)
    assert isinstance(found, signals.Gallery)
    wrong = [truth != answer for truth, answer in zip(found.truths, found.answers, strict=True)]
    assert wrong == sorted(wrong, reverse=True)
    assert found.wrong >= sum(wrong)
    assert len(found.images) == 4 * 3


FIRST = "[[experiment.small.layers]]"
AUGMENTED = (FIRST, f'{FIRST}\nname = "moved"\ntype = "augment"\nshift = 0.2\nnoise = 0.1\n\n{FIRST}')


def test_the_same_digit_as_training_steps_may_see_it(tmp_path: Path, digits: Supervised) -> None:
    experiment = _experiment(lessons.written(tmp_path / "x", lessons.DIGITS, AUGMENTED), 10)
    experiment.choose("augmented", (3.0,))
    state = experiment.state()
    found, sample = experiment.probe("augmented", 44, 20), experiment.probe("sample", 20, 20)
    assert isinstance(found, signals.Gallery)
    assert isinstance(sample, signals.Sample)
    assert len(found.images) == found.total == 12
    assert found.images[0] == sample.image
    assert len({image.levels for image in found.images}) == 12
    assert found.truths == (sample.truth,) * 12
    assert found.indices == (3,) * 12
    assert found.wrong == sum(answer != sample.truth for answer in found.answers)
    assert experiment.probe("augmented", 44, 20) == found
    assert all((value == state[name]).all() for name, value in experiment.state().items())
    few = experiment.probe("augmented", 1, 1)
    assert isinstance(few, signals.Gallery)
    assert few.images == found.images[:6]
    assert isinstance(digits.probe("augmented", 44, 20), signals.Absent)


# ---- text ---------------------------------------------------------------------------------------------------------


def test_the_hidden_state_while_reading(words: Supervised) -> None:
    words.choose("hidden", (0.0, 1.0))
    found = words.probe("hidden", 40, 5)
    assert isinstance(found, signals.Hidden)
    assert (found.states.height, found.states.width, found.units) == (5, 12, 8)
    assert len(found.reads) == len(found.guesses) == len(found.truths) == len(found.surprise) == len(found.best) == 12
    assert found.reads[1:] == found.truths[:-1]
    assert [best[0][0] for best in found.best] == list(found.guesses)
    assert all(p >= q for best in found.best for (_, p), (_, q) in pairwise(best))


def test_made_up_text_is_the_same_for_the_same_step_and_bolder_when_hotter(words: Supervised) -> None:
    one, two = words.probe("text", 40, 5), words.probe("text", 40, 5)
    assert isinstance(one, signals.Writing)
    assert one == two
    assert [temperature for temperature, _ in one.lines] == [0.3, 0.5, 0.8, 1.2]
    assert one.step == 10


def test_a_net_that_reads_in_pieces_writes_in_one_call(
    words: Supervised, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its state goes on beyond the window; a net that attends to whole sequences reads a window that slides."""
    asked: list[int] = []
    whole = text._through_windows
    monkeypatch.setattr(text, "_through_windows", lambda *given: asked.append(len(given[1])) or whole(*given))
    written = text.written(words._scene, (0.0, 0.5, 0.5, 2.0), 30)
    assert [len(line) for line in written] == [len(written[0])] * 4
    assert not asked
    attending = _experiment(lessons.written(tmp_path / "x", lessons.ATTENDING), 3)
    assert len(text.written(attending._scene, (1.0,), 30)) == 1
    assert asked == [1]


def test_more_is_written_where_there_is_room_and_no_name_is_cut_off(words: Supervised) -> None:
    small, large = words.probe("text", 40, 5), words.probe("text", 40, 16)
    assert isinstance(small, signals.Writing)
    assert isinstance(large, signals.Writing)
    counts = [(len(few), len(many)) for (_, few), (_, many) in zip(small.lines, large.lines, strict=True)]
    assert all(few <= many for few, many in counts)
    assert sum(many for _, many in counts) > sum(few for few, _ in counts)
    ended = text._whole("neon\narg", load("elements"))
    assert ended == "neon"
    assert text._whole("xqzzyargon", load("elements")) == "xqzzyargon"
    assert text._whole("hellohel", load("hello")) == "hellohel"


def test_a_net_that_learned_a_word_writes_it(tmp_path: Path) -> None:
    folder = lessons.written(
        tmp_path / "x",
        lessons.TEXT,
        ('source = "elements"\ntime = 12', 'source = "hello"'),
        ("batch = 16", 'batch = "all"'),
        ("rate = 0.01", "rate = 0.05"),
    )
    found = _experiment(folder, 150).probe("text", 11, 5)
    assert isinstance(found, signals.Writing)
    assert "".join(word for word, _ in found.lines[0][1]).startswith("hello")


def test_temperature() -> None:
    p = np.array([0.5, 0.3, 0.2])
    assert text.chances(p, 1.0) == pytest.approx(p)
    assert text.chances(p, 0.1)[0] > 0.99
    assert text.chances(p, 100.0) == pytest.approx([1 / 3] * 3, abs=0.01)
    assert text.chances(np.array([0.0, 1.0]), 0.5) == pytest.approx([0, 1])
    assert text.chances(np.array([np.nan, np.nan]), 0.5) == pytest.approx([0.5, 0.5])


# ---- a run that left the numbers --------------------------------------------------------------------------------


def test_pictures_of_a_net_that_is_no_number_are_still_pictures(points: Supervised) -> None:
    state = points.state()
    points.restore({n: np.full_like(a, np.nan) if n.endswith(".weight") else a for n, a in state.items()})
    for panel in (
        "boundary",
        "network",
        "layers",
        "signal",
        "gradients",
        "histogram:h1",
        "weights:h1",
        "sample",
        "confusion",
    ):
        signal = points.probe(panel, 12, 12)
        assert signals.to_json(signal)["kind"] == type(signal).__name__
