"""Every picture has words, whatever it shows."""

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.recordings import hostile, runs
from tuidl import signals
from tuidl.events import Evaluated, Probed
from tuidl.plain import seen
from tuidl.view import RunView

SHOWN = {
    "boundary": hostile.boundaries(), "network": hostile.networks(), "filters:a": hostile.filters(),
    "kernel:a": hostile.slidings(), "sample": hostile.samples(), "confusion": hostile.confusions(),
    "layers": hostile.layer_tables, "timing": hostile.timings, "signal": hostile.profiles(),
    "activation:a": hostile.functions(), "histogram:a": hostile.histograms, "surface": hostile.surfaces(),
    "histograms": hostile.spreads(), "embedding:a": hostile.scatters(), "maps:a": hostile.grids(),
    "distance:a": hostile.distances,
    "hidden": hostile.hiddens(), "text": hostile.writings, "gallery": hostile.galleries(), "weights:a": hostile.weights,
}  # fmt: skip


def test_there_are_words_for_every_kind_of_picture():
    apart = {signals.Dissection, signals.Closeup, signals.Audit, signals.Drawing}  # the microscope's, and the easel's
    assert set(seen._SPOKEN) == set(get_args(signals.Signal)) - apart


@pytest.mark.parametrize("panel", SHOWN)
@given(data=st.data())
@settings(max_examples=25)
def test_any_signal_is_told_in_lines_of_text(panel, data):
    view = RunView()
    view.apply(Probed(panel, 1, data.draw(SHOWN[panel])))
    told = seen.told(panel, view)
    assert told
    assert all(line.strip() for line in told)


def test_what_a_confusion_says():
    view = RunView()
    view.apply(Probed("confusion", 1, signals.Confusion(("cat", "dog"), ((3, 2), (0, 5)), 10)))
    assert seen.told("confusion", view) == ["8 of 10 held-out examples are right.", "2 times cat was called dog."]


def test_what_a_histogram_does_not_hold_is_told():
    view = RunView()
    for counts, told in (((300, 87), "12 (3.0 %) below −0.25, 1 (0.2 %) above 0.25"), ((0, 0), "12 (92.3 %) below")):
        view.apply(Probed("rates", 1, signals.Histogram("w", -0.25, 0.25, counts, beyond=(12, 1))))
        assert seen.told("rates", view)[-1].startswith(told)


def test_a_curve_in_words_and_the_values():
    view = RunView()
    assert seen.told("loss", view) == ["Nothing yet: type run."]
    for step, loss in ((0, 2.0), (50, 1.0), (100, 0.5)):
        view.apply(Evaluated(step, 1, {"loss": loss, "accuracy": 0.5}, {}))
    (told,) = seen.told("loss", view)
    assert told.startswith("Loss fell from 2 at step 0 to 0.5 at step 100")
    assert seen.values(view) == ["At step 100:", "loss 0.5", "accuracy 50.0 %"]


def test_the_recorded_network_is_read_out():
    told = seen.told("network", runs.neuron())
    assert any("weights" in line and "bias" in line for line in told)
