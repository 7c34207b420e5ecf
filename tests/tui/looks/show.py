"""Pictures of scenes, to look at: ``python -m tests.tui.looks.show FOLDER [SCENE ...] --look light --size 80x24``."""

import argparse
import asyncio
import os
import tempfile
from pathlib import Path

from tests.tui.looks.scenes import SCENES
from tests.tui.looks.shown import shown
from tuidl.tui.export import png

LOOKS = ("dark", "light", "ansi", "mono", "ascii")


async def show(name: str, folder: Path, looks: list[str], sizes: list[tuple[int, int]]) -> None:
    """One scene in all these looks and sizes."""
    scene = SCENES[name]
    with tempfile.TemporaryDirectory() as place:
        app = scene.make(Path(place))
        async with app.run_test(size=(140, 40)) as pilot:
            app.animation_level = "none"
            await scene.before(pilot)
            if not isinstance(app.screen, scene.screen):
                print(f"{name}: {type(app.screen).__name__} is on top")
            for look in looks:
                for width, height in sizes:
                    picture = await shown(pilot, look, (width, height))
                    path = folder / f"{name}-{look}-{width}x{height}.png"
                    path.write_bytes(png.drawn(picture))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("scene", nargs="*", help=", ".join(SCENES))
    parser.add_argument("--look", action="append", choices=LOOKS)
    parser.add_argument("--size", action="append", type=lambda text: tuple(map(int, text.split("x"))))
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["TUIDL_HOME"] = home
        for name in given.scene or SCENES:
            asyncio.run(show(name, given.folder, given.look or ["dark"], given.size or [(140, 42)]))


if __name__ == "__main__":
    main()
