"""Data that make learning hard, or its measure false. Looked at once, before the first step: without a symptom yet."""

import numpy as np

from tuidl.language import later, tr
from tuidl.train.doctor.case import Case, Finding

LARGE = 20.0  # an input beyond this is unscaled
UNEVEN = 100.0  # times the spread of one column that another has
SHARED, FEWEST = 0.05, 10  # share of the held-out examples, of at least so many, that are training examples too


def unscaled(case: Case) -> Finding | None:
    """Inputs are large, or columns of very different size."""
    data = case.data
    if case.step or data.tokens or not data.n:
        return None
    x = data.x.reshape(-1, data.shape[-1]) if data.kind in ("sequences", "series") else data.x.reshape(data.n, -1)
    names = data.features or tuple(tr("input {k}", k=k + 1) for k in range(x.shape[1]))
    low, high = x.min(axis=0), x.max(axis=0)
    widest = int(np.argmax(np.maximum(np.abs(low), np.abs(high))))
    largest = max(abs(float(low[widest])), abs(float(high[widest])))
    if largest > LARGE:
        told = later(
            "The inputs are not scaled: '{name}' runs from {least:g} to {most:g}, and large inputs make large steps."
        )
        if data.kind == "images":
            told = later(
                "The inputs are not scaled: pixels run from {least:g} to {most:g}, and large inputs make large steps."
            )
        least, most = (low.min(), high.max()) if data.kind == "images" else (low[widest], high[widest])
        text = tr(told, name=names[widest], least=least, most=most)
        return Finding(later("unscaled input"), "warn", text, "", "", tr("Standardise them: mean 0, deviation 1."))
    if data.kind in ("images", "graphs"):
        return None
    spread = x.std(axis=0)
    wide, narrow = int(spread.argmax()), int(np.where(spread > 0, spread, np.inf).argmin())
    if not spread[wide] > UNEVEN * spread[narrow] > 0:
        return None
    text = tr(
        "The columns differ in size: the deviation of '{wide}' is {large:.3g}, that of "
        "'{narrow}' {small:.3g}. One rate cannot suit both.",
        wide=names[wide],
        large=spread[wide],
        narrow=names[narrow],
        small=spread[narrow],
    )
    return Finding(later("unscaled input"), "warn", text, "", "", tr("Standardise them."))


def leaked(case: Case) -> Finding | None:
    """Held-out examples that are training examples too."""
    data = case.data
    if case.step or data.kind == "text" or data.validation < FEWEST:
        return None
    known = {row.tobytes() for row in data.x}
    shared = sum(row.tobytes() in known for row in data.val_x)
    if shared < SHARED * data.validation:
        return None
    text = tr(
        "{shared} of the {validation} held-out examples are training examples too: what is measured on them says "
        "little about new ones.",
        shared=shared,
        validation=data.validation,
    )
    return Finding(later("leaked examples"), "warn", text, "", "", tr("Take them out of one of the two."))
