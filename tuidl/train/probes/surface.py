"""surface: the loss over two directions in weight space, and the way the run went there.

The directions are two weights that the lesson names, or those of a net that hardly has more; else the two in which the
run has gone farthest (principal components of its path), and before it has gone anywhere two at random, each part
as long as the weights it is added to (filter normalisation, Li et al. 2018).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from tuidl.kernels import Array
from tuidl.language import tr
from tuidl.nn import Model
from tuidl.signals import Surface
from tuidl.train.knobs import Element, element
from tuidl.train.probes.quantise import field
from tuidl.train.probes.scene import Scene
from tuidl.train.trail import Trail

SIDE = 21  # losses worked out along each side; between them the picture is drawn smoothly
LOOKED_AT = 256  # examples: of a small set all, so that the loss it tells is that of the curves
FEW = 4  # parameters of a net that is looked at weight by weight
TOGETHER = 4096  # parameters
AGAIN = 8  # pictures after which the losses are worked out again where the other weights moved on
ROOM = 0.85  # of the window that the path may fill before the window grows


@dataclass(slots=True)
class Slice:
    """Two directions, the window on them, and the losses there."""

    kind: str  # weights, way or random
    labels: tuple[str, str]
    origin: Array
    directions: Array  # (2, parameters)
    half: float
    centre: tuple[float, float] = (0.0, 0.0)
    losses: Array | None = None
    grown: int = 0  # places of the path when the directions were chosen
    age: int = 0

    def place(self, places: Array) -> Array:
        """(n, 2): where places of weight space lie on the slice."""
        return np.stack([(place - self.origin) @ self.directions.T for place in places])


def probe(scene: Scene) -> Surface | None:
    """None while nothing of the path is known."""
    trail, twin = scene.trail, scene.twin
    if trail is None or twin is None or not len(trail):
        return None
    kept = scene.kept.get("surface")
    made = kept if isinstance(kept, Slice) and _holds(kept, trail) else _slice(scene, trail, kept)
    path = made.place(trail.places)
    outside = _widen(made, path)
    if made.losses is None or outside or made.age >= AGAIN:
        made.losses, made.age = _losses(scene, trail, made, twin()), 0
    made.age += made.kind != "way"
    scene.kept["surface"] = made
    return _picture(scene, trail, made, path, twin())


def _holds(kept: Slice, trail: Trail) -> bool:
    """Whether the directions still show where the run went: those of its way are chosen anew as it doubles."""
    if kept.kind == "weights":
        return True
    return kept.grown > 2 and len(trail) < 2 * kept.grown if kept.kind == "way" else len(trail) < 3


def _slice(scene: Scene, trail: Trail, before: object) -> Slice:
    chosen = _chosen(scene, trail)
    if chosen:
        directions = np.zeros((2, trail.start.size))
        for row, (_, place) in zip(directions, chosen, strict=True):
            row[place] = 1.0
        return Slice("weights", (chosen[0][0], chosen[1][0]), np.zeros(trail.start.size), directions, 2.0)
    if len(trail) < 3:
        return Slice("random", (tr("random"), tr("random")), trail.start.astype(float), _random(scene, trail), 1.0)
    directions, shares = principal(trail.places)
    if isinstance(before, Slice) and before.kind == "way":  # the picture shall not turn over
        for row, old in zip(directions, before.directions, strict=True):
            row *= -1 if row @ old < 0 else 1
    labels = (
        tr("way {share:.0f} %", share=shares[0] * 100),
        tr("second {share:.0f} %", share=shares[1] * 100),
    )
    return Slice("way", labels, trail.places[-1].astype(np.float64), directions, 0.05, grown=len(trail))


def principal(places: Array) -> tuple[Array, tuple[float, float]]:
    """Two unit directions in which the places are spread most, and their shares of the whole spread."""
    products = sum(part @ part.T for part in _centred(places))
    sizes, turns = np.linalg.eigh(products)  # few places, many parameters: by way of the small matrix
    total = float(np.maximum(sizes, 0).sum()) or 1.0
    directions = np.zeros((2, places.shape[1]))
    for row, k in zip(directions, (-1, -2), strict=True):
        found = np.concatenate([turns[:, k] @ part for part in _centred(places)])
        length = float(np.linalg.norm(found))
        if length > 1e-12:
            row[:] = found / length
    if not directions[1].any():  # a straight way: anything at a right angle
        spare = np.random.Generator(np.random.Philox(key=1)).normal(size=places.shape[1])
        spare -= (spare @ directions[0]) * directions[0]
        directions[1] = spare / (float(np.linalg.norm(spare)) or 1.0)
    return directions, (max(float(sizes[-1]), 0) / total, max(float(sizes[-2]), 0) / total)


def _centred(places: Array) -> Iterator[Array]:
    """The places without their mean, some parameters at a time, so that a large net takes no memory to speak of."""
    for first in range(0, places.shape[1], TOGETHER):
        part = places[:, first : first + TOGETHER].astype(np.float64)
        part -= part.mean(axis=0)
        yield np.where(np.isfinite(part), part, 0.0)


def _chosen(scene: Scene, trail: Trail) -> list[tuple[str, int]]:
    """Name and place of the two weights to look at; none where directions have to be found."""
    told = scene.options.get("weights", ())
    wanted = [found for text in told if (found := element(str(text))) is not None]
    places = [place for one in wanted if (place := _place(trail, one)) is not None]
    if len(places) == 2:
        return places
    if trail.start.size <= FEW:
        for name, shape in zip(trail.names, trail.shapes, strict=True):
            if name.endswith(".weight") and int(np.prod(shape)) >= 2:
                spots = [tuple(int(i) for i in np.unravel_index(k, shape)) for k in (0, 1)]
                return [place for spot in spots if (place := _place(trail, Element(name, spot))) is not None]
    return []


def _place(trail: Trail, wanted: Element) -> tuple[str, int] | None:
    """A weight's name and its place among all parameters; None if there is none."""
    first = 0
    for name, shape in zip(trail.names, trail.shapes, strict=True):
        if name == wanted.tensor:
            if len(shape) != len(wanted.index) or any(i >= n for i, n in zip(wanted.index, shape, strict=True)):
                return None
            said = f"{name.removesuffix('.weight')}[{','.join(map(str, wanted.index))}]"
            return said, first + int(np.ravel_multi_index(wanted.index, shape))
        first += int(np.prod(shape, dtype=np.int64))
    return None


