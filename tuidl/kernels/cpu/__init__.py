"""Compiled kernels: one file per family of operations, explicit vectors, one loop that runs programs."""

from tuidl.kernels.cpu import cache

__all__ = ["cache"]
