"""A layout with room behind every tensor, so that what misses its tensor does not meet another."""

from tuidl.program import Layout, Tensor
from tuidl.program.layout import REGIONS

WHOLE = frozenset(REGIONS) - {"state"}  # regions that optimisers work on as one vector


class Spaced:
    """Another layout's tensors at twice their places: behind each lies as much that nobody may touch.

    Parameters, gradients, moments and averages stay side by side; there is room behind each of these regions.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    @property
    def end(self) -> int:
        """Words of the arena."""
        return 2 * self._layout.end

    def reserve(self, region: str, words: int) -> None:
        """Put a region at the end of the arena."""
        self._layout.reserve(region, words)

    def offset(self, tensor: Tensor) -> int:
        """Words from the start of the arena."""
        if tensor.base:
            return tensor.place + self.offset(tensor.base)
        start = self._layout.root.starts[tensor.region]
        together = tensor.region.partition("#")[0] in WHOLE
        return 2 * start + (tensor.place if together else 2 * tensor.place)
