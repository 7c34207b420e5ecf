import pytest

from tuidl.tui.drawing.ink import ANSI, ASCII, DARK, INKS, LEVELS, LIGHT, choose, glyphs, mix, ramp, readable_on


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ink", [DARK, LIGHT], ids=lambda ink: ink.name)
def test_text_can_be_read_on_screen_and_paper(ink):
    for role in ("dim", "text", "bright", "accent", "good", "warn", "bad", "one", "two"):
        assert contrast(getattr(ink, role), ink.bg) >= 4.5, role
        assert contrast(getattr(ink, role), ink.page) >= 4.2, role
    assert contrast(ink.faint, ink.bg) >= 3
    assert contrast(ink.accent, ink.chip) >= 4.5


@pytest.mark.parametrize("ink", INKS.values(), ids=lambda ink: ink.name)
def test_maps_have_32_levels_and_run_from_end_to_end(ink):
    for stops in (ink.diverging, ink.sequential, ink.image):
        colours = ramp(stops)
        assert len(colours) == LEVELS
        assert (colours[0], colours[-1]) == (stops[0], stops[-1])


@pytest.mark.parametrize("ink", [DARK, LIGHT], ids=lambda ink: ink.name)
def test_zero_is_close_to_the_screen(ink):
    for colour in (ink.diverging[1], ink.sequential[0], ink.image[0]):
        assert contrast(colour, ink.bg) < 1.7


def test_numbers_on_a_map_can_be_read_at_every_level():
    for ink in (DARK, LIGHT):
        for colour in (*ramp(ink.diverging), *ramp(ink.sequential)):
            assert contrast(readable_on(colour), colour) >= 4.0, colour


def test_mix_goes_from_one_colour_to_the_other():
    assert mix("#102030", "#f0e0d0", 0) == "#102030"
    assert mix("#102030", "#f0e0d0", 1) == "#f0e0d0"
    assert mix("bright_red", "#f0e0d0", 0.5) == "bright_red"


@pytest.mark.parametrize(
    ("environment", "name"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "dark"),
        ({"TERM": "xterm-256color"}, "dark"),
        ({"TERM": "xterm-16color"}, "ansi"),
        ({"TERM": "linux"}, "ansi"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "mono"),
    ],
)
def test_ink_follows_the_terminal(environment, name):
    assert choose(environment).name == name


def test_light_and_ascii_on_request():
    assert choose({"COLORTERM": "24bit"}, light=True) == LIGHT
    plain = choose({"TERM": "vt100", "TUIDL_GLYPHS": "ascii"})
    assert (plain.name, plain.glyphs.done) == (ANSI.name, "+")


@pytest.mark.parametrize(
    ("environment", "plain"),
    [
        ({}, False),
        ({"LANG": "de_DE.UTF-8"}, False),
        ({"LANG": "en_GB.utf8", "LC_CTYPE": ""}, False),
        ({"LC_CTYPE": "UTF-8"}, False),
        ({"LANG": "C"}, True),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, True),  # the second is Python's own doing
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "POSIX"}, True),
        ({"LANG": "de_DE.ISO-8859-15@euro"}, True),
        ({"LANG": "de_DE"}, True),
        ({"LANG": "ja_JP.eucJP", "LC_CTYPE": "C.UTF-8"}, False),
        ({"LANG": "C", "TUIDL_GLYPHS": "unicode"}, False),
        ({"LANG": "C.UTF-8", "TUIDL_GLYPHS": "ascii"}, True),
    ],
)
def test_a_locale_without_utf8_gets_plain_marks(environment, plain):
    assert (glyphs(environment) is ASCII) is plain
    assert choose({**environment, "TERM": "xterm-256color"}).plain is plain
