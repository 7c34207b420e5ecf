"""Pictures in a folder: PNG or JPEG files, a folder for each class or a labels.csv that names them."""

import csv
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl.data import spreadsheet, tables
from tuidl.data.dataset import DataSet, Ints
from tuidl.data.idx import LARGEST, SIDE, Bytes
from tuidl.data.images import pictures
from tuidl.data.options import Options
from tuidl.errors import DataError
from tuidl.language import tr

SUFFIXES = (".png", ".jpg", ".jpeg")
FORMATS = ("PNG", "JPEG")
MOST = 100_000  # files
PIXELS = 40_000_000  # of one file, more than a camera takes: beyond is a bomb
LUMA = np.array([0.299, 0.587, 0.114])  # how bright red, green and blue look (ITU-R BT.601)
TRAIN, TEST = ("train", "training"), ("test", "val", "valid", "validation")


@dataclass(frozen=True, slots=True)
class Listing:
    """Files with the class of each; ``apart``: which are held out as the folder says."""

    files: list[Path]
    classes: list[str]
    apart: list[bool]


def here(folder: Path) -> bool:
    """Whether a folder holds pictures, in folders of their own or beside a labels.csv."""
    if (folder / "labels.csv").is_file() and any(True for _ in _pictures(folder)):
        return True
    return bool(_from_folders(folder).files)


def _folders(folder: Path) -> list[Path]:
    return sorted(f for f in folder.iterdir() if f.is_dir() and not f.name.startswith("."))


def _pictures(folder: Path) -> Iterable[Path]:
    return sorted(f for f in folder.iterdir() if f.suffix.lower() in SUFFIXES and f.is_file() and f.name[0] != ".")


def listed(folder: Path) -> Listing:
    """What is in a folder: labels.csv, or CLASS/FILE, or train/CLASS/FILE and test/CLASS/FILE."""
    labels = folder / "labels.csv"
    found = _from_csv(folder, labels) if labels.is_file() else _from_folders(folder)
    if len(found.files) > MOST:
        raise DataError(
            tr(
                "{folder} holds {count} pictures, up to {most} are possible: keep a part of them",
                folder=folder,
                count=len(found.files),
                most=MOST,
            )
        )
    return found


def _from_folders(folder: Path) -> Listing:
    parts = {sub.name.lower(): sub for sub in _folders(folder)}
    train, test = (next((parts[name] for name in names if name in parts), None) for names in (TRAIN, TEST))
    if train is not None and test is not None and len(parts) == 2:
        kept = [(sub, part is test) for part in (train, test) for sub in _folders(part)]
    else:
        kept = [(sub, False) for sub in _folders(folder)]
    files = [(file, sub.name, apart) for sub, apart in kept for file in _pictures(sub)]
    return Listing([f for f, _, _ in files], [c for _, c, _ in files], [a for _, _, a in files])


def _from_csv(folder: Path, labels: Path) -> Listing:
    if labels.stat().st_size > spreadsheet.LARGEST:
        raise DataError(tr("{labels} is larger than {largest} MB", labels=labels, largest=spreadsheet.LARGEST >> 20))
    content, _ = spreadsheet.decoded(labels)
    expected = tr("expected two columns, the name of a picture and its class")
    try:
        rows = list(csv.reader(content.splitlines(), delimiter=spreadsheet.separator(content), strict=True))
    except csv.Error as error:
        raise DataError(
            tr("{labels} is not a CSV file ({error}); {expected}", labels=labels, error=error, expected=expected)
        ) from None
    files, classes = [], []
    for line, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) != 2:
            raise DataError(
                tr(
                    "{labels}, line {line} has {count} columns; {expected}",
                    labels=labels,
                    line=line,
                    count=len(cells),
                    expected=expected,
                )
            )
        file = folder / cells[0]
        if line == 1 and file.suffix.lower() not in SUFFIXES:
            continue  # a header
        if not file.resolve().is_relative_to(folder.resolve()) or file.suffix.lower() not in SUFFIXES:
            raise DataError(
                tr(
                    "{labels}, line {line}: {cells!r} is no picture in this folder; {expected}",
                    labels=labels,
                    line=line,
                    cells=cells[0][:60],
                    expected=expected,
                )
            )
        if not file.is_file():
            raise DataError(
                tr(
                    "{labels}, line {line}: there is no picture {cells!r} in {folder}",
                    labels=labels,
                    line=line,
                    cells=cells[0][:60],
                    folder=folder,
                )
            )
        files.append(file)
        classes.append(cells[1])
    return Listing(files, classes, [False] * len(files))


