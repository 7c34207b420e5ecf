"""What a hidden neuron does to its sum: the reference that `bend.py` is compared with."""
from math import exp


def bend(z: float) -> float:
    """tanh of z: a number from -1 to 1."""
    return 2.0 / (1.0 + exp(-2.0 * z)) - 1.0
