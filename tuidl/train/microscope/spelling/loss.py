"""Losses and the gradients they begin with."""

import numpy as np

from tuidl.kernels import Array
from tuidl.language import tr
from tuidl.signals import Piece
from tuidl.train.microscope.places import Index
from tuidl.train.microscope.spelling.piece import Moment, Term, number, spells, total, written


def _softmax(m: Moment, row: int) -> Array:
    with np.errstate(all="ignore"):
        powers = np.exp(m.before["logits"][row] - m.before["logits"][row].max())
        chances: Array = powers / powers.sum()
        return chances


def _wanted(m: Moment, row: int) -> Array:
    """The chances a loss asks for, weights of classes in them."""
    classes = m.before["logits"].shape[1]
    chances: Array = np.eye(classes)[m.before["labels"][row]] if m.has("labels") else m.before["chances"][row]
    smoothing = m.option("smoothing") if "smoothing" in m.instruction.operands else 0.0
    mixed: Array = (1 - smoothing) * chances + smoothing / classes
    return mixed * m.before["weights"] if m.has("weights") else mixed


@spells("loss.softmax_cross_entropy loss", "loss.soft_cross_entropy loss", "loss.divergence loss")
def surprise(m: Moment, at: Index) -> Term:
    """−Σ q log p; of chances that are given also + Σ q log q."""
    p, q = _softmax(m, at[0]), _wanted(m, at[0])
    own = m.instruction.operation.name == "loss.divergence"
    terms: list[tuple[Term, float]] = []
    with np.errstate(all="ignore"):
        for j in map(int, np.flatnonzero(q)):
            ratio = number(f"p[{j}]", p[j])
            share = number(f"q[{j}]", q[j])
            inner = written(ratio, " / ", share) if own else [ratio]
            value = float(q[j] * np.log(p[j] / q[j] if own else p[j]))
            logged = written("ln(", inner, ")")
            terms.append((logged if q[j] == 1 and not own else written(share, " · ", logged), value))
    return written("−(", total(terms), ")") if len(terms) != 1 or own else written("−", terms[0][0])


@spells("loss.softmax_cross_entropy dlogits")
def against_label(m: Moment, at: Index) -> Term:
    """(p − q) / rows."""
    row, j = at
    rows = len(m.before["logits"])
    p, q = number(f"p[{j}]", _softmax(m, row)[j]), number(tr("wanted"), _wanted(m, row)[j])
    inner = written(p, " − ", q)
    return inner if rows == 1 else written("(", inner, ") / ", number(tr("rows"), rows))


@spells("loss.soft_cross_entropy dlogits", "loss.divergence dlogits")
def against_chances(m: Moment, at: Index) -> Term:
    """(p Σ q − q) / rows."""
    row, j = at
    q = _wanted(m, row)
    p = number(f"p[{j}]", _softmax(m, row)[j])
    parts = written("(", p, " · ", number(tr("Σ wanted"), q.sum()), " − ", number(tr("wanted"), q[j]), ") / ")
    return written(parts, number(tr("rows"), len(m.before["logits"])))


def _count(m: Moment, name: str) -> Piece:
    return number(tr("outputs"), m.before[name].size)


@spells("loss.sigmoid_cross_entropy loss")
def yes_or_no(m: Moment, at: Index) -> Term:
    """The mean of max(z, 0) − z y + ln(1 + e^−|z|)."""
    terms = []
    for j in range(m.before["logits"].shape[1]):
        z, y = m.old("logits", at[0], j), m.old("target", at[0], j)
        term = written("(max(", z, ", 0) − ", z, " · ", y, " + ln(1 + e^(−abs(", z, "))))")
        value = float(m.before["logits"][at[0], j])
        known = max(value, 0) - value * float(m.before["target"][at[0], j]) + float(np.log1p(np.exp(-abs(value))))
        terms.append((term, known))
    if len(terms) == 1:
        return terms[0][0]
    return written("(", total(terms), ") / ", number(tr("outputs"), len(terms)))


@spells("loss.sigmoid_cross_entropy dlogits")
def yes_or_no_gradient(m: Moment, at: Index) -> Term:
    """(σ(z) − y) / outputs."""
    inner = written("σ(", m.old("logits", *at), ") − ", m.old("target", *at))
    return inner if m.before["logits"].size == 1 else written("(", inner, ") / ", _count(m, "logits"))


def _pair(m: Moment, row: int, j: int) -> tuple[Piece, Piece, float]:
    output, target = m.old("output", row, j), m.old("target", row, j)
    return output, target, float(m.before["output"][row, j] - m.before["target"][row, j])


def _mean(m: Moment, terms: list[tuple[Term, float]]) -> Term:
    return written("(", total(terms), ") / ", number(tr("outputs"), len(terms)))


