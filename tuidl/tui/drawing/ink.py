"""Colours by role, colour maps of 32 levels and glyphs: everything a drawing may choose from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from tuidl.encoding import plain

LEVELS = 32
Stops = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The marks that carry a fact; a word stands with them in lists."""

    done: str = "✔"
    half: str = "◐"
    new: str = "○"
    wrong: str = "✘"
    diverged: str = "✖"
    doctor: str = "!"
    running: str = "▶"
    paused: str = "‖"
    pointed: str = "▸"
    reset: str = "↻"
    locked: str = "·"
    best: str = "★"
    train: str = "●"
    validation: str = "◆"
    chosen: str = "◉"
    less: str = "◂"
    more: str = "▸"
    down: str = "↓"
    up: str = "↑"
    above: str = "▼"
    below: str = "▲"
    lanes: str = "●◆▲■▼"  # the runs of a race, so that colour is never alone


UNICODE = Glyphs()
ASCII = Glyphs(
    done="+",
    half="~",
    new="o",
    wrong="x",
    diverged="X",
    running=">",
    paused="=",
    pointed=">",
    reset="r",
    locked=".",
    best="*",
    train="o",
    validation="#",
    chosen="@",
    less="<",
    more=">",
    down="v",
    up="^",
    above="v",
    below="^",
    lanes="o#^%v",
)  # for terminals that draw the others two columns wide


@dataclass(frozen=True, slots=True)
class Ink:
    """Every colour by role. ``accent`` means *you*; data is ``one`` and ``two``; verdicts carry a glyph as well.

    ``ansi``: the terminal's 16 colours by name. ``mono``: none at all, so pictures become shades of ink.
    """

    name: str
    dark: bool
    bg: str
    page: str  # the paper that prose stands on
    line: str  # borders, tracks, grid
    faint: str  # ticks, locked; never a fact that stands nowhere else
    dim: str  # labels, units, ranges
    text: str
    bright: str  # titles and the number that matters
    accent: str
    chip: str  # behind an accent word or the chosen row
    good: str
    warn: str
    bad: str
    one: str  # first series: train, negative, class 0
    one_faint: str
    two: str  # second series: validation, positive, class 1
    three: str  # more runs and classes: told apart with any kind of colour blindness
    four: str
    diverging: Stops
    sequential: Stops
    image: Stops
    ansi: bool = False
    mono: bool = False
    glyphs: Glyphs = UNICODE
    indexed: bool = False  # shown with the nearest of 256 colours

    @property
    def series(self) -> tuple[str, ...]:
        """The colours of runs in a race, and of classes; a glyph of its own stands with each."""
        return self.one, self.two, self.three, self.four, self.bright

    @property
    def plain(self) -> bool:
        """Whether everything is drawn in plain ASCII."""
        return self.glyphs is ASCII

    def ascii(self) -> "Ink":
        """The same colours with marks of plain ASCII; pictures become shades, for half a character has no letter."""
        return replace(self, glyphs=ASCII, ansi=True, mono=True)

    def quiet(self, stops: Stops, share: float = 0.38) -> Stops:
        """A map led into the background, so that a field of colour does not outshine the panel in focus."""
        return stops if self.ansi else tuple(mix(stop, self.bg, share) for stop in stops)


