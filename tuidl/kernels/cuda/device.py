"""Whether there is a GPU to train on, and which. Numba is imported only where its CUDA part is installed."""

import os
from importlib.util import find_spec

from tuidl.errors import DeviceError

INSTALL = "pip install 'tuidl[cuda]'"
SIMULATED = os.environ.get("NUMBA_ENABLE_CUDASIM", "0") not in ("", "0")  # numba's own switch, read when it is imported


def missing() -> str | None:
    """What is not there, as the end of a sentence; None if programs can run."""
    if find_spec("numba_cuda") is None:
        return f"needs the package numba-cuda, which is not installed ({INSTALL})"
    from numba import cuda

    if cuda.is_available():
        return None
    if cuda.cuda_error() is None:
        return f"finds a GPU, but not CUDA's compiler ({INSTALL})"
    return "finds no NVIDIA GPU with a working driver here"


def require() -> None:
    """DeviceError in one sentence unless programs can run."""
    reason = missing()
    if reason is not None:
        raise DeviceError(f"device 'cuda' {reason}; use --device cpu")


def describe() -> str:
    """The GPU in words; only where none is ``missing``."""
    if SIMULATED:
        return "numba's simulator (NUMBA_ENABLE_CUDASIM is set): right, but thousands of times slower"
    from numba import cuda

    gpu = cuda.get_current_device()
    major, minor = gpu.compute_capability
    return f"{gpu.name}, compute capability {major}.{minor}, {gpu.MULTIPROCESSOR_COUNT} multiprocessors"
