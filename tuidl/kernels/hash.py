"""Chance as a hash of (seed, layer, step, element): recomputed, never stored, and the same bits in every executor.

Each executor compiles these two formulas in its own way; `reference` calls them as they are, on whole arrays.
"""

from typing import Any

STEP_FACTOR, LAYER_FACTOR, KEY_FACTOR = 747796405, 277803737, 2891336453
GOLDEN, FIRST, SECOND = 0x9E3779B9, 0x85EBCA6B, 0xC2B2AE35  # murmur3's finaliser on a Weyl sequence
LOW = 0xFFFFFFFF  # 32 bits: products that wrap at 64 leave these right


def key(seed: int, layer: int, step: int) -> int:
    """What the numbers of one layer and step have in common."""
    return (seed + step * STEP_FACTOR + layer * LAYER_FACTOR) * KEY_FACTOR & LOW


def scrambled(number: Any, common: int) -> Any:
    """32 bits that look random, for an element's number and its key."""
    h = (number * GOLDEN + common) & LOW
    h = (h ^ (h >> 16)) * FIRST & LOW
    h = (h ^ (h >> 13)) * SECOND & LOW
    return h ^ (h >> 16)
