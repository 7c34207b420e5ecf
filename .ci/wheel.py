"""Build the wheel, install it into a clean environment outside the checkout, and use it there."""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
COMMANDS = (("--version",), ("lessons",), ("lesson", "check"), ("doctor",))


def main() -> None:
    """Ends with an error at the first command that fails."""
    with tempfile.TemporaryDirectory(prefix="tuidl-wheel-") as name:
        place = Path(name)
        build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(place / "dist"), str(CHECKOUT)]
        subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
        (wheel,) = (place / "dist").glob("*.whl")
        venv.create(place / "venv", with_pip=True)
        binaries = place / "venv" / ("Scripts" if os.name == "nt" else "bin")
        install = [str(binaries / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)]
        subprocess.run(install, check=True)
        environment = {**os.environ, "TUIDL_HOME": str(place / "home")}
        environment.pop("PYTHONPATH", None)
        elsewhere = place / "elsewhere"
        elsewhere.mkdir()
        first = subprocess.run(
            [binaries / "python", "-c", "from tuidl.course import library; print(library.cards()[0].folder)"],
            check=True, cwd=elsewhere, env=environment, capture_output=True, text=True,
        ).stdout.strip()  # fmt: skip
        if not first.startswith(str(place)):
            raise SystemExit(f"the wheel reads lessons from {first}, not from itself")
        for words in (*COMMANDS, ("run", first, "--headless", "--quick", "--quiet")):
            print("tuidl", *words, flush=True)
            subprocess.run([binaries / "tuidl", *words], check=True, cwd=elsewhere, env=environment)


if __name__ == "__main__":
    main()
