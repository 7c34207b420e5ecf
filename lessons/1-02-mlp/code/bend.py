"""What a hidden neuron does to its sum. Replace the line marked with an arrow."""
from math import exp


def bend(z: float) -> float:
    """tanh of z: a number from -1 to 1."""
    return z  # <- squeeze it between -1 and 1
