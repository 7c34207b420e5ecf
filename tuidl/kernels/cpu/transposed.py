"""Transposed convolution: the kernels of convolution with their tables exchanged, so nothing more is compiled."""

from tuidl.kernels.cpu import regions
from tuidl.kernels.cpu.convolution import without_window
from tuidl.kernels.cpu.lowering import Call, Scratch, call, rule
from tuidl.program import Instruction


@rule("convtranspose2d.forward")
def lower_forward(instruction: Instruction, scratch: Scratch) -> list[Call]:
    """y is summed from x as the gradient of a convolution's input is from that of its output."""
    given, window = without_window(instruction)
    tables = regions.backward(given["x"], given["w"], given["y"], window, scratch)
    return [call("conv2d.forward", **given, **tables)]


@rule("convtranspose2d.backward_input")
def lower_backward_input(instruction: Instruction, scratch: Scratch) -> list[Call]:
    """dx is the convolution of dy with the transposed weights."""
    given, window = without_window(instruction)
    w = given.pop("w")
    wt = scratch.tensor(f"{w.name}.transposed", (*w.shape[:2], w.shape[3], w.shape[2]))
    tables = regions.forward(given["dy"], wt, given["dx"], window, scratch)
    return [call("conv2d.transpose", w=w, wt=wt), call("conv2d.backward_input", **given, wt=wt, **tables)]


@rule("convtranspose2d.backward_weight")
def lower_backward_weight(instruction: Instruction, scratch: Scratch) -> list[Call]:
    """The terms of the forward pass are rows here."""
    given, window = without_window(instruction)
    tables = regions.backward(given["x"], given["dw"], given["dy"], window, scratch)
    return [call("conv2d.backward_weight", **given, **tables)]
