"""How a compiled kernel is declared, and what all kernels share.

A kernel has the signature ``kernel(op, mem, thread, threads, step)``: ``op`` points at its instruction, ``mem`` at the
arena; thread ``thread`` of ``threads`` does its share of step number ``step``. It begins by unpacking its operands:

    x, w, b, y, rows, inputs, outputs, gemm_at = operands(op, 8)

in this order: the declared operands (tensors as places, −1 for one that is left out, sizes, reals as ``real(word)``,
data as addresses), the sizes of their dimensions, the row strides of those that may lie tight (``x_stride``), the
addresses of routines it calls.

``split`` names the dimension that is shared among threads in multiples of ``unit``: a thread writes only its part of
the tensors that have this dimension; of several dimensions, as ``("batch", "heads")``, all combinations are shared.
Without it only thread 0 works; "own" means that threads share in their own way.
``work`` names the sizes (or numbers) whose product is the number of multiplications, where these are what takes the
time.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from numba import cfunc, njit, types
from numba.core.caching import FunctionCache

from tuidl.kernels.cpu import keeping  # noqa: F401 - before anything is compiled
from tuidl.kernels.cpu.simd import LANES, POINTER, shift
from tuidl.program import OPERATIONS
from tuidl.program.operation import Operand, parse

SIGNATURE = types.void(types.CPointer(types.int64), POINTER, types.int64, types.int64, types.int64)
OPTIONS: dict[str, Any] = {"cache": True, "error_model": "numpy"}
ROW_BLOCK = 8  # rows go to threads in blocks that fill a tile
OWN = "own"


class Compiled:
    """A function with a C address, compiled or loaded from the cache when the address is first asked for."""

    def __init__(self, name: str, function: Callable[..., Any], signature: Any, cached: bool = True) -> None:
        self.name, self.function, self._signature = name, function, signature
        self._options = {**OPTIONS, "cache": cached}

    @cached_property
    def compiled(self) -> Any:
        """The compiled function; it lives as long as this object."""
        return cfunc(self._signature, **self._options)(self.function)

    @property
    def ready(self) -> bool:
        """Whether it is compiled already in this process."""
        return "compiled" in self.__dict__

    @property
    def kept(self) -> bool:
        """Whether it lies in the cache, or will never do so."""
        if not self._options["cache"]:
            return True
        try:
            return bool(FunctionCache(self.function)._cache_file._load_index())
        except Exception:  # whatever is wrong with a file of the cache, it is made anew
            return False

    @property
    def address(self) -> int:
        """Where its machine code lies."""
        return int(self.compiled.address)


class Kernel(Compiled):
    """A kernel with its declared operands."""

    def __init__(
        self, name: str, function: Callable[..., None], operands: tuple[Operand, ...], split: str | tuple[str, ...],
        unit: int, tight: tuple[str, ...], calls: tuple[str, ...], work: tuple[str, ...], cached: bool = True,
    ) -> None:  # fmt: skip
        super().__init__(name, function, SIGNATURE, cached)
        self.operands, self.unit, self.tight, self.calls = operands, unit, tight, calls
        self.split = (split,) if isinstance(split, str) and split else tuple(split)
        self.work = work
        named = [operand.name for operand in operands]
        dims = (d for operand in operands for d in operand.dims)
        self.sizes = tuple(dict.fromkeys(d for d in dims if d != "_" and not d.isdecimal() and d not in named))
        words = (*named, *self.sizes, *(f"{name}_stride" for name in tight), *(f"{name}_at" for name in calls))
        code: Any = function.__code__
        unpacked = tuple(name.lstrip("_") for name in code.co_varnames[5 : 5 + len(words)])
        if unpacked != words:
            raise ValueError(f"{name} must unpack {words}, not {unpacked}")
        if self.split != (OWN,) and (unknown := set(self.split) - {*self.sizes, *named}):
            raise ValueError(f"{name} splits {unknown}, which are none of its sizes")
        if unknown := {each for each in work if not each.isdecimal()} - set(self.sizes):
            raise ValueError(f"{name} counts its work by {unknown}, which are none of its sizes")
        self.words = words


KERNELS: dict[str, Kernel] = {}
ROUTINES: dict[str, Compiled] = {}


def kernel(
    name: str, declaration: str | None = None, *, split: str | tuple[str, ...] = "", unit: int = 1,
    tight: tuple[str, ...] = (), calls: tuple[str, ...] = (), work: tuple[str, ...] = (),
) -> Callable[[Callable[..., None]], Kernel]:  # fmt: skip
    """Declare a kernel: for an operation of the instruction set, or one that lowering needs beside it."""
    operands = parse(declaration) if declaration else OPERATIONS[name].operands

    def register(function: Callable[..., None]) -> Kernel:
        return KERNELS.setdefault(name, Kernel(name, function, operands, split, unit, tight, calls, work))

    return register


def routine(name: str, signature: Any) -> Callable[[Callable[..., None]], Compiled]:
    """Declare a function that kernels call by address: compiled once, however many kernels use it."""

    def register(function: Callable[..., None]) -> Compiled:
        return ROUTINES.setdefault(name, Compiled(name, function, signature))

    return register


def named(name: str) -> Compiled:
    """The routine or kernel of that name."""
    return ROUTINES[name] if name in ROUTINES else KERNELS[name]


@njit(**OPTIONS)
def share(total: int, unit: int, thread: int, threads: int) -> tuple[int, int]:
    """The part of range(total) for one thread, cut at multiples of ``unit``."""
    units = (total + unit - 1) // unit
    return units * thread // threads * unit, min(total, units * (thread + 1) // threads * unit)


@njit(**OPTIONS)
def padded(size: int) -> int:
    """``size`` rounded up to whole vectors."""
    return (size + LANES - 1) // LANES * LANES


@njit(**OPTIONS)
def get(mem: Any, place: int) -> Any:
    """The float32 at ``place``."""
    return shift(mem, place)[0]


@njit(**OPTIONS)
def put(mem: Any, place: int, value: Any) -> None:
    """Write the float32 at ``place``."""
    shift(mem, place)[0] = value
