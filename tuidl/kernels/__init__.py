"""Executors: ``reference`` (plain NumPy, the truth), ``cpu`` (compiled, threaded), ``cuda`` (on an NVIDIA GPU).

The only room that imports numba.
"""

import os
from typing import Any

import numpy as np

from tuidl.errors import DeviceError, suggest
from tuidl.kernels.executor import Array, Executor, Progress, Timed
from tuidl.program import Layout

DEVICES = ("reference", "cpu", "cuda")


def default_threads() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def load(
    device: str, layout: Layout, threads: int | None = None, dtype: type[np.floating[Any]] = np.float32
) -> Executor:
    """The executor for a device; DeviceError if it is unknown or not available here."""
    if device == "reference":
        from tuidl.kernels.reference.executor import ReferenceExecutor

        return ReferenceExecutor(layout, dtype)
    if dtype is not np.float32:
        raise DeviceError(f"device '{device}' computes in float32; use device 'reference' for {dtype.__name__}")
    if device in ("cpu", "auto"):
        from tuidl.kernels.cpu.executor import CpuExecutor

        return CpuExecutor(layout, threads or default_threads())
    if device == "checked":
        from tuidl.kernels.checked.executor import CheckedExecutor

        return CheckedExecutor(layout, threads or 1)
    if device == "cuda":
        from tuidl.kernels.cuda.device import require

        require()
        from tuidl.kernels.cuda.executor import CudaExecutor

        return CudaExecutor(layout)
    raise DeviceError(f"device '{device}' is unknown{suggest(device, DEVICES)}; choose auto, cpu, cuda or reference")


__all__ = ["DEVICES", "Array", "Executor", "Progress", "Timed", "default_threads", "load"]