def _random(scene: Scene, trail: Trail) -> Array:
    """Two directions; the part for each unit is as long as the unit's weights."""
    random = np.random.Generator(np.random.Philox(key=scene.seed & (2**64 - 1)))
    rows = []
    for _ in range(2):
        parts = []
        for _, weights in trail.parts(trail.start.astype(np.float64)):
            noise, over = random.normal(size=weights.shape), tuple(range(max(weights.ndim - 1, 0)))
            length = np.sqrt((noise**2).sum(axis=over, keepdims=True)) + 1e-12
            parts.append((noise / length * np.sqrt((weights**2).sum(axis=over, keepdims=True))).ravel())
        rows.append(np.concatenate(parts))
    return np.stack(rows)


def _widen(made: Slice, path: Array) -> bool:
    """Double the window until the whole path lies well inside; whether that was needed."""
    finite = path[np.isfinite(path).all(axis=1)]
    if not len(finite):
        return False
    before = made.half, made.centre
    if made.kind == "way" and made.losses is None:
        low, high = finite.min(axis=0), finite.max(axis=0)
        made.centre = (float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2)
    reach = float(np.abs(finite - np.array(made.centre)).max())
    while made.half * ROOM < reach < 1e6:
        made.half *= 2 if made.kind == "weights" else 1.25
    return (made.half, made.centre) != before


def _losses(scene: Scene, trail: Trail, made: Slice, twin: Model) -> Array:
    """(SIDE, SIDE) losses, the top row first; other weights as now, or as when directions were chosen."""
    base = _base(trail, made)
    _lend(scene, trail, twin)
    x, y = scene.x[:LOOKED_AT], scene.y[:LOOKED_AT]
    found = np.full((SIDE, SIDE), np.nan)
    offsets = np.linspace(-made.half, made.half, SIDE)
    for row, up in enumerate(offsets[::-1]):
        for column, across in enumerate(offsets):
            spot = np.array([made.centre[0] + across, made.centre[1] + up])
            for name, value in trail.parts(base + spot @ made.directions):
                twin.write(name, value)
            found[row, column] = twin.evaluate(x, y)["loss"]
    return found


def _base(trail: Trail, made: Slice) -> Array:
    """The place of weight space at 0, 0 of the slice."""
    now = trail.places[-1].astype(np.float64)
    return np.asarray(now - made.place(now[None])[0] @ made.directions if made.kind == "weights" else made.origin)


