"""A run that says nothing any more ends, and one that waits to be asked does not."""

import subprocess
import sys

import pytest

BUSY = "from tuidl.train.watchdog import Watchdog; dog = Watchdog(0.2); dog.feed(); "


@pytest.mark.parametrize(
    ("then", "code"),
    [
        ("exec('while True: pass')", 1),
        ("from threading import Lock; lock = Lock(); lock.acquire(); lock.acquire()", 1),
        ("dog.rest(); import time; time.sleep(0.4)", 0),
    ],
)
def test_it_bites_where_nothing_happens(then: str, code: int) -> None:
    done = subprocess.run([sys.executable, "-c", BUSY + then], capture_output=True, text=True, timeout=60)
    assert done.returncode == code
    assert ("Timeout" in done.stderr) is (code == 1)
