"""hidden: the state of a recurrent layer while it reads a text, and what it expects next."""

import numpy as np

from tuidl.signals import Hidden
from tuidl.train.assemble import RECURRENT, Block
from tuidl.train.probes.quantise import field
from tuidl.train.probes.scene import Scene, surprise

UNITS = 64
BEST = 9


def _recurrent(scene: Scene) -> Block | None:
    return next((block for block in reversed(scene.assembly.blocks) if block.kind in RECURRENT), None)


def probe(scene: Scene) -> Hidden | None:
    """States over the chosen held-out text, and the likeliest next characters; None for nets that read no text."""
    block, data = _recurrent(scene), scene.data
    if block is None or data.kind != "text" or not len(scene.shown_x):
        return None
    index = scene.text
    x, y = scene.shown_x[index : index + 1], scene.shown_y[index]
    seen = scene.assembly.net.observe(x, [block.out, "output"])
    states, p = seen[block.out][0], seen["output"][0]
    if states.ndim != 2 or p.ndim != 2:
        return None
    order = np.argsort(-p, axis=-1, kind="stable")[:, :BEST]
    letters = data.vocabulary
    return Hidden(
        states=field(states[:, : min(UNITS, scene.rows)].T, -1.0, 1.0, fine=True),
        units=int(states.shape[1]),
        reads=data.text(x[0]),
        guesses="".join(letters[int(row[0])] for row in order),
        truths=data.text(y),
        surprise=tuple(surprise(float(p[moment, truth])) for moment, truth in enumerate(y)),
        best=tuple(
            tuple((letters[int(token)], float(p[moment, token])) for token in row) for moment, row in enumerate(order)
        ),
    )
