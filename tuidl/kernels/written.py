"""Functions a learner wrote, put into the instruction set: one unit of a layer for one row, or a whole kind of layer.

The operation's name follows from the function's text: the same text is the same operation, and nets that use different
ones can live side by side. Where the function gives a unit's answer after its activation, the operation undoes the
activation (in float64); of shares it takes the logarithm, whose softmax they are. So everything behind the layer, its
gradient too, is the engine's as ever.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tuidl.program.operation import OPERATIONS, declare

Function = Callable[..., Any]
UNDONE = {"linear": "", "relu": "", "sigmoid": "logit", "tanh": "atanh"}  # activation -> what undoes it


@dataclass(frozen=True, slots=True)
class Place:
    """What a function takes that stands for a kind of layer, and the operation that calls it."""

    takes: tuple[str, ...]
    operands: str
    formula: str


PLACES = {
    "dense": Place(
        ("x", "w", "b"),
        "in x[rows,inputs]; in w[inputs,outputs]; in b[outputs]; out y[rows,outputs]",
        "y = {name}(x, w, b), for each row",
    ),
    "activation": Place(("z",), "in x[rows,features]; out y[rows,features]", "y = {name}(x), for each number"),
    "softmax": Place(("z",), "in x[rows,features]; out y[rows,features]", "y = log({name}(x)), for each row"),
    "dropout": Place(
        ("x", "noise", "rate"),
        "in x[rows,features]; in rate[1]; out y[rows,features]; size seed; size layer",
        "y = {name}(x, noise, rate), for each row",
    ),
    "batchnorm": Place(
        ("x", "gamma", "beta", "epsilon"),
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
    _refuse_gpu(device)
    how = UNDONE[activation]
    name = _name(f"{inputs} {activation}", function, text)
    if name not in OPERATIONS:
        from tuidl.kernels.reference.written import register

        declare(
            name,
            f"in x[rows,{inputs}]; in w[{inputs},outputs]; in b[outputs]; out y[rows,outputs]",
            f"y = {how}({function.__name__}(x, w, b))",
        )
        register(name, function, how)
    if device != "reference":
        from tuidl.kernels.cpu.written import register as compile_later

        compile_later(name, function, inputs, how)
    return name


def install_at(place: str, function: Function, text: str, device: str) -> str:
    """The operation that calls a function with what ``PLACES[place]`` says; ``text`` holds its source.

    ValueError for a device that has no kernel for it.
    """
    _refuse_gpu(device)
    name = _name(place, function, text)
    if name not in OPERATIONS:
        from tuidl.kernels.reference.written_layers import register

        declare(name, PLACES[place].operands, PLACES[place].formula.format(name=function.__name__))
        register(name, place, function)
    if device != "reference":
        from tuidl.kernels.cpu.written_layers import register as compile_later

        compile_later(name, place, function)
    return name


def _name(place: str, function: Function, text: str) -> str:
    digest = hashlib.sha256(f"{place} {function.__name__}\n{text}".encode()).hexdigest()[:16]
    return f"written.{digest}"


def _refuse_gpu(device: str) -> None:
    if device == "cuda":
        raise ValueError("a function of one's own trains on the CPU; leave out --device cuda")
