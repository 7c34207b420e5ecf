"""States that go on through time, and attention."""

import numpy as np

from tuidl.language import tr
from tuidl.signals import Piece
from tuidl.train.microscope.places import Index
from tuidl.train.microscope.spelling.piece import Moment, Term, number, product, spells, total, written


def _padding(m: Moment, t: int, b: int) -> bool:
    return m.has("mask") and not m.before["mask"][t, b]


@spells("rnn.forward seen", "lstm.forward seen", "gru.forward seen")
def seen(m: Moment, at: Index) -> Term:
    """The state of the moment before."""
    t, b, j = at
    first = m.old("first", b, j) if m.has("first") else number(tr("no state before"), 0.0)
    state = m.new("h", t - 1, b, j) if t else first
    return written(state, [" · ", m.old("keep", b, j)] if m.has("keep") else [])


@spells("rnn.forward h")
def rnn(m: Moment, at: Index) -> Term:
    """tanh(z + Σ seen w)."""
    t, b, j = at
    if _padding(m, t, b):
        return [m.new("seen", t, b, j)] if t else [number(tr("no state before"), float(m.after["h"][at]))]
    terms = [product(m.new("seen", t, b, i), m.old("w", i, j)) for i in range(m.before["w"].shape[0])]
    return written("tanh(", m.old("z", t, b, j), " + ", total(terms), ")")


def _gate(m: Moment, at: Index) -> Term:
    t, b, gate, j = at
    terms = [product(m.new("seen", t, b, i), m.old("w", i, gate, j)) for i in range(m.before["w"].shape[0])]
    return written(m.old("z", *at), " + ", total(terms))


@spells("lstm.forward gates")
def lstm_gates(m: Moment, at: Index) -> Term:
    """σ of the sum, of the candidate tanh."""
    return written("tanh(" if at[2] == 2 else "σ(", _gate(m, at), ")")


@spells("lstm.forward c")
def cell(m: Moment, at: Index) -> Term:
    """f c[t−1] + i g."""
    t, b, j = at
    before = m.new("c", t - 1, b, j) if t else (
        m.old("first_cell", b, j) if m.has("first_cell") else number(tr("no cell before"), 0.0)
    )  # fmt: skip
    if _padding(m, t, b):
        return [before]
    gates = [m.new("gates", t, b, gate, j) for gate in range(3)]
    return written(gates[1], " · ", before, " + ", gates[0], " · ", gates[2])


@spells("lstm.forward h")
def lstm(m: Moment, at: Index) -> Term:
    """o tanh c."""
    t, b, j = at
    if _padding(m, t, b):
        return []
    return written(m.new("gates", t, b, 3, j), " · tanh(", m.new("c", t, b, j), ")")


@spells("gru.forward recall")
def recall(m: Moment, at: Index) -> Term:
    """Σ seen wₙ."""
    t, b, j = at
    part = 2
    return total([product(m.new("seen", t, b, i), m.old("w", i, part, j)) for i in range(m.before["w"].shape[0])])


@spells("gru.forward gates")
def gru_gates(m: Moment, at: Index) -> Term:
    """σ of the sum; of the candidate tanh(z + r recall)."""
    t, b, gate, j = at
    if gate < 2:
        return written("σ(", _gate(m, at), ")")
    return written("tanh(", m.old("z", *at), " + ", m.new("gates", t, b, 0, j), " · ", m.new("recall", t, b, j), ")")


@spells("gru.forward h")
def gru(m: Moment, at: Index) -> Term:
    """u h[t−1] + (1 − u) n."""
    t, b, j = at
    before = m.new("h", t - 1, b, j) if t else (
        m.old("first", b, j) if m.has("first") else number(tr("no state before"), 0.0)
    )  # fmt: skip
    if _padding(m, t, b):
        return [before]
    update = m.new("gates", t, b, 1, j)
    return written(update, " · ", before, " + (1 − ", update, ") · ", m.new("gates", t, b, 2, j))


# ---- attention --------------------------------------------------------------------------------------------------


@spells("attention.weights weights")
def weights(m: Moment, at: Index) -> Term:
    """e^score / Σ e^score over the keys that may be seen."""
    query, b, head, key = at
    row = m.after["weights"][query, b, head]
    if row[key] == 0:
        return [number(tr("not to be seen"), 0.0)]
    depth = m.before["q"].shape[2] // m.after["weights"].shape[2]
    part = slice(head * depth, (head + 1) * depth)
    with np.errstate(all="ignore"):
        scores = m.before["k"][:, b, part] @ m.before["q"][query, b, part] / np.sqrt(depth)
        best = number(tr("largest"), float(scores[row != 0].max()))
        powers = np.exp(scores - float(best.value or 0.0))
    terms = [
        (written("e^(", number(tr("score {k}", k=k), float(scores[k])), " − ", best, ")"), float(powers[k]))
        for k in map(int, np.flatnonzero(row))
    ]
    here = written("e^(", number(tr("score {key}", key=key), float(scores[key])), " − ", best, ")")
    return written(here, " / (", total(terms), ")")


