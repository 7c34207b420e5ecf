"""The machine that figures come from: figures without it mean nothing."""

import os
import platform
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tuidl.kernels import default_threads
from tuidl.kernels.cpu.peak import peak
from tuidl.language import tr, trn
from tuidl.speed import torch_twins

CPUINFO = Path("/proc/cpuinfo")  # Linux


@dataclass(frozen=True, slots=True)
class Machine:
    """``load``: runnable processes on average over the last minute; ``peak``: GFLOP/s on one thread, measured."""

    processor: str
    processors: int
    load: float | None
    peak: float
    system: str
    python: str
    numpy: str
    torch: str | None

    def __str__(self) -> str:
        processors = trn("{n} processor", "{n} processors", self.processors)
        if self.load is not None:
            processors = tr("{processors}, load {load:.1f}", processors=processors, load=self.load)
        return "\n".join((
            tr("{processor}, {processors}, at most {peak:.0f} GFLOP/s on one", processor=self.processor,
               processors=processors, peak=self.peak),
            f"{self.system}, Python {self.python}, numpy {self.numpy}, "
            + (tr("torch {torch}", torch=self.torch) if self.torch else tr("torch is not installed")),
        ))  # fmt: skip

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def this() -> Machine:
    """The machine this runs on."""
    load = round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None
    return Machine(
        _processor(), default_threads(), load, round(peak(), 1), f"{platform.system()} {platform.machine()}",
        platform.python_version(), np.__version__, torch_twins.version(),
    )  # fmt: skip


def _processor() -> str:
    if CPUINFO.exists():
        for line in CPUINFO.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
