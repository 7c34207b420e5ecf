"""ReLU before max-pooling costs nothing: a window's search for its largest pixel begins at 0 instead of −∞.

Where no pixel is above 0 nobody wins, so the gradient of the pooling is already that of the ReLU before it.
"""

from collections.abc import Sequence

from tuidl.kernels.cpu.lowering import Step, call, mentions, rewrite
from tuidl.program import Instruction, Tensor


@rewrite
def rectify(instructions: Sequence[Step]) -> list[Step]:
    """Join ReLUs with the pooling after them, wherever nothing else looks at what lies between."""
    made = list(instructions)
    for relu in instructions:
        between = relu.operands.get("y")
        if not (_is(relu, "activation.relu") and isinstance(between, Tensor)):
            continue
        users = [each for each in made if each is not relu and mentions(each, between)]
        if not (users and _pools(users[0], "forward", "x", between)):
            continue
        pool, *others = users
        joined: dict[int, Step | None] = {
            id(relu): None,
            id(pool): call("maxpool2d.forward", **{**pool.operands, "x": relu.operands["x"]}, lowest=0.0),
        }
        if others:
            last = others[0]
            gradient = last.operands.get("dy")
            if not (len(others) == 1 and _is(last, "activation.relu_backward") and isinstance(gradient, Tensor)):
                continue
            sources = [each for each in made if each is not last and mentions(each, gradient)]
            if not (len(sources) == 1 and _pools(sources[0], "backward", "dx", gradient)):
                continue
            joined[id(last)] = None
            joined[id(sources[0])] = call("maxpool2d.backward", **{**sources[0].operands, "dx": last.operands["dx"]})
        made = [after for each in made if (after := joined.get(id(each), each)) is not None]
    return made


def _is(each: Step, operation: str) -> bool:
    return isinstance(each, Instruction) and each.operation.name == operation


def _pools(each: Step, way: str, operand: str, tensor: Tensor) -> bool:
    """Whether a step is max-pooling of this very tensor, not of its memory in another shape."""
    return _is(each, f"maxpool2d.{way}") and each.operands[operand] is tensor
