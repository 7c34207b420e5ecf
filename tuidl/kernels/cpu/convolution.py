"""Convolution on images (n, h, w, c) as implicit matrix products; ``regions`` makes the tables.

Threads share blocks of samples; where all samples are one block they share its pixels.
"""

from typing import Any

from numba import njit

from tuidl.kernels.cpu import regions
from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.gemm import TERM_BLOCK, product
from tuidl.kernels.cpu.kernel import OPTIONS, OWN, ROW_BLOCK, get, kernel, padded, put, share
from tuidl.kernels.cpu.lowering import Call, Scratch, call, rule
from tuidl.kernels.cpu.simd import LANES, get_int, operands, store
from tuidl.program import Instruction

FIELDS = regions.FIELDS
WINDOW = ("stride_h", "stride_w", "dilation", "top", "left")
ROWS = 4  # rows of dw go to threads in multiples of it
TABLES = (
    "; in regions[region_words]:int; in row_source[_]:int; in row_target[_]:int; in term_source[_]:int; "
    "in term_weight[_]:int; size block"
)

_WORK = ("samples", "out_h", "out_w", "kernel_h", "kernel_w", "channels", "filters")


@njit(**OPTIONS)
def samples_of(samples: int, block: int, thread: int, threads: int) -> tuple[int, int]:
    """A thread's samples: whole blocks, or all of them where there is one block."""
    return (0, samples) if samples == block else share(samples, block, thread, threads)


@njit(**OPTIONS)
def rows_of(first: int, end: int, alone: int, thread: int, threads: int) -> tuple[int, int]:
    """A thread's rows of a region: all of them, or its part if the block is ``alone``."""
    if not alone:
        return first, end
    lo, hi = share(end - first, ROW_BLOCK, thread, threads)
    return first + lo, first + hi


@kernel(
    "conv2d.forward",
    "in x[samples,height,width,channels]; in w[kernel_h,kernel_w,channels,filters]; in b[filters]; "
    "out y[samples,out_h,out_w,filters]" + TABLES,
    split=OWN, tight=("x",), calls=("gather",), work=_WORK,
)  # fmt: skip
def forward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x ∗ w + b."""
    (
        x, w, b, y, regions, row_source, row_target, term_source, term_weight, block, samples, height, width, _channels,
        _kernel_h, _kernel_w, filters, out_h, out_w, region_words, x_stride, gather_at,
    ) = operands(op, 22)  # fmt: skip
    lo, hi = samples_of(samples, block, thread, threads)
    wide = padded(filters)
    for n in range(lo, hi, block):
        source, target = x + n * height * width * x_stride, y + n * out_h * out_w * wide
        for region in range(regions, regions + region_words, FIELDS):
            first, end = rows_of(get_int(mem, region), get_int(mem, region + 1), samples == block, thread, threads)
            term, end_term = get_int(mem, region + 2), get_int(mem, region + 3)
            product(
                gather_at, mem, source, row_source, term_source + term, end_term - term, w, term_weight + term,
                target, row_target, b, 0, 1, first, end, wide,
            )  # fmt: skip


@kernel(
    "conv2d.transpose", "in w[kernel_h,kernel_w,channels,filters]; out wt[kernel_h,kernel_w,filters,channels]",
    split=OWN,
)  # fmt: skip
def transpose(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """wt[u, v] = w[u, v]ᵀ; threads share the places of the kernel."""
    w, wt, kernel_h, kernel_w, channels, filters = operands(op, 6)
    lo, hi = share(kernel_h * kernel_w, 1, thread, threads)
    w_wide, wt_wide = padded(filters), padded(channels)
    for place in range(lo, hi):
        source, target = w + place * channels * w_wide, wt + place * filters * wt_wide
        for f in range(filters):
            for c in range(channels):
                put(mem, target + f * wt_wide + c, get(mem, source + c * w_wide + f))


@kernel(
    "conv2d.backward_input",
    "in dy[samples,out_h,out_w,filters]; in wt[kernel_h,kernel_w,filters,channels]; "
    "out dx[samples,height,width,channels]" + TABLES,
    split=OWN, calls=("gather",), work=_WORK,
)  # fmt: skip
def backward_input(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = the sum of dy wᵀ over all windows that read the pixel."""
    (
        dy, wt, dx, regions, row_source, row_target, term_source, term_weight, block, samples, out_h, out_w, filters,
        _kernel_h, _kernel_w, channels, height, width, region_words, gather_at,
    ) = operands(op, 20)  # fmt: skip
    lo, hi = samples_of(samples, block, thread, threads)
    wide = padded(channels)
    for n in range(lo, hi, block):
        source, target = dy + n * out_h * out_w * padded(filters), dx + n * height * width * wide
        for region in range(regions, regions + region_words, FIELDS):
            first, end = rows_of(get_int(mem, region), get_int(mem, region + 1), samples == block, thread, threads)
            term, end_term = get_int(mem, region + 2), get_int(mem, region + 3)
            product(
                gather_at, mem, source, row_source, term_source + term, end_term - term, wt, term_weight + term,
                target, row_target, target, 1, 0, first, end, wide,
            )  # fmt: skip


