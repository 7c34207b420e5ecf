"""Seeded streams of random numbers: one per purpose, so that using one never moves another."""

from zlib import crc32

from numpy.random import PCG64, Generator, SeedSequence


def stream(seed: int, purpose: str, *places: int) -> Generator:
    """The generator for ``purpose`` (and a place in it, such as an epoch) under ``seed``; always the same."""
    return Generator(PCG64(SeedSequence([seed, crc32(purpose.encode()), *places])))
