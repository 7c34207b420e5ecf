"""CUDA kernels: one file per family of operations, one cooperative kernel that carries out programs step after step."""

from tuidl.kernels.cpu import cache

__all__ = ["cache"]  # imported before numba, so that a model on the CPU finds its kernels also in this process
