"""text: what the net makes up, character by character, at several temperatures."""

import re
from functools import lru_cache

import numpy as np

from tuidl.data import DataSet
from tuidl.data.sampler import WORD
from tuidl.kernels import Array
from tuidl.nn.stream import KEYS
from tuidl.signals import Answers, Writing
from tuidl.train import pairs
from tuidl.train.probes.scene import Scene

TEMPERATURES = (0.5, 0.8, 1.2)
COLDEST = 1e-3  # below, nothing is left to chance
LONGEST = 48  # characters of a line
QUESTIONS = 40  # answered at once
MOST = 4  # lines at one temperature
_WORDS = re.compile(r"[^\W\d_]+|[\W\d_]+")


@lru_cache(maxsize=4)
def _known(items: tuple[str, ...]) -> frozenset[str]:
    return frozenset(items)


@lru_cache(maxsize=4)
def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORDS.findall(text) if word.strip())


def chances(p: Array, temperature: float) -> Array:
    """softmax(ln p / T): below 1 the likely becomes likelier, above 1 all draw nearer to each other."""
    with np.errstate(divide="ignore", invalid="ignore"):
        logits = np.log(p.astype(np.float64)) / max(temperature, COLDEST)
    logits = np.where(np.isfinite(logits), logits, -np.inf)
    top = logits.max()
    if not np.isfinite(top):
        return np.full(len(p), 1 / len(p))
    shares = np.exp(logits - top)
    return np.asarray(shares / shares.sum())


def written(scene: Scene, temperatures: tuple[float, ...], length: int) -> list[str]:
    """One line for each temperature given, all made together.

    A net that can read in pieces makes them up in one call, token by token; one that looks at whole sequences reads a
    window that slides on when it is full.
    """
    data = scene.data
    random = np.random.Generator(np.random.Philox(key=np.array([scene.seed & WORD, scene.step], np.uint64)))
    names = bool(data.items) and data.vocabulary[:1] == "\n"
    first = np.full((len(temperatures), 1), 0 if names else int(data.x[0, 0]), np.int32)
    try:
        stream = scene.assembly.net.stream()
        stream.read(first)
        made = stream.generate(length, np.maximum(temperatures, COLDEST), int(random.integers(KEYS)))
        tokens = np.concatenate([first, made], axis=1)
    except ValueError:
        tokens = _through_windows(scene, first, temperatures, length, random)
    start = 1 if names else 0
    return [data.text(row[start:]) for row in tokens]


def _through_windows(
    scene: Scene, tokens: Array, temperatures: tuple[float, ...], length: int, random: np.random.Generator
) -> Array:
    """First tokens and ``length`` that follow, each drawn from what the net says of the last window."""
    time, count = scene.data.shape[0], len(tokens)
    for _ in range(length):
        window = np.zeros((count, time), np.int32)
        seen = tokens[:, -time:]
        window[:, : seen.shape[1]] = seen
        p = scene.assembly.net.predict(window)[:, seen.shape[1] - 1]
        drawn = [
            min(int(np.searchsorted(np.cumsum(chances(row, t)), random.random())), len(row) - 1)
            for row, t in zip(p, temperatures, strict=True)
        ]
        tokens = np.concatenate([tokens, np.array(drawn, np.int32)[:, None]], axis=1)
    return tokens


def _whole(line: str, data: DataSet) -> str:
    """The line without its last name, which may have been cut off, unless that is all there is."""
    head = line.rpartition("\n")[0]
    return head if data.items and head.strip("\n") else line


def _marked(line: str, data: DataSet) -> tuple[tuple[str, bool], ...]:
    """The parts of a line, each with whether it stands in the training text."""
    if data.items:
        known = _known(data.items)
        return tuple((item, item in known) for item in line.split("\n") if item)
    known = _words("".join(data.text(row) for row in data.x[:500]))
    return tuple((word, word.lower() in known) for word in _WORDS.findall(line.replace("\n", " ")))


def _answers(scene: Scene) -> Answers:
    """What the net answers to the first questions held out, or from the one chosen on."""
    data, first = scene.data, scene.index()
    x, y = (each[first : first + min(scene.rows, QUESTIONS)] for each in (scene.shown_x, scene.shown_y))
    rows = pairs.written(scene.assembly.net, data, x)[:, data.asked + 1 :]
    told = (
        (data.text(asked), data.answer(true), data.answer(own)) for asked, true, own in zip(x, y, rows, strict=True)
    )
    return Answers(tuple(told), scene.step)


def probe(scene: Scene) -> Writing | Answers | None:
    """Lines at 0.5, 0.8 and 1.2, and at the lesson's knob ``temperature``: as many as there is room for.

    Of pairs: answers to questions, as many as there is room for. None for nets that write no text.
    """
    data = scene.data
    if data.asked:
        return _answers(scene)
    if data.kind != "text" or len(scene.assembly.net.output_shape) != 2:
        return None
    own = scene.knobs.get("temperature")
    extra = (float(own),) if isinstance(own, int | float) and float(own) not in TEMPERATURES else ()
    temperatures = tuple(sorted((*TEMPERATURES, *extra)))
    each = min(max(scene.rows // len(temperatures) - 1, 1), MOST)
    repeated = tuple(t for t in temperatures for _ in range(each))
    length = min(LONGEST, max(scene.columns - 6, 8))
    lines = [_whole(line, data) for line in written(scene, repeated, length)]
    parts = ["\n".join(lines[k : k + each]) for k in range(0, len(lines), each)]
    return Writing(tuple((t, _marked(part, data)) for t, part in zip(temperatures, parts, strict=True)), scene.step)