@kernel(
    "conv2d.backward_weight",
    "in x[samples,height,width,channels]; in dy[samples,out_h,out_w,filters]; "
    "out dw[kernel_h,kernel_w,channels,filters]" + TABLES,
    split=OWN, tight=("x",), calls=("gather",), work=_WORK,
)  # fmt: skip
def backward_weight(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dw = Σ x dy: the terms of the forward pass are rows here, its rows are terms. Threads share the rows of dw."""
    (
        x, dy, dw, regions, row_source, row_target, term_source, term_weight, block, samples, height, width, channels,
        out_h, out_w, filters, kernel_h, kernel_w, region_words, x_stride, gather_at,
    ) = operands(op, 21)  # fmt: skip
    lo, hi = share(kernel_h * kernel_w * channels, ROWS, thread, threads)
    wide, zero = padded(filters), number(0.0)
    for i in range(dw + lo * wide, dw + hi * wide, LANES):
        store(mem, i, zero)
    for n in range(0, samples, block):
        source, gradient = x + n * height * width * x_stride, dy + n * out_h * out_w * wide
        for region in range(regions, regions + region_words, FIELDS):
            first, end = get_int(mem, region), get_int(mem, region + 1)
            top, bottom = get_int(mem, region + 2), get_int(mem, region + 3)
            while top < bottom and get_int(mem, term_weight + top) < lo * wide:
                top += 1
            while top < bottom and get_int(mem, term_weight + bottom - 1) >= hi * wide:
                bottom -= 1
            for pixel in range(first, end, TERM_BLOCK):
                product(
                    gather_at, mem, source, term_source, row_source + pixel, min(TERM_BLOCK, end - pixel), gradient,
                    row_target + pixel, dw, term_weight, dw, 1, 1, top, bottom, wide,
                )  # fmt: skip


def without_window(instruction: Instruction) -> tuple[dict[str, Any], dict[str, int]]:
    """The tensors of an instruction, and where its windows lie."""
    given: dict[str, Any] = dict(instruction.operands)
    return given, {name: given.pop(name) for name in WINDOW}


@rule("conv2d.forward")
def lower_forward(instruction: Instruction, scratch: Scratch) -> list[Call]:
    """Add the tables."""
    given, window = without_window(instruction)
    tables = regions.forward(given["x"], given["w"], given["y"], window, scratch)
    return [call("conv2d.forward", **given, **tables)]


@rule("conv2d.backward_input")
def lower_backward_input(instruction: Instruction, scratch: Scratch) -> list[Call]:
    """Transpose the weights first; add the tables."""
    given, window = without_window(instruction)
    w = given.pop("w")
    wt = scratch.tensor(f"{w.name}.transposed", (*w.shape[:2], w.shape[3], w.shape[2]))
    tables = regions.backward(given["dy"], wt, given["dx"], window, scratch)
    return [call("conv2d.transpose", w=w, wt=wt), call("conv2d.backward_input", **given, wt=wt, **tables)]


@rule("conv2d.backward_weight")
def lower_backward_weight(instruction: Instruction, scratch: Scratch) -> list[Call]:
    """Add the tables of the forward pass."""
    given, window = without_window(instruction)
    tables = regions.forward(given["x"], given["dw"], given["dy"], window, scratch)
    return [call("conv2d.backward_weight", **given, **tables)]
