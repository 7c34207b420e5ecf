"""Augmentation: each image of a batch moved by a map of its own."""

from tuidl.program.operation import declare

declare(
    "augment.draw",
    "in rotate[1]; in shift[1]; in zoom[1]; in flip[1]; in flip_vertical[1]; in brightness[1]; in contrast[1]; "
    "out warp[samples,8]; size height; size width; size seed; size layer",
    "warp = a b v, c d h, gain, offset: y[i, j] comes from row a i + b j + v, column c i + d j + h; turned by up to "
    "rotate degrees, moved by up to shift of a side, 1 ± zoom times as large, mirrored with probability flip",
)
declare(
    "augment.apply",
    "in x[samples,height,width,channels]; in warp[samples,8]; out y[samples,height,width,channels]; size nearest; "
    "real fill",
    "y[i, j] = gain x + offset + (1 − gain) mean x, x between the four pixels around (a i + b j + v, c i + d j + h)",
)
declare(
    "augment.backward",
    "in dy[samples,height,width,channels]; in warp[samples,8]; out dx[samples,height,width,channels]; size nearest",
    "dx = gain times the sum of dy, as far as it took of the pixel, + (1 − gain) Σ dy / values",
)
