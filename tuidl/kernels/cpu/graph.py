"""What the nodes of a graph tell each other; threads share the graphs."""

from typing import Any

import numpy as np

from tuidl.kernels.cpu.kernel import get, kernel, padded, put, share
from tuidl.kernels.cpu.simd import operands


@kernel("graph.messages", split="batch")
def messages(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """weights = D^−½ (joined + I) D^−½. Each node's D^−½ stands on the diagonal until all else is done."""
    joined, weights, nodes, batch = operands(op, 4)
    lo, hi = share(batch, 1, thread, threads)
    wide = padded(nodes)
    row = batch * wide
    for graph in range(lo, hi):
        a, w = joined + graph * wide, weights + graph * wide
        for i in range(nodes):
            degree = np.float32(1.0)
            for j in range(nodes):
                degree += get(mem, a + i * row + j)
            put(mem, w + i * row + i, np.float32(1.0) / np.sqrt(degree))
        for i in range(nodes):
            scale = get(mem, w + i * row + i)
            for j in range(nodes):
                if j != i:
                    put(mem, w + i * row + j, get(mem, a + i * row + j) * scale * get(mem, w + j * row + j))
        for i in range(nodes):
            scale = get(mem, w + i * row + i)
            put(mem, w + i * row + i, (get(mem, a + i * row + i) + np.float32(1.0)) * scale * scale)