@spells("graph.messages weights")
def told(m: Moment, at: Index) -> Term:
    """joined or 1 more on the diagonal, / √ of the degrees of both nodes."""
    node, b, _, other = at
    degrees = 1 + m.before["joined"][:, b].sum(-1)
    own = number(tr("degree {node}", node=node), float(degrees[node]))
    theirs = number(tr("degree {other}", other=other), float(degrees[other]))
    joined = m.old("joined", node, b, other)
    shown = written("(1 + ", joined, ")") if node == other else joined
    return written(shown, " / √(", own, " · ", theirs, ")")


@spells("attention.apply y")
def attended(m: Moment, at: Index) -> Term:
    """Σ weights v."""
    query, b, feature = at
    heads, keys = m.before["weights"].shape[2:]
    head = feature // (m.before["v"].shape[2] // heads)
    return total([product(m.old("weights", query, b, head, k), m.old("v", k, b, feature)) for k in range(keys)])


@spells("attention.apply_backward dweights")
def dweights(m: Moment, at: Index) -> Term:
    """Σ dy v."""
    query, b, head, key = at
    depth = m.before["v"].shape[2] // m.before["weights"].shape[2]
    return total([
        product(m.old("dy", query, b, f), m.old("v", key, b, f)) for f in range(head * depth, (head + 1) * depth)
    ])  # fmt: skip


@spells("attention.apply_backward dv")
def dv(m: Moment, at: Index) -> Term:
    """Σ weights dy."""
    key, b, feature = at
    queries, _, heads, _ = m.before["weights"].shape
    head = feature // (m.before["v"].shape[2] // heads)
    return total([product(m.old("weights", q, b, head, key), m.old("dy", q, b, feature)) for q in range(queries)])


def _slope(m: Moment, query: int, b: int, head: int, key: int) -> Piece:
    """ds: how the loss follows a score."""
    row = m.before["weights"][query, b, head], m.before["dweights"][query, b, head]
    depth = m.before["q"].shape[2] // m.before["weights"].shape[2]
    slope = row[0][key] * (row[1][key] - float((row[0] * row[1]).sum())) / np.sqrt(depth)
    return number(f"ds[{query},{key}]", float(slope))


@spells("attention.weights_backward dq")
def dq(m: Moment, at: Index) -> Term:
    """Σ ds k over the keys, ds = weights (dweights − Σ weights dweights) / √depth."""
    query, b, feature = at
    heads, keys = m.before["weights"].shape[2:]
    head = feature // (m.before["q"].shape[2] // heads)
    return total([product(_slope(m, query, b, head, k), m.old("k", k, b, feature)) for k in range(keys)])


@spells("attention.weights_backward dk")
def dk(m: Moment, at: Index) -> Term:
    """Σ ds q over the queries."""
    key, b, feature = at
    queries, _, heads, _ = m.before["weights"].shape
    head = feature // (m.before["k"].shape[2] // heads)
    return total([product(_slope(m, q, b, head, key), m.old("q", q, b, feature)) for q in range(queries)])


# ---- masks ------------------------------------------------------------------------------------------------------


@spells("mask.apply y")
def masked(m: Moment, at: Index) -> Term:
    """x, or nothing at padding."""
    return [m.old("x", *at)] if m.before["mask"][at[0]] else [number(tr("padding"), 0.0)]


@spells("mask.loss loss")
def counted_loss(m: Moment, at: Index) -> Term:
    """Nothing at padding."""
    return [m.old("loss", *at) if m.before["weight"][at[0]] else number(tr("padding"), 0.0)]


@spells("mask.loss hit")
def counted_hit(m: Moment, at: Index) -> Term:
    """Nothing at padding."""
    return [m.old("hit", *at) if m.before["weight"][at[0]] else number(tr("padding"), 0.0)]


@spells("mask.loss doutput")
def counted_gradient(m: Moment, at: Index) -> Term:
    """Nothing at padding, elsewhere the gradient of the mean over what counts."""
    if not m.before["weight"][at[0]]:
        return [number(tr("padding"), 0.0)]
    rows, count = number(tr("rows"), len(m.before["weight"])), m.old("count", 0)
    return written(m.old("doutput", *at), " · ", rows, " / ", count)
