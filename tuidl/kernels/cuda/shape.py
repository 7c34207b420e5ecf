"""Images as rows."""

from typing import Any

from tuidl.kernels.cuda.kernel import kernel, padded


@kernel("shape.flatten", by="word", tight=("x",))
def flatten(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x as rows: what fills up the channels is left out."""
    x, y, samples, height, width, channels, features, x_stride = op[:8]
    wide = padded(features)
    for n in range(thread, samples * wide, threads):
        i, j = n // wide, n % wide
        if j < features:
            pixel, c = i * height * width + j // channels, j % channels
            mem.floats[y + n] = mem.floats[x + pixel * x_stride + c]
