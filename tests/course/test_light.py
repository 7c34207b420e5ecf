"""The course is read by the screen and the command line: it must not pull in anything heavy."""

import subprocess
import sys
from pathlib import Path

MODULES = "check declarations library lint load outcome page progress quote references state values verify walk"
SCRIPT = f"""
import importlib, sys
for name in "{MODULES}".split():
    importlib.import_module(f"tuidl.course.{{name}}")
print(sorted({{"numpy", "numba", "textual", "rich", "click"}} & set(sys.modules)))
"""


def test_nothing_heavy_is_imported() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout == "[]\n"
