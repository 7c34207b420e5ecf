"""A typed number for a weight: what it says, and what is wrong with it. Pure."""

from math import isfinite

from tuidl.language import tr

LARGEST = 1e30


def parsed(line: str) -> float:
    """The number; ValueError for a text that is none. A real minus and a decimal comma will do."""
    return float(line.replace("−", "-").replace(",", "."))


def wrong(line: str) -> str:
    """Why a line will not do; empty for one that will."""
    try:
        value = parsed(line)
    except ValueError:
        return tr("type a number, such as 0.5 or −1.2e-3")
    return "" if isfinite(value) and abs(value) <= LARGEST else tr("that is too large for a weight")