@spells("loss.squared loss")
def squared(m: Moment, at: Index) -> Term:
    """The mean of (output − target)²."""
    terms = []
    for j in range(m.before["output"].shape[1]):
        output, target, error = _pair(m, at[0], j)
        terms.append((written("(", output, " − ", target, ")²"), error * error))
    return terms[0][0] if len(terms) == 1 else _mean(m, terms)


@spells("loss.squared doutput")
def squared_gradient(m: Moment, at: Index) -> Term:
    """2 (output − target) / outputs."""
    output, target, _ = _pair(m, *at)
    return written("2 · (", output, " − ", target, ") / ", _count(m, "output"))


@spells("loss.absolute loss")
def absolute(m: Moment, at: Index) -> Term:
    """The mean of |output − target|."""
    terms = []
    for j in range(m.before["output"].shape[1]):
        output, target, error = _pair(m, at[0], j)
        terms.append((written("abs(", output, " − ", target, ")"), abs(error)))
    return _mean(m, terms)


@spells("loss.absolute doutput")
def absolute_gradient(m: Moment, at: Index) -> Term:
    """sign(output − target) / outputs."""
    error = _pair(m, *at)[2]
    return written(number(tr("sign of output − target"), float(np.sign(error))), " / ", _count(m, "output"))


@spells("loss.huber doutput")
def huber_gradient(m: Moment, at: Index) -> Term:
    """output − target, cut at ±δ, / outputs."""
    output, target, _ = _pair(m, *at)
    delta = number("δ", m.option("delta"))
    return written("max(−", delta, ", min(", delta, ", ", output, " − ", target, ")) / ", _count(m, "output"))


@spells("loss.hinge loss", "loss.critic loss")
def signed(m: Moment, at: Index) -> Term:
    """The mean of max(0, 1 − t output), or of −t output; t = ±1."""
    hinge, terms = m.instruction.operation.name == "loss.hinge", []
    for j in range(m.before["output"].shape[1]):
        output, sign = m.old("output", at[0], j), 2 * float(m.before["target"][at[0], j]) - 1
        along = sign * float(m.before["output"][at[0], j])
        t = number("t", sign)
        term = written("max(0, 1 − ", t, " · ", output, ")") if hinge else written("−", t, " · ", output)
        terms.append((term, max(0.0, 1 - along) if hinge else -along))
    return _mean(m, terms)


@spells("loss.hinge doutput", "loss.critic doutput")
def signed_gradient(m: Moment, at: Index) -> Term:
    """−t / outputs, nothing where the margin is kept."""
    sign = 2 * float(m.before["target"][at]) - 1
    hinge = m.instruction.operation.name == "loss.hinge"
    if hinge and not sign * float(m.before["output"][at]) < 1:
        return [number(tr("far enough"), 0.0)]
    return written("−", number("t", sign), " / ", _count(m, "output"))


@spells("loss.huber loss")
def huber(m: Moment, at: Index) -> Term:
    """The mean of ½ e², beyond δ of δ (|e| − ½ δ)."""
    delta, terms = m.option("delta"), []
    for j in range(m.before["output"].shape[1]):
        output, target, error = _pair(m, at[0], j)
        if abs(error) > delta:
            edge = number("δ", delta)
            term = written(edge, " · (abs(", output, " − ", target, ") − 0.5 · ", edge, ")")
            terms.append((term, delta * (abs(error) - delta / 2)))
        else:
            terms.append((written("0.5 · (", output, " − ", target, ")²"), error * error / 2))
    return _mean(m, terms)


def _sides(m: Moment, row: int, j: int) -> tuple[Piece, Piece, Piece]:
    """The logit, and how much yes and no count there."""
    y = float(m.before["target"][row, j])
    yes, no = m.option("positive") * y, m.option("negative") * (1 - y)
    return m.old("logits", row, j), number("w₁ y", yes), number("w₀ (1 − y)", no)


@spells("loss.weighted_sigmoid_cross_entropy loss")
def weighted(m: Moment, at: Index) -> Term:
    """The mean of −w₁ y ln p − w₀ (1 − y) ln(1 − p)."""
    terms = []
    for j in range(m.before["logits"].shape[1]):
        z, yes, no = _sides(m, at[0], j)
        value = float(m.before["logits"][at[0], j])
        surprises = np.logaddexp(0, -value), np.logaddexp(0, value)
        known = float((yes.value or 0.0) * surprises[0] + (no.value or 0.0) * surprises[1])
        terms.append((written("(−", yes, " · ln(σ(", z, ")) − ", no, " · ln(σ(−", z, ")))"), known))
    return _mean(m, terms)


@spells("loss.weighted_sigmoid_cross_entropy dlogits")
def weighted_gradient(m: Moment, at: Index) -> Term:
    """(w₀ (1 − y) p − w₁ y (1 − p)) / outputs."""
    z, yes, no = _sides(m, *at)
    return written("(", no, " · σ(", z, ") − ", yes, " · σ(−", z, ")) / ", _count(m, "logits"))
