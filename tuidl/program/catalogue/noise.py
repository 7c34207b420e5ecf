"""Noise: dropout in its kinds, and numbers added."""

from tuidl.program.operation import declare

declare(
    "dropout.forward",
    "in x[rows,features]; in rate[1]; out y[rows,features]; size seed; size layer",
    "y = x mask / (1 − rate); mask is 0 with probability rate",
)
declare(
    "dropout.backward",
    "in dy[rows,features]; in rate[1]; out dx[rows,features]; size seed; size layer",
    "dx = dy mask / (1 − rate), the same mask",
)
_DROPPED = "in x[rows,features]; in rate[1]; out y[rows,features]; size seed; size layer"
declare(
    "dropout.channels",
    "in x[samples,height,width,channels]; in rate[1]; out y[samples,height,width,channels]; size seed; size layer",
    "y = x mask / (1 − rate); mask is 0 with probability rate, one number for each channel of a sample",
)
declare(
    "dropout.alpha",
    _DROPPED,
    "y = a x + b where mask, else a α′ + b; α′ = −1.7581, a = 1 / √(q + α′² q rate), b = −a rate α′, q = 1 − rate",
)
declare("dropout.alpha_backward", _DROPPED.replace(" x", " dy").replace(" y", " dx"), "dx = a dy mask, the same mask")
declare(
    "noise.gaussian",
    "in x[rows,features]; in deviation[1]; out y[rows,features]; size seed; size layer",
    "y = x + deviation n, n drawn from the normal distribution",
)
declare(
    "dropout.mask",
    "in rate[1]; out keep[rows,features]; size seed; size layer",
    "keep = 0 with probability rate, else 1 / (1 − rate)",
)
