"""Products with weights, sums and shapes."""

import numpy as np

from tuidl.language import tr
from tuidl.train.microscope.places import Index
from tuidl.train.microscope.spelling.piece import Moment, Term, number, product, spells, total, written


@spells("dense.forward y")
def forward(m: Moment, at: Index) -> Term:
    """Σ x w + b."""
    row, column = at
    terms = [product(m.old("x", row, i), m.old("w", i, column)) for i in range(m.before["x"].shape[1])]
    bias = m.old("b", column)
    return written(total(terms), " + ", bias)


@spells("dense.backward_input dx")
def backward_input(m: Moment, at: Index) -> Term:
    """Σ dy wᵀ."""
    row, column = at
    return total([product(m.old("dy", row, j), m.old("w", column, j)) for j in range(m.before["dy"].shape[1])])


@spells("dense.backward_weight dw")
def backward_weight(m: Moment, at: Index) -> Term:
    """Σ x dy over the rows."""
    i, j = at
    return total([product(m.old("x", row, i), m.old("dy", row, j)) for row in range(len(m.before["x"]))])


@spells("dense.backward_bias db", "position.backward dtable")
def backward_bias(m: Moment, at: Index) -> Term:
    """Σ dy over the rows, or over the batch."""
    dy = m.before["dy"]
    if dy.ndim == 2:
        pieces = [m.old("dy", row, *at) for row in range(len(dy))]
    else:
        pieces = [m.old("dy", at[0], i, at[1]) for i in range(dy.shape[1])]
    return total([product(piece) for piece in pieces])


@spells("sum.add y")
def add(m: Moment, at: Index) -> Term:
    """a + b."""
    return written(m.old("a", *at), " + ", m.old("b", *at))


@spells("sum.bias y")
def bias(m: Moment, at: Index) -> Term:
    """y + b."""
    return written(m.old("y", *at), " + ", m.old("b", at[-1]))


@spells("sum.accumulate y")
def accumulate(m: Moment, at: Index) -> Term:
    """y + x."""
    return written(m.old("y", *at), " + ", m.old("x", *at))


@spells("sum.copy y")
def copy(m: Moment, at: Index) -> Term:
    """x."""
    return [m.old("x", *at)]


@spells("sum.backward dx")
def handed_on(m: Moment, at: Index) -> Term:
    """dy."""
    return [m.old("dy", *at)]


@spells("shape.flatten y", "shape.unflatten y")
def reshaped(m: Moment, at: Index) -> Term:
    """The same number at another place."""
    flat = np.ravel_multi_index(at, m.after["y"].shape)
    return [m.old("x", *(int(i) for i in np.unravel_index(flat, m.before["x"].shape)))]


@spells("sequence.flatten y")
def moments_side_by_side(m: Moment, at: Index) -> Term:
    """x of a moment."""
    time, channel = divmod(at[1], m.before["x"].shape[2])
    return [m.old("x", time, at[0], channel)]


@spells("sequence.unflatten y")
def moments_again(m: Moment, at: Index) -> Term:
    """x of a row."""
    return [m.old("x", at[1], at[0] * m.after["y"].shape[2] + at[2])]


@spells("concat.put y")
def put(m: Moment, at: Index) -> Term:
    """x where the part lies, else what was there."""
    place = at[1] - m.size("first")
    return [m.old("x", at[0], place) if 0 <= place < m.before["x"].shape[1] else m.old("y", *at)]


@spells("concat.take dx")
def take(m: Moment, at: Index) -> Term:
    """dy of the part."""
    return [m.old("dy", at[0], at[1] + m.size("first"))]


@spells("sequence.last y")
def last(m: Moment, at: Index) -> Term:
    """x of the last moment."""
    return [m.old("x", len(m.before["x"]) - 1, *at)]


@spells("sequence.last_backward dx")
def last_backward(m: Moment, at: Index) -> Term:
    """dy at the last moment."""
    return [m.old("dy", *at[1:])] if at[0] == len(m.after["dx"]) - 1 else [number(tr("not the last moment"), 0.0)]


@spells("sequence.reverse y", "mask.reverse y")
def reverse(m: Moment, at: Index) -> Term:
    """From the other end."""
    source = "x" if m.has("x") else "mask"
    return [m.old(source, len(m.before[source]) - 1 - at[0], *at[1:])]


@spells("sequence.scale y")
def scale(m: Moment, at: Index) -> Term:
    """x m."""
    return product(m.old("x", *at), m.old("m", *at[1:]))[0]


@spells("position.add y")
def position(m: Moment, at: Index) -> Term:
    """x + table."""
    return written(m.old("x", *at), " + ", m.old("table", at[0], at[2]))


@spells("onehot.forward y")
def onehot(m: Moment, at: Index) -> Term:
    """1 at the token."""
    token = m.old("tokens", at[0])
    return [number(f"1 at {token.text} = {token.value:.0f}", float(token.value == at[1]))]


@spells("embedding.forward y")
def embedding(m: Moment, at: Index) -> Term:
    """A row of the table."""
    return [m.old("table", int(m.before["tokens"][at[0]]), at[1])]


@spells("embedding.backward dtable")
def embedding_backward(m: Moment, at: Index) -> Term:
    """Σ dy over the rows with the token."""
    rows = np.flatnonzero(m.before["tokens"] == at[0])
    return total([product(m.old("dy", int(row), at[1])) for row in rows])
