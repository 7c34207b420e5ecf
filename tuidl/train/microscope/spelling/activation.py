"""Activations and their slopes, and what is drawn at random."""

import numpy as np

from tuidl.kernels.reference.noise import ALPHA, alpha_scale
from tuidl.language import tr
from tuidl.train.microscope.places import Index
from tuidl.train.microscope.spelling.piece import Moment, Speller, Term, number, spells, total, word, written

ROOT = float(np.sqrt(2 / np.pi))


def _register(operation: str, target: str, *parts: str) -> None:
    """A formula of one number at a time: operands by name (``y'`` is the output itself), options, signs."""

    def speller(m: Moment, at: Index) -> Term:
        made: Term = []
        for part in parts:
            if part in m.before:
                made.append(m.old(part, *at))
            elif part.startswith("?"):
                made.append(number(part[1:], m.option(part[1:])))
            else:
                made.append(word(part))
        return made

    spells(f"{operation} {target}")(speller)


_register("activation.relu", "y", "max(", "x", ", 0)")
_register("activation.sigmoid", "y", "σ(", "x", ")")
_register("activation.sigmoid_backward", "dx", "dy", " · ", "y", " · (1 − ", "y", ")")
_register("activation.tanh", "y", "tanh(", "x", ")")
_register("activation.tanh_backward", "dx", "dy", " · (1 − (", "y", ")²)")
_register("activation.scale", "y", "?factor", " · ", "x")
_register("activation.softplus", "y", "ln(1 + e^(", "x", "))")
_register("activation.softplus_backward", "dx", "dy", " · σ(", "x", ")")
_register("activation.silu", "y", "x", " · σ(", "x", ")")
_register("activation.hard_sigmoid", "y", "max(0, min(1, ", "x", " / 6 + 0.5))")
_register(
    "activation.silu_backward", "dx",
    "dy", " · (σ(", "x", ") + ", "x", " · σ(", "x", ") · (1 − σ(", "x", ")))",
)  # fmt: skip


def _switched(test: str, yes: str, no: str) -> Speller:
    """One of two factors for dy or x, chosen by the sign of an operand."""

    def speller(m: Moment, at: Index) -> Term:
        chosen = m.old(test, *at)
        open_ = chosen.value is not None and chosen.value > 0
        factor = 1.0 if open_ else 0.0 if no == "0" else m.option(no)
        label = f"1, as {chosen.text} > 0" if open_ else f"{no}, as {chosen.text} ≤ 0"
        return written(m.old(yes, *at), " · ", number(label, factor))

    return speller


spells("activation.relu_backward dx")(_switched("y", "dy", "0"))
spells("activation.leaky_relu_backward dx")(_switched("y", "dy", "slope"))
spells("activation.leaky_relu y")(_switched("x", "x", "slope"))


@spells("activation.hard_sigmoid_backward dx")
def hard_sigmoid_backward(m: Moment, at: Index) -> Term:
    """dy / 6 where 0 < y < 1."""
    y = m.before["y"][at]
    return written(m.old("dy", *at), " · ", number(tr("slope"), 1 / 6 if 0 < y < 1 else 0.0))


@spells("activation.elu y")
def elu(m: Moment, at: Index) -> Term:
    """x, or α (eˣ − 1) below zero."""
    x = m.old("x", *at)
    if m.before["x"][at] > 0:
        return [x]
    return written(number("α", m.option("alpha")), " · (e^(", x, ") − 1)")


@spells("activation.elu_backward dx")
def elu_backward(m: Moment, at: Index) -> Term:
    """dy, or dy α eˣ."""
    dy = m.old("dy", *at)
    if m.before["x"][at] > 0:
        return [dy]
    return written(dy, " · ", number("α", m.option("alpha")), " · e^(", m.old("x", *at), ")")


def _inner(x: float) -> float:
    return 2 * ROOT * (x + 0.044715 * x**3)


