"""Pairs: nets that read one sequence and write another, seen as nets that read one row.

The row of an example holds the question, then the answer without its last token, which is what a decoder is taught with
(``DataSet.joined``). So whatever looks at examples by their rows, probes, doctor, microscope, looks at pairs as well.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from tuidl import nn
from tuidl.data import DataSet
from tuidl.kernels import Array

QUESTION, ANSWER = "question", "answer"  # the inputs of the network


class Paired(nn.Model):
    """A model of the two inputs ``question`` and ``answer`` that also takes examples as one row of both."""

    def _data(self, x: Any, y: Array | None = None) -> dict[str, Array]:
        if not isinstance(x, Mapping):
            asked, rows = self._programs.inputs.shapes[QUESTION][0], np.asarray(x)
            x = {QUESTION: rows[:, :asked], ANSWER: rows[:, asked:]}
        return super()._data(x, y)


def shapes(data: DataSet) -> dict[str, nn.Whole]:
    """What such a model reads."""
    return {QUESTION: nn.Whole(data.asked), ANSWER: nn.Whole(data.shape[0] - data.asked)}


def exact(net: nn.Model, x: Array, y: Array) -> float:
    """The share of answers that the net writes right from the first token to the last.

    Each token is the likeliest after those before. As long as these are right they are the true ones, so it is enough
    to ask for every token after the true ones.
    """
    _, hits = net.judge(x, y)
    return float(((hits > 0) | (y == 0)).all(axis=1).mean()) if len(y) else float("nan")


def written(net: nn.Model, data: DataSet, x: Array) -> Array:
    """The rows with the net's own answers, (n, question and answer), token by token the likeliest; its last token too.

    Everything after the first token of the answer is its own.
    """
    rows = np.concatenate([x, np.zeros((len(x), 1), x.dtype)], axis=1)
    rows[:, data.asked + 1 :] = 0
    for place in range(data.asked, rows.shape[1] - 1):
        p = net.predict(np.ascontiguousarray(rows[:, :-1]))
        rows[:, place + 1] = p[:, place - data.asked].argmax(-1)
    return rows
