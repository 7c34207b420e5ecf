"""Reduced motion: nothing blinks or slides, recordings show their end at once, and a run is drawn once a second."""

import os

VARIABLE = "TUIDL_MOTION"
FRAME, CALM = 1 / 12, 1.0  # seconds between two drawings of a run


def reduced() -> bool:
    """Whether it is asked for: ``TUIDL_MOTION=reduced``."""
    return os.environ.get(VARIABLE, "").strip().lower() == "reduced"


def switch() -> bool:
    """From one to the other, for this session; whether motion is reduced now."""
    os.environ[VARIABLE] = "full" if reduced() else "reduced"
    return reduced()


def pause(interval: float) -> float:
    """Seconds between two pictures of a panel that draws every ``interval`` seconds."""
    return max(interval, CALM) if reduced() else interval
