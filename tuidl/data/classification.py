"""A table made by a rule: some columns tell the classes apart, some repeat what those say, the others say nothing."""

import numpy as np
from numpy.typing import NDArray

from tuidl.data.dataset import DataSet
from tuidl.data.options import Options
from tuidl.data.points import named
from tuidl.data.split import sizes_made
from tuidl.data.streams import stream
from tuidl.data.tables import Rows, cut
from tuidl.language import tr

MOST = 100_000


def classification(options: Options, seed: int) -> DataSet:
    """Clouds about corners of a cube in the ``informative`` columns; ``redundant`` columns are sums of those.

    Each of the ``class_count`` classes has ``clusters`` corners of a cube with side 2·``separation``; a cloud is
    bent by a random matrix of its own. What is left of ``features`` is noise. ``label_noise`` is the share of
    examples that are given another class. Columns are named after what they are. I. Guyon, "Design of experiments
    of the NIPS 2003 variable selection benchmark", 2003.
    """
    features = options.count("features", 20, 1, 200)
    informative = options.count("informative", min(15, features), 1, features)
    redundant = options.count("redundant", 0, 0, features - informative)
    classes = options.count("class_count", 3, 2, 20)
    clusters = options.count("clusters", 1, 1, 20)
    separation = options.number("separation", 1.0, 0, 100)
    noise = options.number("label_noise", 0.0, 0, 1)
    corners = classes * clusters
    if corners > 2**informative:
        raise options.refuse(
            "informative", tr("a number whose power of 2 is at least classes · clusters = {corners}", corners=corners)
        )
    counts = sizes_made(options, 1000, 0.25, MOST)
    rule = stream(seed, f"{options.source}/rule")
    places = _corners(corners, informative, rule) * separation
    bends = rule.uniform(-1, 1, (corners, informative, informative))
    mixing = rule.uniform(-1, 1, (informative, redundant))
    random = stream(seed, f"{options.source}/examples")
    total = sum(counts)
    cluster = np.arange(total) % corners
    clouds = random.normal(size=(total, informative))
    told = places[cluster] + np.einsum("ni,nij->nj", clouds, bends[cluster])
    x = np.concatenate([told, told @ mixing, random.normal(size=(total, features - informative - redundant))], axis=1)
    y = cluster % classes
    wrong = random.random(total) < noise
    y = np.where(wrong, (y + random.integers(1, classes, total)) % classes, y)
    names = [("informative", informative), ("redundant", redundant), ("noise", features - informative - redundant)]
    rows = Rows(
        np.ascontiguousarray(x, np.float32),
        y.astype(np.int32),
        tuple(f"{name} {k + 1}" for name, count in names for k in range(count)),
        named(classes),
    )
    return cut(options, seed, rows, counts, tr("made classes"), standardise=True)


def _corners(count: int, dimensions: int, random: np.random.Generator) -> NDArray[np.float64]:
    """Different corners of the cube from −1 to 1."""
    if dimensions <= 12:
        chosen = random.permutation(2**dimensions)[:count]
        return np.asarray(((chosen[:, None] >> np.arange(dimensions)) & 1) * 2.0 - 1)
    found: dict[bytes, NDArray[np.int64]] = {}
    while len(found) < count:
        corner = random.integers(0, 2, dimensions)
        found.setdefault(corner.tobytes(), corner)
    return np.asarray(np.stack(list(found.values())) * 2.0 - 1)
