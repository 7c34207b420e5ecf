"""A rectified linear unit: the reference that `relu.py` is compared with."""


def relu(z: float) -> float:
    """What a neuron with the sum z passes on: z itself where it is positive, else 0."""
    return max(z, 0.0)
