"""The 256 colours some terminals have: the one nearest to a wanted colour, chosen by eye and not by channel."""

from functools import lru_cache

from tuidl.tui.drawing.ink import oklab

STEPS = (0, 95, 135, 175, 215, 255)
GREYS = tuple(round(255 * n / 25) for n in range(1, 25))  # as Rich counts them back


@lru_cache(1)
def _colours() -> tuple[tuple[str, tuple[float, float, float]], ...]:
    cube = [f"#{r:02x}{g:02x}{b:02x}" for r in STEPS for g in STEPS for b in STEPS if not r == g == b]
    greys = ["#000000", *(f"#{v:02x}{v:02x}{v:02x}" for v in GREYS), "#ffffff"]
    return tuple((colour, oklab(colour)) for colour in (*greys, *cube))


@lru_cache(8192)
def nearest(colour: str) -> str:
    """The terminal's colour with the smallest difference in Oklab; named colours stay."""
    if colour[0] != "#":
        return colour
    lightness, a, b = oklab(colour)
    return min(_colours(), key=lambda c: (c[1][0] - lightness) ** 2 + (c[1][1] - a) ** 2 + (c[1][2] - b) ** 2)[0]
