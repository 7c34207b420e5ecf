"""Functions a learner wrote, put into the instruction set: what one unit of a layer answers for one row.

The operation's name follows from the function's text: the same text is the same operation, and nets that use different
ones can live side by side. The function gives the unit's answer after its activation; the operation undoes the
activation (in float64), so that everything behind the layer, its gradient too, is the engine's as ever.
"""

import hashlib
from collections.abc import Callable

from tuidl.program.operation import OPERATIONS, declare

UNDONE = {"linear": "", "relu": "", "sigmoid": "logit", "tanh": "atanh"}  # activation -> what undoes it


def install(function: Callable[..., float], text: str, inputs: int, activation: str, device: str) -> str:
    """The operation that calls ``function(x₁, ..., w₁, ..., b)`` for every row and unit; ``text`` holds its source.

    ValueError for an activation that cannot be undone, or a device that has no kernel for it.
    """
    if activation not in UNDONE:
        raise ValueError(
            f"a function of one's own can stand for {', '.join(UNDONE)} units, not for activation '{activation}'"
        )
    if device == "cuda":
        raise ValueError("a function of one's own trains on the CPU; leave out --device cuda")
    digest = hashlib.sha256(f"{inputs} {activation} {function.__name__}\n{text}".encode()).hexdigest()[:16]
    name = f"written.{digest}"
    if name not in OPERATIONS:
        from tuidl.kernels.reference.written import register

        declare(
            name,
            f"in x[rows,{inputs}]; in w[{inputs},outputs]; in b[outputs]; out y[rows,outputs]",
            f"y = {UNDONE[activation]}({function.__name__}(x, w, b))",
        )
        register(name, function, UNDONE[activation])
    if device != "reference":
        from tuidl.kernels.cpu.written import register as compile_later

        compile_later(name, function, inputs, UNDONE[activation])
    return name
