"""Images with a class each: the digits that ship, IDX files of the learner's own."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tuidl import paths
from tuidl.data import idx
from tuidl.data.dataset import DataSet, Floats, Ints
from tuidl.data.options import Options
from tuidl.data.sheet import laid
from tuidl.data.split import Sizes, sizes, sizes_apart, some, stratified
from tuidl.data.streams import stream
from tuidl.errors import DataError
from tuidl.language import tr

DIGITS = tuple("0123456789")
FARTHEST = 16  # pixels that an image may be moved, or its margin be wide
IMAGES = re.compile(r"(?P<head>.*)images(?P<dot>[-.]?)idx3(?P<tail>[-.]?ubyte)?(?P<packed>\.gz)?$")


@dataclass(frozen=True, slots=True)
class Pair:
    """An IDX file of images and the one of their labels."""

    images: Path
    labels: Path

    def read(self) -> tuple[idx.Bytes, Ints]:
        """Images (n, height, width) and as many labels."""
        x = idx.read(self.images, 3)
        y = idx.read(self.labels, 1)
        if len(x) != len(y):
            raise DataError(
                tr(
                    "{file} holds {images} images, but {name} {count} labels: not a pair",
                    file=self.images,
                    images=len(x),
                    name=self.labels.name,
                    count=len(y),
                )
            )
        return x, y.astype(np.int32)


def beside(images: Path) -> Pair | None:
    """The pair an images file belongs to, by its name; None if it is not named as one. Either may end in ``.gz``."""
    match = IMAGES.fullmatch(images.name)
    if match is None:
        return None
    name = f"{match['head']}labels{match['dot']}idx1{match['tail'] or ''}"
    for labels in (images.with_name(name), images.with_name(name + ".gz")):
        if labels.is_file():
            return Pair(images, labels)
    raise DataError(
        tr(
            "{images} has no labels beside it: expected {name} or {name}.gz in the same folder",
            images=images,
            name=name,
        )
    )


def pairs(folder: Path) -> dict[str, Pair]:
    """All pairs in a folder, or in its ``MNIST/raw``, by what stands before "images" ("train-", "t10k-", "")."""
    found: dict[str, Pair] = {}
    for place in (folder / "MNIST" / "raw", folder):
        if not place.is_dir():
            continue
        for file in sorted(place.iterdir()):
            match = IMAGES.fullmatch(file.name)
            if match is not None and match["head"] not in found and (pair := beside(file)) is not None:
                found[match["head"]] = pair
    return found


def digits(options: Options, seed: int) -> DataSet:
    """1797 handwritten digits, 8×8 pixels (see ``assets/digits/ORIGIN.md``)."""
    found = pairs(paths.shipped("assets") / "digits")
    return images(options, seed, found, DIGITS, tr("handwritten digits"))


def images(options: Options, seed: int, found: dict[str, Pair], names: tuple[str, ...], label: str) -> DataSet:
    """A set from pairs: "train-" and "t10k-" (or "test-") as they are split there, else the only one, split here."""
    test = found.get("t10k-") or found.get("test-")
    main = found.get("train-") if test else next(iter(found.values()))
    if main is None or len(found) != (2 if test else 1):
        files = ", ".join(sorted(pair.images.name for pair in found.values()))
        raise DataError(
            tr(
                "'{source}' holds {files}: expected one pair of IDX files, or a train- and a t10k- pair",
                source=options.source,
                files=files,
            )
        )
    x, y = main.read()
    apart = test.read() if test is not None else None
    if test is not None and apart is not None and apart[0].shape[1:] != x.shape[1:]:
        raise DataError(
            tr(
                "{images} and {name} hold images of different sizes: expected one size",
                images=main.images,
                name=test.images.name,
            )
        )
    top = max(int(part.max()) for part in (y, apart[1] if apart else y))
    known = tuple(names[k] if k < len(names) else str(k) for k in range(max(top + 1, len(names), 2)))
    return pictures(options, seed, x, y, known, label, apart)


def pictures(
    options: Options,
    seed: int,
    x: idx.Bytes,
    y: Ints,
    classes: tuple[str, ...],
    label: str,
    apart: tuple[idx.Bytes, Ints] | None = None,
    counts: Sizes | None = None,
) -> DataSet:
    """A data set of images (n, height, width) or (n, height, width, 3); ``apart``: those held out.

    Pixels become 0 to 1: x = byte / largest byte in the training file. ``margin`` puts that many empty pixels around
    each image; ``shift`` moves each by up to so many pixels, and ``validation_shift`` does so with those held out (if
    it is not said, as far as the others). ``label_noise`` is the share of images to learn from that are given another
    class; those held out keep theirs. With ``test`` the images ``apart`` are those of the last test. ``counts``: how
    many of each part, where that is decided already.
    """
    margin = options.count("margin", 0, 0, FARTHEST)
    shift = options.count("shift", 0, 0, FARTHEST)
    held_shift = options.count("validation_shift", shift, 0, FARTHEST)
    noise = options.number("label_noise", 0.0, 0, 1)
    full = float(max(int(x.max()), 1))
    random = stream(seed, f"{options.source}/split")
    if apart is None:
        counts = counts or sizes(options, len(x), 0.2)
        train, out, tested = stratified(y, counts.n, counts.held, random, counts.test)
        held_out, last = (x[out], y[out]), (x[tested], y[tested])
    else:
        counts = sizes_apart(options, len(x), len(apart[0]))
        chosen = some(apart[1], counts.test or counts.held, random)
        last = apart[0][chosen], apart[1][chosen]
        if counts.test:
            train, out, _ = stratified(y, counts.n, counts.held, random)
            held_out = x[out], y[out]
        else:
            train = some(y, counts.n, random)
            held_out, last = last, (x[:0], y[:0])
    classes = options.classes(classes)
    label = options.label(label)
    options.finish()
    laid_out = {
        part: laid(images, margin, moved, stream(seed, f"{options.source}/{part}"))
        for part, images, moved in (
            ("shift", x[train], shift),
            (tr("validation shift"), held_out[0], held_shift),
            (tr("test shift"), last[0], held_shift),
        )
    }  # fmt: skip
    seen, held_x, last_x = (scaled(images, full) for images in laid_out.values())
    return DataSet(
        name=options.source,
        kind="images",
        label=label,
        x=seen,
        y=mislabelled(y[train], noise, len(classes), stream(seed, tr("{source}/label noise", source=options.source))),
        val_x=held_x,
        val_y=held_out[1],
        test_x=last_x,
        test_y=last[1],
        classes=classes,
        notes=(f"pixel = byte / {full:g}",),
    )


def mislabelled(y: Ints, share: float, classes: int, random: np.random.Generator) -> Ints:
    """The labels, about that share of them changed to one of the other classes."""
    wrong = random.random(len(y)) < share
    return np.where(wrong, (y + random.integers(1, classes, len(y))) % classes, y).astype(np.int32)


def scaled(x: idx.Bytes, full: float) -> Floats:
    """Bytes (n, height, width) or (n, height, width, 3) as float32 with a last dimension of channels, from 0 to 1."""
    return np.divide(x if x.ndim == 4 else x[..., None], np.float32(full), dtype=np.float32)
