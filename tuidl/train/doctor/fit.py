"""What the network has learnt: its examples by heart, or one answer for everything."""

import numpy as np

from tuidl.events import Tries
from tuidl.kernels import Array
from tuidl.language import later, tr
from tuidl.train.doctor.case import LOOKED_AT, Case, Finding

GAP = 1.25  # times its best that the held-out loss has risen
LASTING = 3  # evaluations in a row at which it must have risen so far
HARMLESS = 0.02  # of the first held-out loss: where there is less of it, a rise costs nothing
LEARNT = 0.8  # of the training loss at that moment that is left
ONE, OTHERS = 0.95, 0.8  # share of the answers that one class has, share of the examples that it has at most
EARLY = 0.1  # of the budget, in which every network may still say one thing


def overfitted(case: Case) -> Finding | None:
    """The held-out loss rises while the training loss goes on falling, and it is not next to nothing."""
    told = [(step, v["loss"], v["val_loss"]) for step, _, v in case.evaluations if {"loss", "val_loss"} <= v.keys()]
    if len(told) < 3:
        return None
    at, loss_then, best = sorted(told, key=lambda entry: entry[2])[1]  # the lowest of all may be luck
    _, loss, held = told[-1]
    lasting = min(value for _, _, value in told[-LASTING:])
    if not (lasting > GAP * best and loss < LEARNT * loss_then and held > HARMLESS * told[0][2]):
        return None
    text = tr(
        "The held-out loss rises, {held:.3g} after {best:.3g} at step {at}, while the training loss fell from "
        "{loss_then:.3g} to {loss:.3g}: the network learns its {n} examples by heart.",
        held=held,
        best=best,
        at=at,
        loss_then=loss_then,
        loss=loss,
        n=case.data.n,
    )
    symptom = tr(
        "The held-out loss is {held:.3g}; at step {at} it was {best:.3g}. The training loss went from {loss_then:.3g} "
        "to {loss:.3g} meanwhile.",
        held=held,
        at=at,
        best=best,
        loss_then=loss_then,
        loss=loss,
    )
    advice = tr("Try dropout, weight decay, a smaller network, or stop near step {at}.", at=at)
    return Finding(
        later("overfitting"),
        "warn",
        text,
        symptom,
        "loss",
        advice,
        (("dropout", 0.3), ("weight_decay", 0.01), ("steps", at)),
    )


def collapsed(case: Case) -> Finding | None:
    """One class is the answer to nearly everything, and no less than at the visit before; the examples are of many."""
    classes = case.data.classes
    if case.answers is None or len(classes) < 2 or case.step < EARLY * case.steps or case.step == 0:
        return None
    top, share = _most(case.answers, len(classes))
    truth = np.bincount(case.data.y[:LOOKED_AT], minlength=len(classes))
    real = truth[top] / truth.sum()
    before = case.before.answers if case.before is not None else None  # a net may pass through it on its way
    if not (share >= ONE and real <= OTHERS) or before is None or not ONE <= _most(before, len(classes))[1] <= share:
        return None
    text = tr(
        "{share:.0%} of the answers are '{classes}', though only {real:.0%} of the examples are: the network "
        "says one thing whatever it sees.",
        share=share,
        classes=classes[top],
        real=real,
    )
    symptom = tr(
        "{share:.0%} of the answers are '{classes}'; {real:.0%} of the examples are.",
        share=share,
        classes=classes[top],
        real=real,
    )
    advice = tr("Look whether its layers still tell examples apart; try another start or rate.")
    tries: Tries = (("init", "he"), ("init", "glorot"), case.rates(0.1))
    text, symptom = (words.replace("%", " %", 2) for words in (text, symptom))
    return Finding(later("collapsed answers"), "warn", text, symptom, "confusion", advice, tries)


def _most(answers: Array, classes: int) -> tuple[int, float]:
    """The class that is answered most, and its share."""
    counts = np.bincount(answers, minlength=classes)
    top = int(counts.argmax())
    return top, float(counts[top] / counts.sum())
