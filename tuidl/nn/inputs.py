"""What a model reads: the shape of one example, of each input if there are several."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tuidl.language import later, tr
from tuidl.nn.layers import Embedding, Layer, OneHot
from tuidl.program import Builder, Tensor
from tuidl.program.tensor import in_one_row

READABLE = later("give features (n,), a sequence of features (time, n), images (h, w, c) or tokens (time,)")
ONLY = "x"  # the name of an input that was given none
TAKEN = (  # names that programs use for arrays of their own
    *("y", "indices", "loss", "hit", "real", "count", "output", "moments", "reading"),
)


class Whole(tuple[int, ...]):
    """The shape of whole numbers: ``Whole(24)`` a row of tokens for each example, ``Whole()`` one number, as a length.

    A row of whole numbers is read as (time, batch), as the tokens of a sequence are.
    """

    def __new__(cls, *shape: int) -> "Whole":
        """ValueError for a shape of two or more dimensions."""
        if len(shape) > 1 or min(shape, default=1) < 1:
            raise ValueError(
                tr("whole numbers come as one or as a row for each example, not with shape {shape}", shape=shape)
            )
        return super().__new__(cls, shape)

    def __repr__(self) -> str:
        return f"Whole({', '.join(map(str, self))})"


Shape = tuple[int, ...]
Shapes = Sequence[int] | Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs by name, in order; the first is what the first layer gets."""

    shapes: dict[str, Shape]  # a Whole for whole numbers

    @classmethod
    def of(cls, given: Shapes, first: Layer) -> "Inputs":
        """From what a model is given: one shape, or one for each name.

        A single shape is one of tokens if the first layer reads tokens. ValueError for what no program can read.
        """
        if not isinstance(given, Mapping):
            shape = tuple(int(n) for n in given)
            tokens = isinstance(first, OneHot | Embedding)
            if tokens and (len(shape) != 1 or shape[0] < 1):
                raise ValueError(
                    tr("examples of shape {shape} cannot be read; {readable}", shape=shape, readable=READABLE)
                )
            return cls({ONLY: Whole(*shape) if tokens else _plain(shape, "examples")})
        if not given:
            raise ValueError(tr("a model needs at least one input"))
        for name in given:
            if name in TAKEN or not name.isidentifier():
                raise ValueError(tr("an input cannot be named '{name}'; take another word", name=name))
        return cls({
            name: shape
            if isinstance(shape, Whole)
            else _plain(tuple(int(n) for n in shape), tr("input '{name}'", name=name))
            for name, shape in given.items()
        })  # fmt: skip

    @property
    def given(self) -> Shape | dict[str, Shape]:
        """As a model was given them."""
        return self.shapes[ONLY] if list(self.shapes) == [ONLY] else self.shapes

    def build(self, emit: Builder) -> Tensor:
        """Emit the gathering of a batch of every input; returns the first."""
        made = [self._gathered(name, shape, emit) for name, shape in self.shapes.items()]
        return made[0]

    @staticmethod
    def _gathered(name: str, shape: Shape, emit: Builder) -> Tensor:
        batch = emit.batch
        if isinstance(shape, Whole):
            x = emit.tensor(name, (*shape, batch), "int", "data", tight=True, timed=bool(shape))
            if name in emit.sources:
                emit.sources[name](x)
            else:
                emit("data.tokens" if shape else "data.labels", examples=name, indices="indices", x=x)
        elif len(shape) == 3:
            x = emit.tensor(name, (batch, *shape), "float", "data", tight=True)
            emit("data.images", examples=name, indices="indices", x=x)
        elif len(shape) == 2:
            x = emit.tensor(name, (shape[0], batch, shape[1]), "float", "data")
            emit("data.sequences", examples=name, indices="indices", x=x)
        else:
            x = emit.tensor(name, (batch, *shape), "float", "data")
            emit("data.rows", examples=name, indices="indices", x=x)
        emit.inputs[name] = x
        return x

    def is_sequence(self, name: str) -> bool:
        """Whether the input has moments: tokens, or features over time."""
        shape = self.shapes[name]
        return len(shape) == 2 or (isinstance(shape, Whole) and len(shape) == 1)

    def in_pieces(self, name: str, time: int) -> "Inputs":
        """The inputs with one sequence cut to ``time`` moments."""
        shape = self.shapes[name]
        piece = Whole(time) if isinstance(shape, Whole) else (time, *shape[1:])
        return Inputs({**self.shapes, name: piece})

    def written(self) -> Any:
        """As JSON."""
        if list(self.shapes) == [ONLY]:
            return list(self.shapes[ONLY])
        return {n: {"whole": list(s)} if isinstance(s, Whole) else list(s) for n, s in self.shapes.items()}


class Seen(Inputs):
    """Inputs whose first is copied, so that there is a gradient for it: the tensor ``saliency``."""

    def build(self, emit: Builder) -> Tensor:
        """Emit the gathering of a batch of every input; returns a copy of the first."""
        x = super().build(emit)
        y = emit.tensor("seen", x.shape, tight=x.tight)
        total = emit.tensor("saliency", x.shape)
        emit("sum.copy", x=in_one_row(x), y=in_one_row(y))
        emit.backward(x, y, lambda dy, dx: emit("sum.copy", x=in_one_row(dy), y=in_one_row(total)))
        return y


def read(written: Any) -> Shapes:
    """What ``Inputs.written`` gave, as a model takes it."""
    if isinstance(written, list):
        return tuple(int(n) for n in written)
    return {
        str(name): Whole(*map(int, shape["whole"])) if isinstance(shape, dict) else tuple(int(n) for n in shape)
        for name, shape in written.items()
    }


def _plain(shape: Shape, what: str) -> Shape:
    """The shape of numbers that programs can gather."""
    if len(shape) not in (1, 2, 3) or min(shape) < 1:
        raise ValueError(
            tr("{what} of shape {shape} cannot be read; {readable}", what=what, shape=shape, readable=READABLE)
        )
    return shape
