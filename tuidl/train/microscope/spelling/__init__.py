"""Spelling: each number of an instruction as a formula with the real numbers in it; one file a family of operations."""

from importlib import import_module

from tuidl.signals import Piece
from tuidl.train.microscope.places import Index
from tuidl.train.microscope.spelling.piece import SPELLERS, Moment

FAMILIES = ("activation", "dense", "gated", "loss", "normal", "optimizer", "sequence", "window")
for _family in FAMILIES:
    import_module(f"{__name__}.{_family}")


def spell(moment: Moment, operand: str, index: Index) -> tuple[Piece, ...]:
    """The right-hand side of ``operand[index] = ...``; empty where only the catalogue's equation can be shown."""
    speller = SPELLERS.get((moment.instruction.operation.name, operand))
    return tuple(speller(moment, index)) if speller is not None else ()


__all__ = ["SPELLERS", "Moment", "spell"]
