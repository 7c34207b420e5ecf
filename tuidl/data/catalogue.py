"""The catalogue: every data set by name, those that ship and those the learner brought."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from tuidl.data import (
    classification,
    dates,
    family,
    graphs,
    images,
    mnist,
    own,
    points,
    recall,
    regression,
    reviews,
    senses,
    series,
    shelf,
    strokes,
    tables,
    text,
)
from tuidl.data.dataset import DataSet, Kind
from tuidl.data.options import Options
from tuidl.errors import DataError, suggest
from tuidl.language import later, tr

Loader = Callable[[Options, int], DataSet]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of ``tuidl data list``."""

    name: str
    kind: Kind | None  # None: the learner's own, not looked into
    summary: str
    licence: str
    load: Loader


MADE = later("made from a seed")
ENTRIES = (
    Entry("blobs", "points", later("a round cloud per class"), MADE, points.blobs),
    Entry("xor", "points", later("four clouds, opposite corners share a class"), MADE, points.xor),
    Entry("moons", "points", later("two half moons that reach into each other"), MADE, points.moons),
    Entry("circles", "points", later("a circle about a smaller one"), MADE, points.circles),
    Entry("rings", "points", later("a target of rings, two classes taking turns"), MADE, points.rings),
    Entry("spirals", "points", later("arms wound about each other"), MADE, points.spirals),
    Entry(
        "classification",
        "table",
        later("columns that tell classes apart, and others"),
        MADE,
        classification.classification,
    ),
    Entry("curve", "table", later("a number over one feature, with noise"), MADE, regression.curve),
    Entry("linear", "table", later("a weighted sum of features, with noise"), MADE, regression.linear),
    Entry("iris", "table", later("150 flowers, 4 lengths, 3 species (Fisher 1936)"), "CC BY 4.0", tables.iris),
    Entry(
        "diabetes",
        "table",
        later("442 patients, 10 measurements, a number to predict"),
        later("see its origin"),
        tables.diabetes,
    ),
    Entry("digits", "images", later("1797 handwritten digits, 8×8 (UCI)"), "CC BY 4.0", images.digits),
    Entry("strokes", "images", later("six shapes drawn with a pen, 28×28"), MADE, strokes.strokes),
    Entry(
        "mnist",
        "images",
        later("70 000 handwritten digits, 28×28 (fetch it first)"),
        later("see its source"),
        mnist.mnist,
    ),
    Entry("hello", "text", later("the word hello over the letters h e l o w r d"), "CC0 1.0", text.hello),
    Entry("names", "text", later("5 163 first names"), later("public domain"), text.names),
    Entry("countries", "text", later("195 names of countries"), "CC0 1.0", text.countries),
    Entry("elements", "text", later("118 names of chemical elements"), "CC0 1.0", text.elements),
    Entry("reviews", "sentences", later("praise and blame, with not and but"), MADE, reviews.reviews),
    Entry("senses", "sentences", later("words with two meanings, decided by what follows"), MADE, senses.senses),
    Entry("family", "sentences", later("words near each other in tales of kings and queens"), MADE, family.family),
    Entry("sunspots", "series", later("sunspots a year, 1700 to 2008"), later("public domain"), series.sunspots),
    Entry(
        "passengers",
        "series",
        later("air passengers a month, 1949 to 1960"),
        later("see its origin"),
        series.passengers,
    ),
    Entry("copy", "sequences", later("say a sequence again after a delay"), MADE, recall.copy),
    Entry("adding", "sequences", later("add the two numbers that are marked"), MADE, recall.adding),
    Entry("parity", "sequences", later("is the number of ones odd?"), MADE, recall.parity),
    Entry("dates", "pairs", later("dates in seven spellings, and as 2021-03-09"), MADE, dates.dates),
    Entry(
        "karate", "table", later("a club of 34 that broke in two, as a graph"), later("see its origin"), graphs.karate
    ),
    Entry("communities", "table", later("nodes of a graph whose neighbours know better"), MADE, graphs.communities),
    Entry("shapes", "graphs", later("small graphs: ring, star, path, tree, cliques"), MADE, graphs.shapes),
)
SHIPPED = {entry.name: entry for entry in ENTRIES}


def entries() -> tuple[Entry, ...]:
    """What ships, then what the learner brought."""
    brought = (name for name in shelf.names() if name not in SHIPPED)
    return (*ENTRIES, *(_brought(name) for name in brought))


def _brought(name: str) -> Entry:
    return Entry(name, None, tr("brought by you"), "yours", partial(shelf.load, name))


def bring(path: Path, name: str, options: Mapping[str, Any] | None = None) -> DataSet:
    """``tuidl data import PATH --name NAME``: check it, keep a copy; from then on it can be loaded by that name.

    The ``options`` say how it is read (``target``, ``size``, ...), now and later.
    """
    return shelf.bring(path, name, options or {}, taken=tuple(entry for entry in SHIPPED if entry != "mnist"))


def load(
    source: str,
    options: Mapping[str, Any] | None = None,
    seed: int = 0,
    folder: Path | None = None,
    stand_in: bool = False,
) -> DataSet:
    """The data set ``source`` names: one that ships, one the learner brought, or a path.

    A relative path is looked for in ``folder`` (the lesson's) first, then where the program was started. With
    ``stand_in`` the options were written for another set (``--data`` in place of the lesson's own): n, validation,
    classes and label are then left aside, as are keys this source does not have. DataError, one sentence, if it
    cannot be used; the same arguments give the same bytes.
    """
    keys = Options(source, options or {}, stand_in)
    known = {entry.name: entry for entry in entries()}
    if source in known:
        return known[source].load(keys, seed)
    given = Path(source or "?").expanduser()
    for path in ([folder / given] if folder is not None else []) + [given]:
        if path.exists():
            keys.source = path.name
            return own.load(keys, seed, path)
    if len(given.parts) > 1 or given.suffix:
        raise DataError(tr("there is nothing at {source}; {expected}", source=source, expected=own.EXPECTED))
    hint = suggest(source, known) or tr("; 'tuidl data list' names all")
    raise DataError(tr("there is no data set '{source}'{hint}", source=source, hint=hint))


@cache
def keys(source: str) -> tuple[str, ...]:
    """The keys of a set that ships, or was brought, by its name; none for an unknown one."""
    asked = Options(source, {"?": 0})  # a key that no set has: it is refused before anything is made
    known = {entry.name: entry for entry in entries()}
    with suppress(KeyError, DataError):
        known[source].load(asked, 0)
    return asked.known
