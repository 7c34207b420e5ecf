"""How many floating-point operations the weights of a network cost."""

from collections.abc import Iterable

from tuidl.program import Instruction, Tensor

SEEN = {  # operation -> the operand each row of which meets every weight once
    "dense.forward": "y",
    "conv2d.forward": "y",
    "groupconv2d.forward": "y",
    "convtranspose2d.forward": "x",
    "rnn.forward": "h",
    "lstm.forward": "h",
    "gru.forward": "h",
}


def flops(instructions: Iterable[Instruction]) -> int:
    """Multiplications and additions of the products with weights: 2 for each weight and row.

    Padding counts as if it were pixels, as is usual. What has no weights (activations, pooling) counts nothing.
    """
    total = 0
    for each in instructions:
        seen = SEEN.get(each.operation.name)
        if seen is not None:
            w, rows = each.operands["w"], each.operands[seen]
            assert isinstance(w, Tensor)
            assert isinstance(rows, Tensor)
            total += 2 * w.root.size * rows.rows
    return total
