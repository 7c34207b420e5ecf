"""Which pixels of an image and which places of a window's result belong together."""

from tuidl.kernels.executor import Array

Slices = tuple[slice, slice, slice]


def _axis(size: int, places: int, shift: int, stride: int) -> tuple[slice, slice]:
    """Pixels i·stride + shift that exist, and the i they belong to."""
    first = max(0, -(shift // stride))
    last = min(places - 1, (size - 1 - shift) // stride)
    if last < first:
        return slice(0, 0), slice(0, 0)
    start = first * stride + shift
    return slice(start, last * stride + shift + 1, stride), slice(first, last + 1)


def overlap(x: Array, y: Array, down: int, right: int, strides: tuple[int, int]) -> tuple[Slices, Slices]:
    """Slices of the image x and of the result y such that x[i·stride_h + down, j·stride_w + right] meets y[i, j]."""
    rows, out_rows = _axis(x.shape[1], y.shape[1], down, strides[0])
    columns, out_columns = _axis(x.shape[2], y.shape[2], right, strides[1])
    return (slice(None), rows, columns), (slice(None), out_rows, out_columns)
