"""Colours as people see them who lack one kind of cone, and as the terminal's light meets any eye.

Simulated after Machado, Oliveira and Fernandes (2009), at full severity; distances are those of Oklab.
"""

from itertools import combinations, pairwise
from math import dist

import pytest

from tests.tui.drawing.test_ink import contrast
from tuidl.tui.drawing.ascii import spelt
from tuidl.tui.drawing.boundary import MARKS, class_colours
from tuidl.tui.drawing.ink import ASCII, DARK, INKS, LIGHT, UNICODE, mix, oklab, ramp
from tuidl.tui.drawing.look import MARKS as DATA_MARKS
from tuidl.tui.drawing.palette import nearest

SIGHT = {
    "usual": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900),
    ),
}  # fmt: skip
COLOURED = pytest.mark.parametrize("ink", [DARK, LIGHT], ids=lambda ink: ink.name)
SEEN = pytest.mark.parametrize("sight", SIGHT)
JUST = 0.02  # a difference that is just seen, side by side


def seen(colour: str, sight: str) -> tuple[float, float, float]:
    """In Oklab, what somebody with that sight sees."""
    linear = [((c + 0.055) / 1.055) ** 2.4 if c > 0.04045 else c / 12.92 for c in _channels(colour)]
    light = [min(max(sum(m * c for m, c in zip(row, linear, strict=True)), 0.0), 1.0) for row in SIGHT[sight]]
    return oklab("#" + "".join(f"{round(255 * _shown(c)):02x}" for c in light))


def _channels(colour: str) -> list[float]:
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def _shown(c: float) -> float:
    return 1.055 * c ** (1 / 2.4) - 0.055 if c > 0.0031308 else 12.92 * c


def apart(a: str, b: str, sight: str) -> float:
    return dist(seen(a, sight), seen(b, sight))


def test_the_simulation_takes_what_it_should():
    red, green = "#d04040", "#6f7a1f"
    assert apart(red, green, "usual") > 2 * apart(red, green, "deuteranopia")
    assert apart("#0060ff", "#007a6c", "usual") > 1.5 * apart("#0060ff", "#007a6c", "tritanopia")
    assert seen("#808080", "protanopia") == pytest.approx(oklab("#808080"), abs=0.01)


@COLOURED
@SEEN
def test_training_and_validation_negative_and_positive(ink, sight):
    assert apart(ink.one, ink.two, sight) > 0.2
    assert apart(ink.two, ink.accent, sight) > 0.1  # beside ``one`` a prediction is told by its dots alone


@COLOURED
@SEEN
def test_runs_of_a_race_and_classes(ink, sight):
    for a, b in combinations(ink.series, 2):
        assert apart(a, b, sight) > 0.09, (a, b)
    for a, b in combinations(class_colours(ink, 5), 2):
        assert apart(mix(a, ink.bg, 0.55), mix(b, ink.bg, 0.55), sight) > JUST, (a, b)


@COLOURED
@SEEN
def test_maps_of_one_sign_rise_step_by_step(ink, sight):
    """No step of the 32 is lost, and light alone tells low from high."""
    for stops in (ink.sequential, ink.image):
        lights = [seen(colour, sight)[0] for colour in ramp(stops)]
        steps = [(b - a) * (1 if lights[-1] > lights[0] else -1) for a, b in pairwise(lights)]
        assert min(steps) > 0.005
        assert abs(lights[-1] - lights[0]) > 0.6


@COLOURED
@SEEN
def test_signs_are_told_apart_on_a_map_of_both(ink, sight):
    colours = ramp(ink.diverging)
    for k in range(11):  # further in both ends are nearly zero
        assert apart(colours[k], colours[-1 - k], sight) > 0.06, k
    middle = colours[len(colours) // 2]
    assert min(apart(middle, colours[0], sight), apart(middle, colours[-1], sight)) > 0.3
    for half in (colours[:16][::-1], colours[16:]):  # the further from zero, the further from the screen
        far = [apart(colour, middle, sight) for colour in half]
        assert all(b > a for a, b in pairwise(far))


@COLOURED
@SEEN
def test_with_256_colours_too(ink, sight):
    assert apart(nearest(ink.one), nearest(ink.two), sight) > 0.15
    for a, b in combinations(ink.series, 2):
        assert apart(nearest(a), nearest(b), sight) > 0.06, (a, b)


@COLOURED
def test_contrast_of_what_is_read(ink):
    """WCAG 2.2 AA: 4.5 for text, 3 for what only helps (faint: never a fact that stands nowhere else)."""
    roles = ("dim", "text", "bright", "accent", "good", "warn", "bad", "one", "two", "three", "four")
    for role in roles:
        for ground in (ink.bg, ink.page):
            assert contrast(getattr(ink, role), ground) >= 4.5, role
        assert contrast(nearest(getattr(ink, role)), nearest(ink.bg)) >= 4.0, role
    assert min(contrast(ink.faint, ground) for ground in (ink.bg, ink.page)) >= 3
    for role in ("dim", "text", "bright", "accent", "good", "warn"):  # what stands on a chosen row
        assert contrast(getattr(ink, role), ink.chip) >= 4.5, role
    assert contrast(ink.bright, ink.line) >= 4.5  # a literal


@pytest.mark.parametrize("ink", INKS.values(), ids=lambda ink: ink.name)
def test_each_run_of_a_race_and_each_class_has_a_colour_and_a_glyph(ink):
    assert len(set(ink.series)) == len(ink.series) == len(UNICODE.lanes) == len(ASCII.lanes)
    for marks in (UNICODE.lanes, ASCII.lanes, MARKS, DATA_MARKS, UNICODE.train + UNICODE.validation):
        assert len(set(marks)) == len(marks)
        assert len(set(spelt(marks))) == len(marks), spelt(marks)
