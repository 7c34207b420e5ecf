"""One home for the whole run, kept between runs: kernels are compiled once per checkout, not once per test."""

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

CHECKOUT = Path(__file__).parent.parent
KEPT = CHECKOUT / ".pytest_cache" / "d"  # `pytest --cache-clear` empties it
KERNELS = KEPT / "home" / "cache" / "kernels"
PARTED = ("tests/ends/", "tests/docs/test_readme.py")  # each test takes seconds, and no two share what a fixture made
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")  # one of several processes that share the tests

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")  # on a busy machine the clock says nothing about an example


def furnished(home: Path) -> Path:
    """The home, made if needed, with the kernels that earlier tests compiled."""
    KERNELS.mkdir(parents=True, exist_ok=True)
    (home / "cache").mkdir(parents=True, exist_ok=True)
    if not (home / "cache" / "kernels").exists():
        (home / "cache" / "kernels").symlink_to(KERNELS)
    return home


HOME = furnished(KEPT / f"home-{WORKER}" if WORKER else KEPT / "home")
os.environ["TUIDL_HOME"] = str(HOME)
os.environ["TUIDL_LANGUAGE"] = "en"  # whatever whoever runs them speaks
for name in ("COLUMNS", "LINES"):  # a terminal is as large as its test makes it
    os.environ.pop(name, None)

import tuidl.kernels.cpu.cache  # noqa: E402, F401 - now, before a test moves the home


def pytest_sessionstart(session: pytest.Session) -> None:
    """Before several processes begin: compile what is not kept yet, so that no two of them compile the same."""
    if getattr(session.config.option, "numprocesses", None) and not WORKER:
        subprocess.run([sys.executable, "-m", "tuidl", "doctor", "--compile"], cwd=CHECKOUT, stdout=subprocess.DEVNULL)


def pytest_collection_finish() -> None:
    """What has been imported stays until the end: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """So does what a file of tests has left, compiled kernels above all."""
    yield
    if nextitem is None or nextitem.path != item.path:
        pytest_collection_finish()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Several processes take one file after the other, for its tests share fixtures; of parted ones one test."""
    from xdist.scheduler import LoadScopeScheduling

    class Files(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return nodeid if file.startswith(PARTED) else file

    config.option.loadscopereorder = False  # the long ones come early in the order of their names
    return Files(config, log)
