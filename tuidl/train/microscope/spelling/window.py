"""Windows over images: convolutions, pooling, enlarging."""

from collections.abc import Iterator

import numpy as np

from tuidl.language import tr
from tuidl.signals import Piece
from tuidl.train.microscope.places import Index
from tuidl.train.microscope.spelling.piece import Moment, Term, number, product, spells, total, written


def _steps(m: Moment) -> tuple[int, int, int, int, int]:
    return m.size("stride_h"), m.size("stride_w"), m.size("dilation"), m.size("top"), m.size("left")


def _read(m: Moment, i: int, j: int, kernel: Index, image: Index) -> Iterator[tuple[int, int, int, int]]:
    """Kernel places with the pixels they meet for the window at i, j."""
    down, right, dilation, top, left = _steps(m)
    for u in range(kernel[0]):
        for v in range(kernel[1]):
            r, c = i * down - top + u * dilation, j * right - left + v * dilation
            if 0 <= r < image[0] and 0 <= c < image[1]:
                yield u, v, r, c


def _readers(m: Moment, r: int, c: int, kernel: Index, windows: Index) -> Iterator[tuple[int, int, int, int]]:
    """Kernel places with the windows that read the pixel r, c through them."""
    down, right, dilation, top, left = _steps(m)
    for u in range(kernel[0]):
        for v in range(kernel[1]):
            i, rest_i = divmod(r + top - u * dilation, down)
            j, rest_j = divmod(c + left - v * dilation, right)
            if not rest_i and not rest_j and 0 <= i < windows[0] and 0 <= j < windows[1]:
                yield u, v, i, j


def _group(m: Moment, filters: int, part: int, f: int) -> int:
    """The first channel of a filter's group."""
    groups = m.size("groups") if "groups" in m.instruction.operands else 1
    return f // (filters // groups) * part


@spells("conv2d.forward y", "groupconv2d.forward y")
def forward(m: Moment, at: Index) -> Term:
    """The window times the filter, + b."""
    n, i, j, f = at
    w, x = m.before["w"].shape, m.before["x"].shape
    first = _group(m, w[3], w[2], f)
    terms = [
        product(m.old("x", n, r, c, first + k), m.old("w", u, v, k, f))
        for u, v, r, c in _read(m, i, j, w, x[1:])
        for k in range(w[2])
    ]
    return written(total(terms), [" + ", m.old("b", f)] if m.has("b") else [])


@spells("conv2d.backward_input dx", "groupconv2d.backward_input dx")
def backward_input(m: Moment, at: Index) -> Term:
    """Every window that read the pixel sends its dy back through the weight it read it with."""
    n, r, c, channel = at
    w, dy = m.before["w"].shape, m.before["dy"].shape
    terms = [
        product(m.old("dy", n, i, j, f), m.old("w", u, v, channel - _group(m, w[3], w[2], f), f))
        for u, v, i, j in _readers(m, r, c, w, dy[1:])
        for f in range(w[3])
        if 0 <= channel - _group(m, w[3], w[2], f) < w[2]
    ]
    return total(terms)


@spells("conv2d.backward_weight dw", "groupconv2d.backward_weight dw")
def backward_weight(m: Moment, at: Index) -> Term:
    """Over all windows: the pixel this weight met, times the window's dy."""
    u, v, k, f = at
    x, dy, dw = m.before["x"].shape, m.before["dy"].shape, m.after["dw"].shape
    channel = _group(m, dw[3], dw[2], f) + k
    terms = [
        product(m.old("x", n, r, c, channel), m.old("dy", n, i, j, f))
        for n in range(dy[0])
        for i in range(dy[1])
        for j in range(dy[2])
        for a, b, r, c in _read(m, i, j, dw, x[1:])
        if (a, b) == (u, v)
    ]
    return total(terms)


@spells("convtranspose2d.forward y")
def transposed(m: Moment, at: Index) -> Term:
    """Every pixel lays its filter down; this is what was laid here, + b."""
    n, r, c, f = at
    w, x = m.before["w"].shape, m.before["x"].shape
    terms = [
        product(m.old("x", n, i, j, k), m.old("w", u, v, k, f))
        for u, v, i, j in _readers(m, r, c, w, x[1:])
        for k in range(w[2])
    ]
    return written(total(terms), " + ", m.old("b", f))


@spells("convtranspose2d.backward_input dx")
def transposed_input(m: Moment, at: Index) -> Term:
    """What the pixel laid down, gathered again."""
    n, i, j, k = at
    w, dy = m.before["w"].shape, m.before["dy"].shape
    terms = [
        product(m.old("dy", n, r, c, f), m.old("w", u, v, k, f))
        for u, v, r, c in _read(m, i, j, w, dy[1:])
        for f in range(w[3])
    ]
    return total(terms)


@spells("convtranspose2d.backward_weight dw")
def transposed_weight(m: Moment, at: Index) -> Term:
    """Over all pixels: the pixel times the dy it was laid on."""
    u, v, k, f = at
    x, dy, dw = m.before["x"].shape, m.before["dy"].shape, m.after["dw"].shape
    terms = [
        product(m.old("x", n, i, j, k), m.old("dy", n, r, c, f))
        for n in range(x[0])
        for i in range(x[1])
        for j in range(x[2])
        for a, b, r, c in _read(m, i, j, dw, dy[1:])
        if (a, b) == (u, v)
    ]
    return total(terms)