@spells("activation.gelu y")
def gelu(m: Moment, at: Index) -> Term:
    """x σ(2u)."""
    x = m.old("x", *at)
    return written(x, " · σ(", number("2u", _inner(float(m.before["x"][at]))), ")")


@spells("activation.gelu_backward dx")
def gelu_backward(m: Moment, at: Index) -> Term:
    """dy (s + 2 x s (1 − s) u′)."""
    x = float(m.before["x"][at])
    inner = number("2u", _inner(x))
    slope = number("u′", ROOT * (1 + 0.134145 * x * x))
    gate = written("σ(", inner, ")")
    return written(m.old("dy", *at), " · (", gate, " + 2 · ", m.old("x", *at), " · ", gate, " · (1 − ", gate, ") · ",
                   slope, ")")  # fmt: skip


@spells("activation.softmax y")
def softmax(m: Moment, at: Index) -> Term:
    """eˣ / Σ eˣ, the largest taken off first."""
    row = m.before["x"][at[0]]
    largest = number(tr("largest"), float(row.max()))
    with np.errstate(all="ignore"):
        powers = np.exp(row - row.max())
    here = written("e^(", m.old("x", *at), " − ", largest, ")")
    terms = [(written("e^(", m.old("x", at[0], j), " − ", largest, ")"), float(p)) for j, p in enumerate(powers)]
    return written(here, " / (", total(terms), ")")


@spells("activation.softmax_backward dx")
def softmax_backward(m: Moment, at: Index) -> Term:
    """y (dy − Σ y dy)."""
    row = at[0]
    along = number("Σ y dy", float((m.before["y"][row] * m.before["dy"][row]).sum()))
    return written(m.old("y", *at), " · (", m.old("dy", *at), " − ", along, ")")


@spells("activation.hardmax y")
def hardmax(m: Moment, at: Index) -> Term:
    """1 at the largest."""
    best = int(m.before["x"][at[0]].argmax())
    return [number(tr("1 at the largest, {best}", best=best), float(best == at[1]))]


# ---- what is drawn ----------------------------------------------------------------------------------------------


def _factor(m: Moment, source: str, target: str, at: Index) -> float:
    """Of a mask: by what the number was multiplied; of a zero it cannot be told, and does not matter."""
    before, after = float(m.before[source][at]), float(m.after[target][at])
    return after / before if before else 1.0


def _masked(source: str, target: str) -> Speller:
    def speller(m: Moment, at: Index) -> Term:
        factor = _factor(m, source, target, at)
        label = tr("dropped") if factor == 0 else tr("1 / (1 − rate)")
        return written(m.old(source, *at), " · ", number(label, factor))

    return speller


spells("dropout.forward y", "dropout.channels y")(_masked("x", "y"))
spells("dropout.backward dx")(_masked("dy", "dx"))
spells("dropout.alpha_backward dx")(_masked("dy", "dx"))


@spells("dropout.mask keep")
def kept(m: Moment, at: Index) -> Term:
    """0 or 1 / (1 − rate)."""
    value = float(m.after["keep"][at])
    return [number(tr("1 / (1 − rate)") if value else tr("dropped"), value)]


@spells("noise.gaussian y")
def noise(m: Moment, at: Index) -> Term:
    """x + what was drawn."""
    drawn = float(m.after["y"][at]) - float(m.before["x"][at])
    return written(m.old("x", *at), " + ", number(tr("drawn"), drawn))


@spells("dropout.alpha y")
def alpha(m: Moment, at: Index) -> Term:
    """a (x, or α′ where it was dropped) + b."""
    rate, y = float(m.before["rate"][0]), float(m.after["y"][at])
    scale = alpha_scale(rate)
    x = m.old("x", *at)
    whole = scale * (float(m.before["x"][at]) - rate * ALPHA)
    kept = x if y == whole else number(tr("α′, as it was dropped"), ALPHA)
    return written(number("a", scale), " · ", kept, " + ", number("b", -scale * rate * ALPHA))
