"""The way from the example to the loss: which values stand between, and where their gradients are written."""

from tuidl.program import Program, Tensor
from tuidl.signals import Link
from tuidl.train.microscope.gradients import Gradients, tensors, written
from tuidl.train.microscope.naming import short

WORDS = {  # what an operation is called between two values, where its name says too little
    "dense": "w", "conv2d": "w ∗", "groupconv2d": "w ∗", "convtranspose2d": "w ∗", "maxpool2d": "max",
    "avgpool2d": "mean", "globalpool2d": "mean", "shape": "rows", "sum": "+", "concat": "join", "onehot": "one-hot",
}  # fmt: skip


def chain(program: Program, gradients: Gradients) -> tuple[Link, ...]:
    """The links from the example to the loss, along the first input of every instruction that is no parameter."""
    forward = program.instructions[: program.first_backward]
    loss = next((k for k, each in enumerate(forward) if each.operation.name.startswith("loss.")), None)
    if loss is None:
        return ()
    makers = {tensor.name: k for k, each in enumerate(forward) for _, tensor in written(each) if k <= loss}
    found: list[Link] = []
    number, value = loss, program.tensors["loss"]
    found.append(Link("loss", "", loss, -1, ""))
    while True:
        source = _source(program, number, value)
        if source is None:
            break
        made = makers.get(source.name, -1)
        gradient = next((each for each in gradients.by_name.values() if each.value.name == source.name), None)
        last, slope = (gradient.last, short(gradient.tensor)) if gradient is not None else (-1, "")
        between = _between(program, gradients, number, source, value)
        found.append(Link(short(source), _word(program, number), made, last, slope, between))
        if made < 0 or made >= number:
            break
        number, value = made, source
    return tuple(reversed(found))


def _source(program: Program, number: int, value: Tensor) -> Tensor | None:
    """The first input of an instruction that is a value of the network, not what it writes itself."""
    instruction = program.instructions[number]
    by_name = instruction.operation.by_name
    for name, tensor in instruction.operands.items():
        if isinstance(tensor, Tensor) and not by_name[name].writes and tensor.root.name in program.tensors:
            return tensor.root
    return None


def _word(program: Program, number: int) -> str:
    instruction = program.instructions[number]
    family, _, kind = instruction.operation.name.partition(".")
    if family in ("activation", "loss"):
        return {"softmax_cross_entropy": "−log p"}.get(kind, kind.replace("_", " "))
    weights = [t for t in tensors(instruction) if t.role == "param" and t.name.endswith("weight")]
    return short(weights[0]) if weights else WORDS.get(family, family)


def _between(program: Program, gradients: Gradients, number: int, source: Tensor, value: Tensor) -> tuple[int, ...]:
    """The instruction itself, those of its parameters' gradients, and the one that leads from dvalue to dsource."""
    own = {t.name for t in tensors(program.instructions[number]) if t.role == "param"}
    leads = {found.last for found in gradients.by_name.values() if found.value.name in own}
    back = {found.last for found in gradients.by_name.values() if found.value.name == source.name}
    return tuple(sorted({number, *leads, *(line for line in back if line >= program.first_backward)}))
