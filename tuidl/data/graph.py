"""Graph: nodes and who is joined to whom, as the messages of a graph network go."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """An undirected graph. ``edges`` (m, 2) names each pair of neighbours once; ``train``, ``val`` and ``test`` say
    which nodes the examples of a data set are, in their order."""

    nodes: int
    edges: NDArray[np.int32]
    train: NDArray[np.int32]
    val: NDArray[np.int32]
    test: NDArray[np.int32]
    features: NDArray[np.float32]  # (nodes, features), of every node, before any message
    labels: NDArray[np.int32]  # (nodes,), the class of every node

    def adjacency(self) -> NDArray[np.float32]:
        """A (nodes, nodes): 1 where two nodes are joined, else 0; symmetric, 0 on the diagonal."""
        joined = np.zeros((self.nodes, self.nodes), np.float32)
        joined[self.edges[:, 0], self.edges[:, 1]] = joined[self.edges[:, 1], self.edges[:, 0]] = 1
        return joined

    def messages(self) -> NDArray[np.float32]:
        """S = D^−½ (A + I) D^−½, D the degrees with the node itself: S x mixes every node with its neighbours.

        T. Kipf, M. Welling, "Semi-supervised classification with graph convolutional networks", 2017.
        """
        joined = self.adjacency() + np.eye(self.nodes, dtype=np.float32)
        scale = 1 / np.sqrt(joined.sum(axis=1, dtype=np.float64))
        return np.asarray(joined * scale[:, None] * scale, np.float32)
