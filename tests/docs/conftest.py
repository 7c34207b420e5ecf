import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import furnished
from tests.docs.markdown import ROOT

Shell = Callable[..., subprocess.CompletedProcess[str]]

TUIDL = """#!/bin/sh
# what a person gets as `tuidl`; whatever opens a screen is looked at in a terminal of its own
screen=no
case " $* " in
  "  ") screen=yes ;;
  " run "* | " sandbox "* | " open "*)
    case " $* " in *" --headless "* | *" --help "* | *" --code "*) ;; *) screen=yes ;; esac ;;
esac
if [ $screen = yes ]; then exec {python} -m tests.docs.screen "$@"; fi
exec {python} -m tuidl "$@"
"""


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A clean home with kernels that are compiled already, and ``tuidl`` and ``python`` on the path."""
    place = tmp_path_factory.mktemp("docs")
    program = place / "bin" / "tuidl"
    program.parent.mkdir()
    program.write_text(TUIDL.format(python=shlex.quote(sys.executable)))
    program.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TUIDL_", "PYTHON"))}
    path = f"{program.parent}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {
        **kept,
        "PATH": path,
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "error",
        "TUIDL_HOME": str(furnished(place / "home")),
    }


@pytest.fixture(scope="session")
def shell(environment: dict[str, str]) -> Shell:
    """Runs a few lines as typed into a shell; they stop at the first that fails."""

    def run(lines: str, folder: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-euc", lines], cwd=folder, env=environment, capture_output=True, text=True, timeout=900,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip

    return run
