"""The way back through layers with gates, and through masked moments: last moment first."""

import numpy as np

from tuidl.language import tr
from tuidl.signals import Piece
from tuidl.train.microscope.places import Index
from tuidl.train.microscope.spelling.piece import Moment, Term, number, product, spells, total, written


def _real(m: Moment, t: int, b: int) -> bool:
    return not m.has("mask") or bool(m.before["mask"][t, b])


def _total(m: Moment, t: int, b: int, j: int) -> float:
    """dh of a moment with all that later moments send back to it."""
    kind = m.instruction.operation.name.partition(".")[0]
    source = m.after["dstate" if kind == "gru" else "dz"]
    keep = float(m.before["keep"][b, j]) if m.has("keep") else 1.0
    carried = total = 0.0
    for moment in range(len(source) - 1, t - 1, -1):
        total = float(m.before["dh"][moment, b, j]) + carried
        carried = float((source[moment, b] * m.before["w"][j]).sum()) * keep
        if not _real(m, moment, b):
            carried += total
        elif kind == "gru":
            carried += total * float(m.before["gates"][moment, b, 1, j])
    return total


def _cell(m: Moment, t: int, b: int, j: int) -> float:
    """The gradient of an LSTM's cell: from its own output, and from all later moments that kept it."""
    kept = here = 0.0
    for moment in range(len(m.before["c"]) - 1, t - 1, -1):
        given = kept + (float(m.before["dc"][moment, b, j]) if m.has("dc") else 0.0)
        shown = np.tanh(m.before["c"][moment, b, j])
        out = float(m.before["gates"][moment, b, 3, j])
        here = given + _total(m, moment, b, j) * out * float(1 - shown * shown)
        kept = here * float(m.before["gates"][moment, b, 1, j]) if _real(m, moment, b) else given
    return here


def _bent(gate: Piece) -> Term:
    return written(gate, " · (1 − ", gate, ")")


@spells("rnn.backward dz")
def rnn_backward(m: Moment, at: Index) -> Term:
    """(dh + what later moments send back) (1 − h²)."""
    t, b, j = at
    if not _real(m, t, b):
        return [number(tr("padding"), 0.0)]
    dh = m.old("dh", t, b, j)
    later = number(tr("sent back"), _total(m, t, b, j) - float(m.before["dh"][at]))
    return written("(", dh, " + ", later, ") · (1 − (", m.old("h", t, b, j), ")²)")


@spells("lstm.backward dz")
def lstm_backward(m: Moment, at: Index) -> Term:
    """The cell's gradient (of the output gate: the state's), times what the gate met, times the gate's slope."""
    t, b, gate, j = at
    if not _real(m, t, b):
        return [number(tr("padding"), 0.0)]
    i, _, g, _ = (m.old("gates", t, b, k, j) for k in range(4))
    own = m.old("gates", t, b, gate, j)
    if gate == 3:
        return written(
            number(tr("dh and later"), _total(m, t, b, j)), " · tanh(", m.old("c", t, b, j), ") · ", _bent(own)
        )
    dc = number(tr("dc and later"), _cell(m, t, b, j))
    if gate == 2:
        return written(dc, " · ", i, " · (1 − (", own, ")²)")
    if gate == 0:
        return written(dc, " · ", g, " · ", _bent(own))
    before = m.old("first_cell", b, j) if m.has("first_cell") else number(tr("no cell before"), 0.0)
    return written(dc, " · ", m.old("c", t - 1, b, j) if t else before, " · ", _bent(own))


@spells("gru.backward dstate")
def gru_state(m: Moment, at: Index) -> Term:
    """As dz, of the candidate times r: that much of the state was used for it."""
    made = gru_backward(m, at)
    return written(made, " · ", m.old("gates", at[0], at[1], 0, at[3])) if at[2] == 2 else made


@spells("gru.backward dz")
def gru_backward(m: Moment, at: Index) -> Term:
    """dh with all that comes later, times what the gate met, times the gate's slope."""
    t, b, gate, j = at
    if not _real(m, t, b):
        return [number(tr("padding"), 0.0)]
    reset, update, new = (m.old("gates", t, b, k, j) for k in range(3))
    total = number(tr("dh and later"), _total(m, t, b, j))
    if gate == 1:
        first = m.old("first", b, j) if m.has("first") else number(tr("no state before"), 0.0)
        before = m.old("h", t - 1, b, j) if t else first
        return written(total, " · (", before, " − ", new, ") · ", _bent(update))
    dn = written(total, " · (1 − ", update, ") · (1 − (", new, ")²)")
    return written(dn, " · ", m.old("recall", t, b, j), " · ", _bent(reset)) if gate == 0 else dn


@spells("rnn.backward dfirst", "lstm.backward dfirst", "gru.backward dfirst")
def first_state(m: Moment, at: Index) -> Term:
    """What the first moment sends back to the state before it: Σ dz w, and what went past the layer."""
    b, j = at
    kind = m.instruction.operation.name.partition(".")[0]
    source = "dstate" if kind == "gru" else "dz"
    if not _real(m, 0, b):
        return [number(tr("dh and later"), _total(m, 0, b, j))]
    places = np.ndindex(m.after[source].shape[2:])
    through = total([product(m.new(source, 0, b, *each), m.old("w", j, *each)) for each in places])
    sent = written("(", through, ") · ", m.old("keep", b, j)) if m.has("keep") else through
    if kind != "gru":
        return sent
    return written(sent, " + ", number(tr("dh and later"), _total(m, 0, b, j)), " · ", m.old("gates", 0, b, 1, j))


@spells("lstm.backward dfirst_cell")
def first_cell(m: Moment, at: Index) -> Term:
    """What the first moment sends back to the cell before it."""
    b, j = at
    kept = _cell(m, 0, b, j)
    if not _real(m, 0, b):
        shown = float(np.tanh(m.before["c"][0, b, j]))
        kept -= _total(m, 0, b, j) * float(m.before["gates"][0, b, 3, j]) * (1 - shown * shown)
        return [number(tr("dc and later"), kept)]
    return written(number(tr("dc and later"), kept), " · ", m.old("gates", 0, b, 1, j))
