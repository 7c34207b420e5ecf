"""A rectified linear unit. Replace the line marked with an arrow."""


def relu(z: float) -> float:
    """What a neuron with the sum z passes on: z itself where it is positive, else 0."""
    return z  # <- bend it at zero
