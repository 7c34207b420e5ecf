"""A number spelt out: pieces of a formula with the real numbers in it, and the table of those who can write them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tuidl.kernels import Array
from tuidl.language import tr, trn
from tuidl.program import Tensor
from tuidl.program.program import Instruction
from tuidl.signals import Piece
from tuidl.train.microscope.naming import short
from tuidl.train.microscope.places import Index

Term = list[Piece]
SHOWN = 6  # terms of a sum that are written one by one
FIRST = 3  # of a longer sum


@dataclass(frozen=True)
class Moment:
    """An instruction and what its operands held before and after it, each as the operation declares it."""

    instruction: Instruction
    before: dict[str, Array]
    after: dict[str, Array]
    step: int

    def option(self, name: str) -> float:
        """A size or a real number of the instruction."""
        value = self.instruction.operands[name]
        assert isinstance(value, int | float)
        return value

    def size(self, name: str) -> int:
        """A whole one."""
        return int(self.option(name))

    def has(self, name: str) -> bool:
        """Whether an operand that may be left out is there."""
        return name in self.after

    def old(self, name: str, *index: int) -> Piece:
        """A number of an operand, as it was before."""
        return self._piece(self.before, name, index)

    def new(self, name: str, *index: int) -> Piece:
        """A number of an operand, as the instruction left it."""
        return self._piece(self.after, name, index)

    def _piece(self, arrays: dict[str, Array], name: str, index: Index) -> Piece:
        tensor = self.instruction.operands[name]
        assert isinstance(tensor, Tensor)
        shape = arrays[name].shape
        shown = [str(i) for i, size in zip(index, shape, strict=True) if size > 1]
        label = short(tensor) + (f"[{','.join(shown)}]" if shown else "")
        return Piece(label, float(arrays[name][index]), tensor.root.name)


Speller = Callable[[Moment, Index], Term]
SPELLERS: dict[tuple[str, str], Speller] = {}


def spells(*names: str) -> Callable[[Speller], Speller]:
    """Say who spells an operand of an operation: ``dense.forward y``."""

    def register(speller: Speller) -> Speller:
        for name in names:
            operation, operand = name.split()
            if SPELLERS.setdefault((operation, operand), speller) is not speller:
                raise ValueError(f"{name} is spelt twice")
        return speller

    return register


def word(text: str) -> Piece:
    """A sign or the name of a function."""
    return Piece(text)


def number(text: str, value: float) -> Piece:
    """A number that stands in no tensor."""
    return Piece(text, float(value))


def written(*parts: Piece | str | Sequence[Piece | str]) -> Term:
    """Pieces one after the other."""
    made: Term = []
    for part in parts:
        each = [part] if isinstance(part, str | Piece) else part
        made += [word(p) if isinstance(p, str) else p for p in each]
    return made


def total(terms: Sequence[tuple[Term, float]]) -> Term:
    """Terms with their values, added; of many those of zero go first, then the middle becomes one number."""
    if not terms:
        return [number(tr("nothing"), 0.0)]
    zeros = 0
    if len(terms) > SHOWN:
        kept = [term for term in terms if term[1] != 0]
        zeros = len(terms) - len(kept)
        terms = kept
    parts = [term for term, _ in terms]
    if len(terms) > SHOWN:
        middle = terms[FIRST:-1]
        between = [number(trn("{n} more", "{n} more", len(middle)), float(np.sum([value for _, value in middle])))]
        parts = [*parts[:FIRST], between, parts[-1]]
    if zeros:
        parts.append([number(tr("{zeros} that are", zeros=zeros), 0.0)])
    made: Term = []
    for i, part in enumerate(parts):
        made += part if i == 0 else [word(" + "), *part]
    return made


def product(*factors: Piece) -> tuple[Term, float]:
    """Factors side by side, with what they make."""
    made: Term = []
    value = 1.0
    for i, factor in enumerate(factors):
        made += [factor] if i == 0 else [word(" · "), factor]
        value *= factor.value if factor.value is not None else 1.0
    return made, value
