"""The instruction set: every operation with its operands and its equation.

Names: n batch, t time, h w height and width, c channels, f features; d before a name is the gradient of the loss with
respect to it. Rows may be examples, or pixels, or moments of a sequence.
"""

from tuidl.program.catalogue import (  # noqa: F401 - each declares its operations
    activations,
    attention,
    augmentation,
    data,
    dense,
    graphs,
    images,
    losses,
    masks,
    noise,
    normalization,
    optimizers,
    sequences,
    shapes,
)
