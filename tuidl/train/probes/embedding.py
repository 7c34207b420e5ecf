"""embedding:LAYER: what an embedding makes of each token, seen from the side on which they differ most."""

from collections.abc import Sequence

import numpy as np

from tuidl.kernels import Array
from tuidl.language import tr
from tuidl.signals import Absent, Scatter
from tuidl.train.probes.scene import Scene
from tuidl.train.probes.surface import principal

MOST, NEAR = 200, 12  # tokens; neighbours of the one chosen
BLANKS = {" ": "·", "\n": "¶"}


def probe(scene: Scene) -> Scatter | Absent | None:
    """Two principal components, and the tokens nearest to the one chosen by cosine; None for any other layer."""
    block, data = scene.block, scene.data
    if block is None or block.kind != "embedding" or block.weight is None:
        return None
    table = scene.assembly.net.read(block.weight)
    words: Sequence[str] = data.words or data.vocabulary
    if data.answers and len(table) == len(data.answers):
        words = data.answers
    rows = table[: min(MOST, len(words))].astype(np.float64)
    if len(rows) < 2:
        return None
    if not np.isfinite(rows).all():
        return Absent(tr("the embedding of '{name}' is no number any more", name=block.name))
    directions, shares = principal(rows)
    places = (rows - rows.mean(axis=0)) @ directions.T
    chosen = scene.number(f"embedding:{block.name}") % len(rows)
    names = tuple(BLANKS.get(word, word) for word in words[: len(rows)])
    alike = cosines(rows, chosen)
    order = [int(k) for k in np.argsort(-alike, kind="stable") if k != chosen][:NEAR]
    return Scatter(
        names=names,
        places=tuple((float(x), float(y)) for x, y in places),
        shares=shares,
        chosen=chosen,
        near=tuple((k, float(alike[k])) for k in order),
    )


def cosines(rows: Array, k: int) -> Array:
    """cos(a, b) = a · b / (|a| |b|) of every row with row k; 0 where one has no length."""
    lengths = np.linalg.norm(rows, axis=1)
    both = lengths * lengths[k]
    return np.where(both > 0, rows @ rows[k] / np.where(both > 0, both, 1.0), 0.0)
