"""One home for the whole run, kept between runs: kernels are compiled once per checkout, not once per test."""

import os
from pathlib import Path

HOME = Path(__file__).parent.parent / ".pytest_cache" / "d" / "home"
os.environ["TUIDL_HOME"] = str(HOME)

import tuidl.kernels.cpu.cache  # noqa: E402, F401 - now, before a test moves the home
