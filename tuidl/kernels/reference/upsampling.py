"""Images (n, h, w, c) made larger by a whole factor: rows and columns are products with small matrices."""

import numpy as np

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference


def _nearest(size: int, times: int, dtype: np.dtype[np.floating]) -> Array:
    """Which pixel along a side each larger one copies."""
    return np.eye(size, dtype=dtype).repeat(times, axis=0)


def _between(size: int, times: int, dtype: np.dtype[np.floating]) -> Array:
    """How much each larger pixel takes of the two pixels whose centres it lies between; at the border of the last."""
    weights = np.zeros((size * times, size), dtype)
    for i in range(size * times):
        place = (i + 0.5) / times - 0.5
        first = int(np.floor(place))
        for pixel, part in ((first, 1 - (place - first)), (first + 1, place - first)):
            weights[i, min(max(pixel, 0), size - 1)] += part
    return weights


@reference("upsample2d.nearest")
def nearest(x: Array, y: Array, times: int) -> None:
    """y[i, j] = x[⌊i / times⌋, ⌊j / times⌋]."""
    down, right = (_nearest(size, times, x.dtype) for size in x.shape[1:3])
    y[...] = np.einsum("ih,nhwc,jw->nijc", down, x, right)


@reference("upsample2d.nearest_backward")
def nearest_backward(dy: Array, dx: Array, times: int) -> None:
    """dx = the sum of dy over the copies."""
    down, right = (_nearest(size, times, dx.dtype) for size in dx.shape[1:3])
    dx[...] = np.einsum("ih,nijc,jw->nhwc", down, dy, right)


@reference("upsample2d.bilinear")
def bilinear(x: Array, y: Array, times: int) -> None:
    """y = x between the four nearest centres, border pixels going on beyond the border."""
    down, right = (_between(size, times, x.dtype) for size in x.shape[1:3])
    y[...] = np.einsum("ih,nhwc,jw->nijc", down, x, right)


@reference("upsample2d.bilinear_backward")
def bilinear_backward(dy: Array, dx: Array, times: int) -> None:
    """dx = the sum of dy, as far as it took of the pixel."""
    down, right = (_between(size, times, dx.dtype) for size in dx.shape[1:3])
    dx[...] = np.einsum("ih,nijc,jw->nhwc", down, dy, right)