def _lend(scene: Scene, trail: Trail, twin: Model) -> None:
    """The twin has all that the run has beside its weights."""
    for name, value in scene.assembly.net.weights().items():
        if name not in trail.names and not name.endswith(".average"):
            twin.write(name, value)


def _below(scene: Scene, trail: Trail, made: Slice, place: Array, twin: Model) -> float:
    """The loss of the slice at a place of it."""
    _lend(scene, trail, twin)
    for name, value in trail.parts(_base(trail, made) + place @ made.directions):
        twin.write(name, value)
    return float(twin.evaluate(scene.x[:LOOKED_AT], scene.y[:LOOKED_AT])["loss"])


def _picture(scene: Scene, trail: Trail, made: Slice, path: Array, twin: Model) -> Surface:
    losses = made.losses if made.losses is not None else np.full((SIDE, SIDE), np.nan)
    some = losses[np.isfinite(losses)]
    log = bool(some.size) and float(some.min()) > 0 and float(some.max()) > 4 * float(some.min())
    size = max(min(scene.columns, scene.rows, 96), 2)
    below = _below(scene, trail, made, path[-1], twin)
    smooth = smoothed(losses, size, log)
    finite = smooth[np.isfinite(smooth)]
    least = np.log10(below) if log and below > 0 else below  # a place between two pixels may lie lower than both
    low = min(float(finite.min()), float(least)) if finite.size and np.isfinite(least) else None
    (a, b), half = made.centre, made.half
    points = tuple((_round(x), _round(y)) for x, y in path)
    return Surface(
        loss=field(smooth, low, fine=True),
        log=log,
        x_range=(a - half, a + half),
        y_range=(b - half, b + half),
        path=points,
        steps=tuple(trail.steps),
        axes=made.labels,
        now=float(scene.assembly.net.evaluate(scene.x[:LOOKED_AT], scene.y[:LOOKED_AT])["loss"]),
        below=below,
    )


def smoothed(grid: Array, size: int, log: bool = False) -> Array:
    """A square grid at size × size places; NaN where a neighbour is no number. ``log``: as log10.

    Between its neighbours it is the cubic of Catmull & Rom (1974), which is exact for a loss that is a bowl; a straight
    line where a cubic's neighbour is no number, or where no logarithm is left of it.
    """
    with np.errstate(all="ignore"):
        straight = _between(np.log10(grid) if log else grid, size, _line)
        cubic = _between(grid, size, _cubic)
        if log:
            # beside a cliff a cubic swings: no deeper than half of the lowest corner, no higher than twice the highest
            corners = _corners(grid, size)
            cubic = np.clip(cubic, corners.min(axis=0) / 2, corners.max(axis=0) * 2)
        found = np.log10(cubic) if log else cubic
        return np.where(np.isfinite(found) & np.isfinite(straight), found, straight)


def _between(grid: Array, size: int, weights: Callable[[Array], Array]) -> Array:
    """Σ w grid over the four neighbours along each side; beyond the border the grid goes on in a straight line."""
    wide = np.pad(grid, 1, mode="reflect", reflect_type="odd")
    at = (np.arange(size) + 0.5) / size * (len(grid) - 1)
    low = np.minimum(at.astype(int), len(grid) - 2)
    shares = weights(at - low)
    turn = np.zeros((size, len(wide)))
    for k in range(4):
        turn[np.arange(size), low + k] = shares[k]
    gaps = (turn != 0).astype(float)
    known = np.isfinite(wide)
    filled = np.where(known, wide, 0.0)
    lost = gaps @ (~known).astype(float) @ gaps.T > 0
    return np.asarray(np.where(lost, np.nan, turn @ filled @ turn.T))


def _corners(grid: Array, size: int) -> Array:
    """(4, size, size): the four neighbours of each place."""
    low = np.minimum(((np.arange(size) + 0.5) / size * (len(grid) - 1)).astype(int), len(grid) - 2)
    return np.stack([grid[np.ix_(low + down, low + across)] for down in (0, 1) for across in (0, 1)])


def _line(t: Array) -> Array:
    return np.stack([0 * t, 1 - t, t, 0 * t])


def _cubic(t: Array) -> Array:
    return np.stack([-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2]) / 2


def _round(value: float) -> float:
    return float(f"{value:.4g}") if np.isfinite(value) else float(value)
