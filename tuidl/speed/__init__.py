"""How fast the engine trains here: reference workloads, torch beside them where it is installed."""

from tuidl.speed.rounds import Result, measure
from tuidl.speed.workloads import WORKLOADS, Workload

__all__ = ["WORKLOADS", "Result", "Workload", "measure"]
