"""Install tuidl, from its wheel and from the checkout, into a clean environment elsewhere, and use it there."""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
COMMANDS = (("--version",), ("lessons",), ("lesson", "check"), ("doctor",), ("data", "info", "digits"))
SHIPPED = ("lessons", "assets")
LOOK = f"from tuidl import paths\nfor kind in {SHIPPED}: print(*paths.shipped(kind).iterdir(), sep='\\n')"


def main() -> None:
    """Ends with an error at the first command that fails."""
    with tempfile.TemporaryDirectory(prefix="tuidl-wheel-") as name:
        place = Path(name)
        build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(place / "dist"), str(CHECKOUT)]
        subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
        (wheel,) = (place / "dist").glob("*.whl")
        venv.create(place / "venv", with_pip=True)
        binaries = place / "venv" / ("Scripts" if os.name == "nt" else "bin")
        install = [str(binaries / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, str(wheel)], check=True)
        use(binaries, place)
        # what `pip install .` does; the dependencies are there already
        subprocess.run([*install, "--force-reinstall", "--no-deps", str(CHECKOUT)], check=True)
        use(binaries, place)


def use(binaries: Path, place: Path) -> None:
    """Everything is there that a learner needs, and it works."""
    environment = {**os.environ, "TUIDL_HOME": str(place / "home")}
    for name in ("PYTHONPATH", "TUIDL_LESSONS"):
        environment.pop(name, None)
    elsewhere = place / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    told = subprocess.run(
        [binaries / "python", "-c", LOOK], check=True, cwd=elsewhere, env=environment, capture_output=True, text=True
    ).stdout  # fmt: skip
    shipped = {kind: {Path(line) for line in told.splitlines() if Path(line).parent.name == kind} for kind in SHIPPED}
    for kind, folders in shipped.items():
        expected = {path.name for path in (CHECKOUT / kind).iterdir()}
        if {folder.name for folder in folders} != expected:
            raise SystemExit(f"{kind}: {sorted(expected)} are in the checkout, but installed are {told}")
        if any(not folder.is_relative_to(place) for folder in folders):
            raise SystemExit(f"{kind} are read from outside the environment: {told}")
    first = min(shipped["lessons"])
    for words in (*COMMANDS, ("run", str(first), "--headless", "--quick", "--quiet")):
        print("tuidl", *words, flush=True)
        subprocess.run([binaries / "tuidl", *words], check=True, cwd=elsewhere, env=environment)


if __name__ == "__main__":
    main()
