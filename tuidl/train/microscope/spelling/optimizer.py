"""What an optimiser does with a weight."""

import numpy as np

from tuidl.kernels.reference.optimizer import NORM_BLOCK
from tuidl.language import tr
from tuidl.signals import Piece
from tuidl.train.microscope.places import Index
from tuidl.train.microscope.spelling.piece import Moment, Term, number, spells, written


def _rate(m: Moment) -> Piece:
    return m.old("rate", 0)


def _of(m: Moment, name: str, text: str) -> Piece:
    return number(text, m.option(name))


@spells("optimizer.sgd value")
def sgd(m: Moment, at: Index) -> Term:
    """w − rate dw."""
    return written(m.old("value", *at), " − ", _rate(m), " · ", m.old("grad", *at))


@spells("optimizer.momentum value")
def momentum(m: Moment, at: Index) -> Term:
    """w − rate velocity."""
    return written(m.old("value", *at), " − ", _rate(m), " · ", m.new("velocity", *at))


@spells("optimizer.momentum velocity", "optimizer.nesterov velocity")
def velocity(m: Moment, at: Index) -> Term:
    """momentum velocity + dw."""
    return written(_of(m, "momentum", "momentum"), " · ", m.old("velocity", *at), " + ", m.old("grad", *at))


@spells("optimizer.nesterov value")
def nesterov(m: Moment, at: Index) -> Term:
    """w − rate (dw + momentum velocity)."""
    ahead = written(m.old("grad", *at), " + ", _of(m, "momentum", "momentum"), " · ", m.new("velocity", *at))
    return written(m.old("value", *at), " − ", _rate(m), " · (", ahead, ")")


@spells("optimizer.adagrad square")
def squares(m: Moment, at: Index) -> Term:
    """square + dw²."""
    return written(m.old("square", *at), " + (", m.old("grad", *at), ")²")


@spells("optimizer.adagrad value", "optimizer.rmsprop value")
def scaled(m: Moment, at: Index) -> Term:
    """w − rate dw / (√square + ε)."""
    below = written("(√(", m.new("square", *at), ") + ", _of(m, "epsilon", "ε"), ")")
    return written(m.old("value", *at), " − ", _rate(m), " · ", m.old("grad", *at), " / ", below)


@spells("optimizer.rmsprop square")
def fading(m: Moment, at: Index) -> Term:
    """decay square + (1 − decay) dw²."""
    rest = number(tr("1 − decay"), 1 - m.option("decay"))
    return written(_of(m, "decay", "decay"), " · ", m.old("square", *at), " + ", rest, " · (", m.old("grad", *at), ")²")


@spells("optimizer.adam mean")
def first(m: Moment, at: Index) -> Term:
    """β₁ m + (1 − β₁) dw."""
    rest = number("1 − β₁", 1 - m.option("beta1"))
    return written(_of(m, "beta1", "β₁"), " · ", m.old("mean", *at), " + ", rest, " · ", m.old("grad", *at))


@spells("optimizer.adam square")
def second(m: Moment, at: Index) -> Term:
    """β₂ s + (1 − β₂) dw²."""
    rest = number("1 − β₂", 1 - m.option("beta2"))
    return written(_of(m, "beta2", "β₂"), " · ", m.old("square", *at), " + ", rest, " · (", m.old("grad", *at), ")²")


@spells("optimizer.adam value")
def adam(m: Moment, at: Index) -> Term:
    """w − rate m̂ / (√ŝ + ε)."""
    mean = m.after["mean"][at] / (1 - m.option("beta1") ** (m.step + 1))
    square = m.after["square"][at] / (1 - m.option("beta2") ** (m.step + 1))
    below = written("(√(", number(tr("s, corrected"), square), ") + ", _of(m, "epsilon", "ε"), ")")
    return written(m.old("value", *at), " − ", _rate(m), " · ", number(tr("m, corrected"), mean), " / ", below)


@spells("optimizer.shrink value")
def shrink(m: Moment, at: Index) -> Term:
    """w − rate decay w."""
    w = m.old("value", *at)
    return written(w, " − ", _rate(m), " · ", _of(m, "decay", "decay"), " · ", w)


@spells("optimizer.penalty grad")
def penalty(m: Moment, at: Index) -> Term:
    """dw + decay w."""
    return written(m.old("grad", *at), " + ", _of(m, "decay", "decay"), " · ", m.old("value", *at))


@spells("optimizer.lasso grad")
def lasso(m: Moment, at: Index) -> Term:
    """dw + strength sign(w)."""
    sign = number(tr("sign of w"), float(np.sign(m.before["value"][at])))
    return written(m.old("grad", *at), " + ", _of(m, "strength", "strength"), " · ", sign)


@spells("optimizer.limit values")
def limit(m: Moment, at: Index) -> Term:
    """Within ±limit."""
    bound = _of(m, "limit", "limit")
    return written("max(−", bound, ", min(", bound, ", ", m.old("values", *at), "))")


@spells("optimizer.part_rate own")
def part_rate(m: Moment, at: Index) -> Term:
    """factor rate."""
    return written(_of(m, "factor", "factor"), " · ", _rate(m))


@spells("optimizer.average average")
def average(m: Moment, at: Index) -> Term:
    """d average + (1 − d) w."""
    kept = min(m.option("decay"), m.step / (m.step + 1))
    before, now = m.old("average", *at), m.old("value", *at)
    return written(number("d", kept), " · ", before, " + ", number("1 − d", 1 - kept), " · ", now)


@spells("optimizer.square_sums sums")
def square_sums(m: Moment, at: Index) -> Term:
    """Σ dw² of a block."""
    part = m.before["grad"][at[0] * NORM_BLOCK : (at[0] + 1) * NORM_BLOCK]
    return [number(f"Σ dw² of {np.count_nonzero(part)} numbers", float((part * part).sum()))]


@spells("optimizer.clip norm")
def norm(m: Moment, at: Index) -> Term:
    """√Σ sums."""
    return written("√(", number("Σ dw²", float(m.before["sums"].sum())), ")")


@spells("optimizer.clip grad")
def clip(m: Moment, at: Index) -> Term:
    """dw min(1, limit / norm)."""
    size = m.new("norm", 0)
    if not m.after["norm"][0] > m.option("limit"):
        return written(m.old("grad", *at), " · ", number(tr("1, as norm ≤ limit"), 1.0))
    return written(m.old("grad", *at), " · ", _of(m, "limit", "limit"), " / ", size)