def photos(options: Options, seed: int, folder: Path, label: str) -> DataSet:
    """A data set of the pictures in a folder.

    ``size`` scales each so that it fills a square of that many pixels, its middle cut out; it has to be said where
    they differ in size or are larger than 256 pixels. ``colour`` keeps red, green and blue; if it is not said, where
    one of the pictures has colours. What is transparent lies on white.
    """
    size = options.some("size", 4, SIDE)
    colour = options.flag("colour", False) if options.asked("colour") else None
    found = listed(folder)
    classes = tuple(sorted(set(found.classes)))
    tables.check_rows(folder, len(found.files))
    tables.check_classes(folder, len(found.files), classes)
    x = _read(folder, found.files, size, colour)
    place = {name: k for k, name in enumerate(classes)}
    y: Ints = np.array([place[name] for name in found.classes], np.int32)
    apart = np.array(found.apart)
    if apart.any() and not apart.all():
        return pictures(options, seed, x[~apart], y[~apart], classes, label, (x[apart], y[apart]))
    return pictures(options, seed, x, y, classes, label)


def _read(folder: Path, files: list[Path], size: int | None, colour: bool | None) -> Bytes:
    """All pictures, (n, height, width) or (n, height, width, 3) bytes."""
    from PIL import Image

    shown: list[NDArray[np.uint8]] = []
    shape: tuple[int, int] | None = None
    total, coloured = 0, False
    for file in files:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of Pillow's own limit: ours is checked below
                with Image.open(file, formats=FORMATS) as image:
                    width, height = image.size
                    if width * height > PIXELS:
                        raise DataError(
                            tr(
                                "{file} claims {width}×{height} pixels, up to {pixels} million are possible",
                                file=file,
                                width=width,
                                height=height,
                                pixels=PIXELS // 10**6,
                            )
                        )
                    if size is None:
                        shape = _one_size(folder, file, (height, width), shape)
                    pixels = _bytes(image, size)
        except Image.DecompressionBombError:
            raise DataError(
                tr(
                    "{file} claims far more pixels than the {pixels} million that are possible",
                    file=file,
                    pixels=PIXELS // 10**6,
                )
            ) from None
        except DataError:
            raise
        except (
            OSError,
            ValueError,
            SyntaxError,
            EOFError,
            ArithmeticError,
            LookupError,
            TypeError,
            MemoryError,
        ) as error:
            raise DataError(
                tr(
                    "{file} cannot be read as a picture: {reason}; save it as PNG again",
                    file=file,
                    reason=_reason(error),
                )
            ) from None
        coloured = coloured or bool((pixels != pixels[..., :1]).any())
        total += pixels.size
        if total > LARGEST:
            raise DataError(
                tr(
                    "{folder}: the pictures take more than {largest} MB; say a smaller size (--size 32)",
                    folder=folder,
                    largest=LARGEST >> 20,
                )
            )
        shown.append(pixels)
    x = np.stack(shown)
    if coloured if colour is None else colour:
        return x
    grey = np.empty(x.shape[:3], np.uint8)
    for dark, bright in zip(grey, x, strict=True):
        dark[...] = np.round(bright @ LUMA)
    return grey


def _reason(error: BaseException) -> str:
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    return text if text.isprintable() and len(text) < 80 and "/" not in text else tr("it is damaged")


def _one_size(folder: Path, file: Path, found: tuple[int, int], before: tuple[int, int] | None) -> tuple[int, int]:
    if before is not None and before != found:
        raise DataError(
            tr(
                "{file} has {height}×{width} pixels where others in {folder} have {high}×{wide}; "
                "say to which size all are scaled (--size 32)",
                file=file,
                height=found[1],
                width=found[0],
                folder=folder,
                high=before[1],
                wide=before[0],
            )
        )
    if max(found) > SIDE:
        raise DataError(
            tr(
                "{file} has {height}×{width} pixels, up to {side} a side are possible; say a size (--size 32)",
                file=file,
                height=found[1],
                width=found[0],
                side=SIDE,
            )
        )
    return found


def _bytes(image: Any, size: int | None) -> NDArray[np.uint8]:
    """A picture as (height, width, 3) bytes, upright as the camera says, scaled to a square of ``size`` if said."""
    from PIL import Image, ImageOps

    if size is not None:
        image.draft("RGB", (2 * size, 2 * size))  # a JPEG is decoded small
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I") or image.mode == "F":  # 16 bits a pixel
        wide = np.asarray(image, np.float64)
        image = Image.fromarray(
            (wide / max(wide.max(), 255) * 255 if wide.max() <= 255 else wide / 257).astype(np.uint8)
        )
    elif image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    image = image.convert("RGB")
    if size is not None:
        image = ImageOps.fit(image, (size, size))
    return np.asarray(image, np.uint8).copy()
