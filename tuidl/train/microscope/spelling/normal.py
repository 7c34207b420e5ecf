"""Normalisation."""

import numpy as np

from tuidl.language import tr
from tuidl.train.microscope.places import Index
from tuidl.train.microscope.spelling.piece import Moment, Term, number, product, spells, total, written


def _along(m: Moment, at: Index) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.float64]], str, int]:
    """The numbers that are normalised together, what they are called, and which of the small tensors is theirs."""
    by_row = m.instruction.operation.name.startswith("layernorm")
    return (m.before["x"][at[0]], tr("row"), at[0]) if by_row else (m.before["x"][:, at[1]], tr("column"), at[1])


@spells("batchnorm.train y", "layernorm.forward y")
def scaled(m: Moment, at: Index) -> Term:
    """γ normal + β."""
    return written(m.old("gamma", at[1]), " · ", m.new("normal", *at), " + ", m.old("beta", at[1]))


@spells("batchnorm.train normal", "layernorm.forward normal")
def normal(m: Moment, at: Index) -> Term:
    """(x − mean) · inverse."""
    together, name, place = _along(m, at)
    mean = number(tr("mean of the {name}", name=name), float(together.mean()))
    return written("(", m.old("x", *at), " − ", mean, ") · ", m.new("inverse", place))


@spells("batchnorm.train inverse", "layernorm.forward inverse")
def inverse(m: Moment, at: Index) -> Term:
    """1 / √(variance + ε)."""
    spread = _along(m, (at[0], at[0]))[0].var()
    return written("1 / √(", number(tr("variance"), float(spread)), " + ", number("ε", m.option("epsilon")), ")")


@spells("batchnorm.train mean")
def running_mean(m: Moment, at: Index) -> Term:
    """The running mean follows."""
    keep = m.option("momentum")
    here = number(tr("mean now"), float(m.before["x"][:, at[0]].mean()))
    return written(
        number(tr("momentum"), keep), " · ", m.old("mean", *at), " + ", number(tr("rest"), 1 - keep), " · ", here
    )


@spells("batchnorm.train variance")
def running_variance(m: Moment, at: Index) -> Term:
    """The running variance follows, unbiased."""
    keep, column = m.option("momentum"), m.before["x"][:, at[0]]
    rows = len(column)
    here = number(tr("variance now"), float(column.var() * (rows / max(rows - 1, 1))))
    before = m.old("variance", *at)
    return written(number(tr("momentum"), keep), " · ", before, " + ", number(tr("rest"), 1 - keep), " · ", here)


@spells("batchnorm.backward dx")
def batch_backward(m: Moment, at: Index) -> Term:
    """γ inverse (dy − mean dy − normal mean(dy normal))."""
    row, column = at
    dy, z = m.before["dy"][:, column], m.before["normal"][:, column]
    means = number(tr("mean dy"), float(dy.mean())), number(tr("mean dy normal"), float((dy * z).mean()))
    inner = written("(", m.old("dy", *at), " − ", means[0], " − ", m.old("normal", row, column), " · ", means[1], ")")
    return written(m.old("gamma", column), " · ", m.old("inverse", column), " · ", inner)


@spells("layernorm.backward_input dx")
def layer_backward(m: Moment, at: Index) -> Term:
    """inverse (g − mean g − normal mean(g normal)), g = γ dy."""
    row, column = at
    g, z = m.before["gamma"] * m.before["dy"][row], m.before["normal"][row]
    means = number(tr("mean g"), float(g.mean())), number(tr("mean g normal"), float((g * z).mean()))
    first = written(m.old("gamma", column), " · ", m.old("dy", row, column))
    return written(m.old("inverse", row), " · (", first, " − ", means[0], " − ", m.old("normal", *at), " · ", means[1],
                   ")")  # fmt: skip


@spells("batchnorm.backward dgamma", "layernorm.backward_weight dgamma")
def dgamma(m: Moment, at: Index) -> Term:
    """Σ dy normal."""
    rows = range(len(m.before["dy"]))
    return total([product(m.old("dy", row, at[0]), m.old("normal", row, at[0])) for row in rows])


@spells("batchnorm.backward dbeta", "layernorm.backward_weight dbeta", "batchnorm.backward_fixed dbeta")
def dbeta(m: Moment, at: Index) -> Term:
    """Σ dy."""
    return total([product(m.old("dy", row, at[0])) for row in range(len(m.before["dy"]))])
