"""Functions a learner wrote, put into the instruction set: a unit's answer, a kind of layer, a loss, a gradient, an
update.

An operation's name follows from the function's text: the same text is the same operation, and nets that use different
ones can live side by side. What a function leaves out is the engine's as ever:

- of a unit it gives the answer after its activation; the operation undoes the activation (in float64), so that
  everything behind the layer, its gradient too, is the engine's,
- of a kind of layer it gives all that goes on, for a row, a number or a feature (``PLACES``); of shares the
  operation takes the logarithm, whose softmax they are,
- of a loss it gives the chances p and the loss; the gradient is made of its p,
- of a dense layer's gradient it gives all three parts; gradients of single examples go in, means over them come out,
- of an update it gives a weight and its moments after one step.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tuidl.program.operation import OPERATIONS, declare

Function = Callable[..., Any]
UNDONE = {"linear": "", "relu": "", "sigmoid": "logit", "tanh": "atanh"}  # activation -> what undoes it
MOMENTS = ("m", "s")  # as an update's operation calls them


@dataclass(frozen=True, slots=True)
class Place:
    """The operation that calls a function which stands for a kind of layer."""

    operands: str
    formula: str


PLACES = {
    "dense": Place(
        "in x[rows,inputs]; in w[inputs,outputs]; in b[outputs]; out y[rows,outputs]",
        "y = {name}(x, w, b), for each row",
    ),
    "activation": Place("in x[rows,features]; out y[rows,features]", "y = {name}(x), for each number"),
    "softmax": Place("in x[rows,features]; out y[rows,features]", "y = log({name}(x)), for each row"),
    "dropout": Place(
        "in x[rows,features]; in rate[1]; out y[rows,features]; size seed; size layer",
        "y = {name}(x, noise, rate), for each row",
    ),
    "batchnorm": Place(
        "in x[rows,features]; in gamma[features]; in beta[features]; out y[rows,features]; real epsilon",
        "y = {name}(x, γ, β, ε), for each feature",
    ),
}


def install(function: Callable[..., float], text: str, inputs: int, activation: str, device: str) -> str:
    """The operation that calls ``function(x₁, ..., w₁, ..., b)`` for every row and unit; ``text`` holds its source.

    ValueError for an activation that cannot be undone, or a device that has no kernel for it.
    """
    if activation not in UNDONE:
        raise ValueError(
            f"a function of one's own can stand for {', '.join(UNDONE)} units, not for activation '{activation}'"
        )
    from tuidl.kernels.reference import written

    how = UNDONE[activation]
    name, fresh = _declared(
        "written", f"{inputs} {activation}", function, text, device,
        f"in x[rows,{inputs}]; in w[{inputs},outputs]; in b[outputs]; out y[rows,outputs]",
        f"y = {how}({function.__name__}(x, w, b))",
    )  # fmt: skip
    if fresh:
        written.register(name, function, how)
    if device != "reference":
        from tuidl.kernels.cpu.written import register as compile_later

        compile_later(name, function, inputs, how)
    return name


def install_at(place: str, function: Function, text: str, device: str) -> str:
    """The operation that calls a function with what ``PLACES[place]`` says; ``text`` holds its source.

    ValueError for a device that has no kernel for it.
    """
    from tuidl.kernels.reference import written_layers

    where = PLACES[place]
    formula = where.formula.format(name=function.__name__)
    name, fresh = _declared("written", place, function, text, device, where.operands, formula)
    if fresh:
        written_layers.register(name, place, function)
    if device != "reference":
        from tuidl.kernels.cpu.written_layers import register

        register(name, place, function)
    return name


def install_loss(function: Function, text: str, device: str) -> str:
    """The operation that calls ``function(z, y)`` for every row of scores and its label; it gives p and the loss.

    The gradient of the mean loss is (p − one-hot y) / rows. ValueError for a device that has no kernel for it.
    """
    from tuidl.kernels.reference import written

    name, fresh = _declared(
        "loss.written", "", function, text, device,
        "in logits[rows,classes]; in labels[rows]:int; out loss[rows]; out hit[rows]; out dlogits[rows,classes]",
        f"p, loss = {function.__name__}(logits, labels); dlogits = (p − one-hot) / rows",
    )  # fmt: skip
    if fresh:
        written.register_loss(name, function)
    if device != "reference":
        from tuidl.kernels.cpu.written_loss import register

        register(name, function)
    return name


def install_gradient(function: Function, text: str, device: str) -> str:
    """The operation that calls ``function(x, w, dz)`` for a dense layer; it gives dx, dw and db.

    dz and dx hold a row for each example, the gradient of its own loss; dw and db are means over the examples.
    ValueError for a device that has no kernel for it.
    """
    from tuidl.kernels.reference import written

    name, fresh = _declared(
        "dense.written_backward", "", function, text, device,
        "in x[rows,inputs]; in w[inputs,outputs]; in dy[rows,outputs]; out dw[inputs,outputs]; out db[outputs]; "
        "out? dx[rows,inputs]",
        f"dx, dw, db = {function.__name__}(x, w, dy)",
    )  # fmt: skip
    if fresh:
        written.register_gradient(name, function)
    if device != "reference":
        from tuidl.kernels.cpu.written_gradient import register

        register(name, function)
    return name


def install_update(function: Function, text: str, moments: int, counts: bool, device: str) -> str:
    """The operation that calls ``function(w, g, ..., rate)`` for every weight; between g and rate stand its moments.

    Where it ``counts``, t stands before the rate: 1 in the first step. It gives the weight, or the weight and its
    moments. ValueError for a device that has no kernel for it.
    """
    from tuidl.kernels.reference import written

    kept = MOMENTS[:moments]
    given = ", ".join(["value", "grad", *kept, *(["t"] if counts else []), "rate"])
    name, fresh = _declared(
        "optimizer.written", f"{moments} {counts}", function, text, device,
        "; ".join(["inout value[size]", "in grad[size]", *(f"inout {each}[size]" for each in kept), "in rate[1]"]),
        f"{', '.join(['value', *kept])} = {function.__name__}({given})",
    )  # fmt: skip
    if fresh:
        written.register_update(name, function, moments, counts)
    if device != "reference":
        from tuidl.kernels.cpu.written_update import register

        register(name, function, moments, counts)
    return name


def _declared(
    family: str, kind: str, function: Function, text: str, device: str, operands: str, formula: str
) -> tuple[str, bool]:
    """The name of a function's operation, which is declared now; whether nobody knew it before."""
    if device == "cuda":
        raise ValueError("a function of one's own trains on the CPU; leave out --device cuda")
    digest = hashlib.sha256(f"{kind} {function.__name__}\n{text}".encode()).hexdigest()[:16]
    name = f"{family}.{digest}"
    if name in OPERATIONS:
        return name, False
    declare(name, operands, formula)
    return name, True
