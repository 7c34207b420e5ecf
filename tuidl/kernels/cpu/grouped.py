"""Convolution in groups: one channel a group goes channel by channel, larger groups as convolutions side by side."""

from collections.abc import Callable
from typing import Any

from tuidl.kernels.cpu import depthwise, regions  # noqa: F401 - depthwise declares the kernels used here
from tuidl.kernels.cpu.convolution import WINDOW
from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.kernel import ROW_BLOCK, kernel, padded, share
from tuidl.kernels.cpu.lowering import Call, Scratch, call, rule
from tuidl.kernels.cpu.simd import LANES, copy, operands, store
from tuidl.program import Instruction, Tensor


@kernel("groupconv2d.part", "in x[rows,channels]; out y[groups,rows,part]", split="rows", unit=ROW_BLOCK)
def part(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y[g] = the channels of group g, as rows of their own."""
    x, y, rows, channels, groups, part = operands(op, 6)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, zero = padded(part), number(0.0)
    for g in range(groups):
        for i in range(lo, hi):
            target = y + (g * rows + i) * wide
            store(mem, target + wide - LANES, zero)
            copy(mem, target, mem, x + i * padded(channels) + g * part, part)


@kernel("groupconv2d.join", "in x[groups,rows,part]; out y[rows,channels]", split="rows", unit=ROW_BLOCK)
def join(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = the groups' channels, end to end."""
    x, y, groups, rows, part, channels = operands(op, 6)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    zero = number(0.0)
    for i in range(lo, hi):
        target = y + i * padded(channels)
        store(mem, target + padded(channels) - LANES, zero)
        for g in range(groups):
            copy(mem, target + g * part, mem, x + (g * rows + i) * padded(part), part)


class Grouped:
    """An instruction of the family with its window, and the scratch of its lowering."""

    def __init__(self, instruction: Instruction, scratch: Scratch) -> None:
        self.given: dict[str, Any] = dict(instruction.operands)
        self.groups: int = self.given.pop("groups")
        self.window = {name: self.given.pop(name) for name in WINDOW}
        self.scratch, self.calls = scratch, list[Call]()

    def emit(self, kernel_: str, **operands_: Any) -> None:
        """Append a call."""
        self.calls.append(call(kernel_, **operands_))

    def parted(self, tensor: Tensor, fill: bool = True) -> list[Tensor]:
        """The groups of a tensor's last dimension, each a tensor of its own, filled from it unless they are written."""
        shape = (*tensor.shape[:-1], tensor.shape[-1] // self.groups)
        whole = self.scratch.tensor(self._name(tensor), (self.groups, tensor.rows, shape[-1]))
        if fill:
            self.emit("groupconv2d.part", x=tensor, y=whole)
        size = whole.words // self.groups
        return [
            Tensor(f"{whole.name}.{g}", shape, whole.role, whole.region, place=g * size, base=whole)
            for g in range(self.groups)
        ]

    def joined(self, tensor: Tensor) -> None:
        """Fill a tensor from its groups."""
        self.emit("groupconv2d.join", x=self.scratch.tensors[self._name(tensor)], y=tensor)

    def _name(self, tensor: Tensor) -> str:
        return f"{tensor.name}.groups{self.groups}"

    def featured(self, x: Tensor, features: int, fill: bool = True) -> Tensor:
        """An image with a channel for each filter: itself if it has as many and whole rows, else repeated."""
        if x.shape[-1] == features and not x.tight:
            return x
        made = self.scratch.tensor(f"{x.name}.repeated{features}", (*x.shape[:-1], features))
        if fill:
            self.emit("depthwise2d.repeat", x=x, y=made)
        return made


Lowering = Callable[[Grouped], None]


def _rule(name: str, singly: Lowering, together: Lowering) -> None:
    """Register two ways of lowering: where every group has one channel, and any other."""

    @rule(name)
    def lower(instruction: Instruction, scratch: Scratch) -> list[Call]:
        grouped = Grouped(instruction, scratch)
        weights: Tensor = grouped.given.get("w") or grouped.given["dw"]
        (singly if weights.shape[2] == 1 else together)(grouped)
        return grouped.calls


def _forward_singly(to: Grouped) -> None:
    x, w, y = (to.given[name] for name in ("x", "w", "y"))
    wide = to.featured(x, y.shape[-1])
    to.emit("depthwise2d.sum", x=wide, w=w, y=y, **regions.forward(wide, w, y, to.window, to.scratch))


def _forward(to: Grouped) -> None:
    x, w, y = (to.given[name] for name in ("x", "w", "y"))
    for xg, wg, yg in zip(to.parted(x), to.parted(w), to.parted(y, fill=False), strict=True):
        tables = regions.forward(xg, wg, yg, to.window, to.scratch)
        to.emit("conv2d.backward_input", dy=xg, wt=wg, dx=yg, **tables)  # as forward, without a bias to begin from
    to.joined(y)


def _backward_input_singly(to: Grouped) -> None:
    dy, w, dx = (to.given[name] for name in ("dy", "w", "dx"))
    wide = to.featured(dx, dy.shape[-1], fill=False)
    to.emit("depthwise2d.sum", x=dy, w=w, y=wide, **regions.backward(dy, w, wide, to.window, to.scratch))
    if wide is not dx:
        to.emit("depthwise2d.fold", dy=wide, dx=dx)


def _backward_input(to: Grouped) -> None:
    dy, w, dx = (to.given[name] for name in ("dy", "w", "dx"))
    for dyg, wg, dxg in zip(to.parted(dy), to.parted(w), to.parted(dx, fill=False), strict=True):
        wt = to.scratch.tensor(f"{wg.name}.transposed", (*wg.shape[:2], wg.shape[3], wg.shape[2]))
        to.emit("conv2d.transpose", w=wg, wt=wt)
        to.emit("conv2d.backward_input", dy=dyg, wt=wt, dx=dxg, **regions.backward(dyg, wt, dxg, to.window, to.scratch))
    to.joined(dx)


def _backward_weight_singly(to: Grouped) -> None:
    x, dy, dw = (to.given[name] for name in ("x", "dy", "dw"))
    wide = to.featured(x, dy.shape[-1])
    to.emit("depthwise2d.backward_weight", x=wide, dy=dy, dw=dw, **regions.forward(wide, dw, dy, to.window, to.scratch))


def _backward_weight(to: Grouped) -> None:
    x, dy, dw = (to.given[name] for name in ("x", "dy", "dw"))
    for xg, dyg, dwg in zip(to.parted(x), to.parted(dy), to.parted(dw, fill=False), strict=True):
        to.emit("conv2d.backward_weight", x=xg, dy=dyg, dw=dwg, **regions.forward(xg, dwg, dyg, to.window, to.scratch))
    to.joined(dw)


_rule("groupconv2d.forward", _forward_singly, _forward)
_rule("groupconv2d.backward_input", _backward_input_singly, _backward_input)
_rule("groupconv2d.backward_weight", _backward_weight_singly, _backward_weight)