GREYS = ("black", "bright_black", "white", "bright_white")
DARK = Ink(
    name="dark",
    dark=True,
    bg="#0e1116",
    page="#151a21",
    line="#2b333e",
    faint="#616d7c",
    dim="#8692a1",
    text="#c5ced9",
    bright="#f0f4f8",
    accent="#b9a0f5",
    chip="#2c2546",
    good="#74c794",
    warn="#e3b455",
    bad="#ef8272",
    one="#5fb0ee",
    one_faint="#274c68",
    two="#f4a95d",
    three="#5d9300",
    four="#d15697",
    diverging=("#5cb3ff", "#2a3038", "#ffa246"),
    sequential=(  # viridis, its low end led into the screen: no response looks like nothing
        *("#191a2b", "#382a66", "#41468a", "#355f8d", "#2a788e", "#21918c"),
        *("#22a884", "#44bf70", "#7ad151", "#bddf26", "#fde725"),
    ),
    image=("#171c23", "#f2f5f8"),
)
LIGHT = Ink(
    name="light",
    dark=False,
    bg="#fcfbf8",
    page="#f4f1ea",
    line="#d6d0c4",
    faint="#8f8879",
    dim="#676257",
    text="#37352f",
    bright="#12110e",
    accent="#6337c4",
    chip="#e6dcfa",
    good="#206b44",
    warn="#825900",
    bad="#b83227",
    one="#1a6db8",
    one_faint="#b9d3ea",
    two="#ad5100",
    three="#0f4a05",
    four="#8e2c58",
    diverging=("#1559a6", "#e6e2d9", "#c25700"),
    sequential=("#efece3", "#cfe2c6", "#97cbb2", "#57a7a3", "#337d90", "#29557e", "#2b2a5e"),
    image=("#efebe2", "#1c1a16"),
)
ANSI = Ink(
    name="ansi",
    dark=True,
    bg="default",
    page="default",
    line="bright_black",
    faint="bright_black",
    dim="white",
    text="white",
    bright="bright_white",
    accent="bright_magenta",
    chip="default",
    good="bright_green",
    warn="bright_yellow",
    bad="bright_red",
    one="bright_cyan",
    one_faint="blue",
    two="bright_yellow",
    three="bright_green",
    four="bright_red",
    diverging=("bright_cyan", "bright_black", "bright_yellow"),
    sequential=GREYS,
    image=GREYS,
    ansi=True,
)
MONO = replace(ANSI, name="mono", mono=True)
INKS = {ink.name: ink for ink in (DARK, LIGHT, ANSI, MONO)}


def choose(environment: Mapping[str, str], light: bool = False) -> Ink:
    """The ink a terminal can show: none for NO_COLOR, 16 colours where no more are announced, else dark or light."""
    if environment.get("NO_COLOR"):
        ink = MONO
    else:
        rich = environment.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit") or "WT_SESSION" in environment
        many = environment.get("TERM", "").rpartition("-")[2] in ("256color", "direct", "kitty")
        ink = (LIGHT if light else DARK) if rich or many else ANSI
    return ink.ascii() if glyphs(environment) is ASCII else ink


def glyphs(environment: Mapping[str, str]) -> Glyphs:
    """The marks that this terminal can show."""
    return ASCII if plain(environment) else UNICODE


Lab = tuple[float, float, float]


def oklab(colour: str) -> Lab:
    """sRGB to Oklab (Ottosson 2020)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (((c + 0.055) / 1.055) ** 2.4 if c > 0.04045 else c / 12.92 for c in channels)
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    middle = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _hex(lab: Lab) -> str:
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    channels = (1.055 * c ** (1 / 2.4) - 0.055 if c > 0.0031308 else 12.92 * c for c in linear)
    return "#" + "".join(f"{round(min(max(c, 0.0), 1.0) * 255):02x}" for c in channels)


def _between(a: Lab, b: Lab, share: float) -> Lab:
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share)


@lru_cache(4096)
def mix(a: str, b: str, share: float) -> str:
    """``share`` of ``b`` in ``a``, mixed in Oklab; a colour known only by name stays ``a``."""
    return a if a[0] != "#" or b[0] != "#" else _hex(_between(oklab(a), oklab(b), share))


@lru_cache(256)
def ramp(stops: Stops, levels: int = LEVELS) -> Stops:
    """``levels`` colours through the stops in even Oklab steps; of named colours the nearest stop."""
    if len(stops) < 2:
        return stops * levels
    if any(stop[0] != "#" for stop in stops):
        return tuple(stops[i * len(stops) // levels] for i in range(levels))
    labs = [oklab(stop) for stop in stops]
    colours = []
    for i in range(levels):
        at = i * (len(stops) - 1) / max(1, levels - 1)
        left = min(int(at), len(stops) - 2)
        colours.append(_hex(_between(labs[left], labs[left + 1], at - left)))
    return tuple(colours)


@lru_cache(4096)
def readable_on(colour: str) -> str:
    """Nearly black or nearly white, whichever has more contrast on a colour."""
    if colour[0] != "#":
        return "#f4f6f8"
    r, g, b = ((int(colour[i : i + 2], 16) / 255) ** 2.2 for i in (1, 3, 5))
    return "#0b0d10" if 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 else "#f4f6f8"