# ---- pooling ----------------------------------------------------------------------------------------------------


def _pool(m: Moment, i: int, j: int, image: Index) -> list[tuple[int, int]]:
    stride, window, top, left = m.size("stride"), m.size("window"), m.size("top"), m.size("left")
    rows = range(max(0, i * stride - top), min(image[0], i * stride - top + window))
    columns = range(max(0, j * stride - left), min(image[1], j * stride - left + window))
    return [(r, c) for r in rows for c in columns]


@spells("maxpool2d.forward y")
def largest(m: Moment, at: Index) -> Term:
    """The largest pixel of the window."""
    n, i, j, k = at
    pixels = [m.old("x", n, r, c, k) for r, c in _pool(m, i, j, m.before["x"].shape[1:])]
    made: Term = []
    for pixel in pixels:
        made += [Piece(", "), pixel] if made else [pixel]
    return written("max(", made, ")") if len(pixels) > 1 else pixels


@spells("maxpool2d.forward winner")
def winner(m: Moment, at: Index) -> Term:
    """Which of the window won."""
    return [number(tr("place of the largest"), float(m.after["winner"][at]))]


@spells("maxpool2d.backward dx")
def won(m: Moment, at: Index) -> Term:
    """dy of the windows that the pixel won."""
    n, r, c, k = at
    stride, window, top, left = m.size("stride"), m.size("window"), m.size("top"), m.size("left")
    terms = []
    for i in range(m.before["dy"].shape[1]):
        for j in range(m.before["dy"].shape[2]):
            u, v = r - i * stride + top, c - j * stride + left
            if 0 <= u < window and 0 <= v < window and m.before["winner"][n, i, j, k] == u * window + v:
                terms.append(product(m.old("dy", n, i, j, k)))
    return total(terms) if terms else [number(tr("won no window"), 0.0)]


@spells("avgpool2d.forward y")
def mean(m: Moment, at: Index) -> Term:
    """The mean of the window."""
    n, i, j, k = at
    pixels = [m.old("x", n, r, c, k) for r, c in _pool(m, i, j, m.before["x"].shape[1:])]
    return written("(", total([product(p) for p in pixels]), ") / ", number(tr("pixels"), len(pixels)))


@spells("avgpool2d.backward dx")
def mean_backward(m: Moment, at: Index) -> Term:
    """The pixel's share of every window with it."""
    n, r, c, k = at
    image, terms = m.after["dx"].shape[1:], []
    for i in range(m.before["dy"].shape[1]):
        for j in range(m.before["dy"].shape[2]):
            pixels = _pool(m, i, j, image)
            if (r, c) in pixels:
                dy = m.old("dy", n, i, j, k)
                terms.append((written(dy, " / ", number(tr("pixels"), len(pixels))), (dy.value or 0.0) / len(pixels)))
    return total(terms) if terms else [number(tr("in no window"), 0.0)]


@spells("globalpool2d.forward y")
def overall(m: Moment, at: Index) -> Term:
    """The mean of a channel."""
    n, k = at
    shape = m.before["x"].shape
    pixels = [product(m.old("x", n, r, c, k)) for r in range(shape[1]) for c in range(shape[2])]
    return written("(", total(pixels), ") / ", number(tr("pixels"), len(pixels)))


@spells("globalpool2d.backward dx")
def overall_backward(m: Moment, at: Index) -> Term:
    """dy / pixels."""
    n, _, _, k = at
    shape = m.after["dx"].shape
    return written(m.old("dy", n, k), " / ", number(tr("pixels"), shape[1] * shape[2]))


# ---- enlarging --------------------------------------------------------------------------------------------------


@spells("upsample2d.nearest y")
def nearest(m: Moment, at: Index) -> Term:
    """The pixel it copies."""
    times = m.size("times")
    return [m.old("x", at[0], at[1] // times, at[2] // times, at[3])]


@spells("upsample2d.nearest_backward dx")
def nearest_backward(m: Moment, at: Index) -> Term:
    """Σ dy of the copies."""
    n, r, c, k = at
    times = m.size("times")
    return total([
        product(m.old("dy", n, r * times + a, c * times + b, k)) for a in range(times) for b in range(times)
    ])  # fmt: skip


def _shares(size: int, times: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """How much each larger pixel takes of each pixel along a side."""
    places = (np.arange(size * times) + 0.5) / times - 0.5
    shares = np.zeros((size * times, size))
    for i, place in enumerate(places):
        first = int(np.floor(place))
        for pixel, part in ((first, 1 - place + first), (first + 1, place - first)):
            shares[i, min(max(pixel, 0), size - 1)] += part
    return shares


@spells("upsample2d.bilinear y", "upsample2d.bilinear_backward dx")
def bilinear(m: Moment, at: Index) -> Term:
    """Pixels with the share that is taken of each."""
    back = m.has("dy")
    small = (m.after["dx"] if back else m.before["x"]).shape
    down, right = _shares(small[1], m.size("times")), _shares(small[2], m.size("times"))
    n, r, c, k = at
    terms = []
    rows = np.flatnonzero(down[:, r] if back else down[r])
    columns = np.flatnonzero(right[:, c] if back else right[c])
    for a in map(int, rows):
        for b in map(int, columns):
            share = (down[a, r] * right[b, c]) if back else (down[r, a] * right[c, b])
            terms.append(product(number(tr("share"), share), m.old("dy" if back else "x", n, a, b, k)))
    return total(terms)
