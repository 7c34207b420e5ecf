"""What the network has learnt: its examples by heart, or one answer for everything."""

import numpy as np

from tuidl.train.doctor.case import LOOKED_AT, Case, Finding

GAP = 1.25  # times its best that the held-out loss has risen
LEARNT = 0.8  # of the training loss at that moment that is left
ONE, OTHERS = 0.95, 0.8  # share of the answers that one class has, share of the examples that it has at most
EARLY = 0.1  # of the budget, in which every network may still say one thing


def overfitted(case: Case) -> Finding | None:
    """The held-out loss rises while the training loss goes on falling."""
    told = [(step, v["loss"], v["val_loss"]) for step, _, v in case.evaluations if {"loss", "val_loss"} <= v.keys()]
    if len(told) < 3:
        return None
    at, loss_then, best = min(told, key=lambda entry: entry[2])
    _, loss, held = told[-1]
    if not (held > GAP * best and loss < LEARNT * loss_then):
        return None
    text = (
        f"The held-out loss rises, {held:.3g} after {best:.3g} at step {at}, while the training loss fell from "
        f"{loss_then:.3g} to {loss:.3g}: the network learns its {case.data.n} examples by heart. Try dropout, weight "
        f"decay, a smaller network, or stop near step {at}."
    )
    return Finding("overfitting", "warn", text, "loss")


def collapsed(case: Case) -> Finding | None:
    """One class is the answer to nearly everything, though the examples are of many."""
    classes = case.data.classes
    if case.answers is None or len(classes) < 2 or case.step < EARLY * case.steps or case.step == 0:
        return None
    answers = np.bincount(case.answers, minlength=len(classes))
    truth = np.bincount(case.data.y[:LOOKED_AT], minlength=len(classes))
    top = int(answers.argmax())
    share, real = answers[top] / answers.sum(), truth[top] / truth.sum()
    if not (share >= ONE and real <= OTHERS):
        return None
    text = (
        f"{share:.0%} of the answers are '{classes[top]}', though only {real:.0%} of the examples are: the network "
        "says one thing whatever it sees. Look whether its layers still tell examples apart; try another start or rate."
    )
    return Finding("collapsed answers", "warn", text.replace("%", " %", 2), "confusion")
