"""MNIST: 70,000 handwritten digits. It does not ship; it is read where the learner has it, and fetched when asked."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from tuidl import paths
from tuidl.data.dataset import DataSet
from tuidl.data.images import DIGITS, images, pairs
from tuidl.data.options import Options
from tuidl.data.remote import Remote, Told
from tuidl.errors import DataError
from tuidl.language import tr

FILES = (  # Y. LeCun, C. Cortes, C. Burges: sizes and checksums of the files themselves, unpacked
    Remote(
        "train-images-idx3-ubyte.gz", 47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"
    ),
    Remote("train-labels-idx1-ubyte.gz", 60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
    Remote("t10k-images-idx3-ubyte.gz", 7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
    Remote("t10k-labels-idx1-ubyte.gz", 10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
)
MIRRORS = ("https://ossci-datasets.s3.amazonaws.com/mnist", "https://storage.googleapis.com/cvdf-datasets/mnist")


def folder() -> Path | None:
    """Where MNIST is: ``$TUIDL_MNIST``, else what was imported or fetched by that name; None if it is not here."""
    given = os.environ.get("TUIDL_MNIST")
    for place in ([Path(given).expanduser()] if given else []) + [paths.data() / "mnist"]:
        if {"train-", "t10k-"} <= set(pairs(place)):
            return place
    return None


def mnist(options: Options, seed: int) -> DataSet:
    """MNIST: 60,000 digits of 28×28 pixels to learn from; held out are those of its own test set.

    Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document recognition", 1998.
    """
    place = folder()
    if place is None:
        raise DataError(
            tr(
                "MNIST is not here: 'tuidl data get mnist' fetches it (12 MB); if you have its four files, "
                "'tuidl data import FOLDER --name mnist' takes them"
            )
        )
    return images(options, seed, pairs(place), DIGITS, tr("MNIST digits"))


def get(mirrors: Sequence[str], told: Told, files: Sequence[Remote] = FILES) -> Path:
    """Fetch the four files from the first of the ``mirrors`` that has them; where they are then.

    They come into a folder of their own, where a later try goes on, and become the set ``mnist`` when all are sound.
    DataError, one sentence, if they cannot be had or kept.
    """
    from tuidl.data import download

    place = paths.data() / "mnist"
    try:
        fresh = paths.private(paths.private(paths.data()) / ".fetch-mnist")
        download.fetch("MNIST", files, mirrors, fresh, told)
        for file in fresh.iterdir():
            if file.name not in {remote.name for remote in files}:
                file.unlink()
        if place.exists():
            shutil.rmtree(place)
        fresh.rename(place)
    except OSError as error:
        raise DataError(
            tr("MNIST cannot be kept in {data}: {strerror}", data=paths.data(), strerror=error.strerror or error)
        ) from None
    return place
