"""DataSet: examples to learn from and examples held out, as plain arrays."""

from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from tuidl.data.graph import Graph
from tuidl.language import later, tr

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Labels = Ints | Floats  # class numbers or tokens, or numbers to predict
Kind = Literal["points", "table", "images", "text", "sentences", "sequences", "series", "pairs", "graphs"]
Range = tuple[float, float]

PADDING = "·"  # what token 0 is where sequences are filled up
MANY = 20  # classes or features, beyond which they are not all listed
TOKENS = ("text", "sentences", "pairs")  # kinds whose x are tokens; of sequences some are


@dataclass(frozen=True, slots=True, eq=False)
class DataSet:
    """One data set, split. All arrays are C-contiguous; with seed and options they are the same bytes every time.

    ===========  ==================================================  ==========================================
    kind         ``x``                                               ``y``
    ===========  ==================================================  ==========================================
    points       float32 (n, 2)                                      class numbers, or numbers
    table        float32 (n, features)                               class numbers, or numbers
    images       float32 (n, height, width, channels), 0 to 1        class numbers, or numbers
    text         int32 (n, time), places in ``vocabulary``           int32 (n, time), the next character each
    sentences    int32 (n, time), places in ``words``                class numbers, or a class for each word
    sequences    float32 (n, time, features), or tokens (n, time)    class numbers, one each moment, or numbers
    series       float32 (n, time, features), in order of time       numbers: the values that follow
    pairs        int32 (n, time), places in ``vocabulary``           int32 (n, time), places in ``answers``
    graphs       float32 (n, nodes, nodes, 1), who is joined to whom class numbers
    ===========  ==================================================  ==========================================

    Class numbers are int32 (n,), one for each word or moment int32 (n, time); numbers to predict are float32
    (n, targets). Held-out examples are ``val_x`` and ``val_y``, those of the last test ``test_x`` and ``test_y``.
    Sequences of different length are filled up at the end: with token 0, or with moments whose features are all 0,
    which is what ``mask_zero`` and ``masking`` take for padding. There the class of a word is 0 and means nothing.
    """

    name: str
    kind: Kind
    label: str  # "two moons"
    x: NDArray[Any]
    y: Labels
    val_x: NDArray[Any]
    val_y: Labels
    classes: tuple[str, ...] = ()
    features: tuple[str, ...] = ()  # names of the columns of points, tables, sequences and series
    targets: tuple[str, ...] = ()  # names of the numbers to predict
    low: float = 0.0  # images: what an empty pixel is in x
    high: float = 1.0  # images: what a full pixel is in x
    vocabulary: str = ""  # text, pairs: the character of each token; a line end, where there is one, is token 0
    answers: str = ""  # pairs: the character of each token of y
    words: tuple[str, ...] = ()  # sentences and sequences of tokens: the word of each token
    items: tuple[str, ...] = ()  # text: the names or lines in the training part
    val_items: tuple[str, ...] = ()  # text: those held out
    extent: tuple[Range, Range] | None = None  # points: x1 and x2 range that shows all of them
    mean: Floats | None = None  # standardised: of each training column, in its own unit
    deviation: Floats | None = None
    target_mean: Floats | None = None  # the same of the numbers to predict
    target_deviation: Floats | None = None
    test_x: NDArray[Any] | None = None  # None: no examples for a last test
    test_y: Labels | None = None
    nodes: int = 0  # of a graph that is one example: features, whom each is joined to, whether it counts
    asked: int = 0  # pairs in one row: so many tokens of x are the question, the answer follows
    graph: Graph | None = None  # the examples are nodes of this graph
    notes: tuple[str, ...] = field(default=())  # more facts for ``describe``

    def __post_init__(self) -> None:
        first = np.int32 if self.kind in TOKENS or self.words else np.float32
        answer = np.float32 if self.targets else np.int32
        for array, kind in ((self.x, first), (self.val_x, first), (self.y, answer), (self.val_y, answer),
                            (self.test_x, first), (self.test_y, answer)):  # fmt: skip
            if array is not None and (array.dtype != kind or not array.flags.c_contiguous):
                raise TypeError(f"{self.name}: expected a C-contiguous {np.dtype(kind)} array, got {array.dtype}")
        test_x, test_y = self.x[:0] if self.test_x is None else self.test_x, self.test_y
        for x, y in ((self.val_x, self.val_y), (test_x, self.y[:0] if test_y is None else test_y)):
            if len(x) != len(y) or x.shape[1:] != self.x.shape[1:] or y.shape[1:] != self.y.shape[1:]:
                raise TypeError(f"{self.name}: shapes of x and y, and those held out, do not go together")
        if len(self.x) != len(self.y) or (self.targets and self.y.shape[1:] != (len(self.targets),)):
            raise TypeError(f"{self.name}: shapes of x, y, val_x and val_y do not go together")

    @property
    def n(self) -> int:
        """Training examples."""
        return len(self.x)

    @property
    def validation(self) -> int:
        """Examples held out."""
        return len(self.val_x)

    @property
    def test(self) -> int:
        """Examples for the last test."""
        return 0 if self.test_x is None else len(self.test_x)

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of one example: (2,), (4,), (8, 8, 1), (time,)."""
        return tuple(int(size) for size in self.x.shape[1:])

    @property
    def tokens(self) -> int:
        """How many different tokens x may hold; 0 if x are numbers."""
        return len(self.vocabulary) or len(self.words)

    @property
    def answer_count(self) -> int:
        """How many answers there are to choose from: classes, or characters that may follow; 0 for numbers."""
        return len(self.classes) or len(self.answers) or len(self.vocabulary)

    @property
    def by_moment(self) -> bool:
        """Whether each moment of an example has an answer of its own."""
        return not self.targets and self.y.ndim == 2

    def joined(self) -> "DataSet":
        """Pairs as a decoder is taught: x question and answer without the last token, y answer without the first."""
        arrays: dict[str, NDArray[Any]] = {}
        for part in ("", "val_", "test_"):
            x, y = getattr(self, f"{part}x"), getattr(self, f"{part}y")
            if x is not None and y is not None:
                arrays[f"{part}x"] = np.concatenate([x, y[:, :-1]], axis=1)
                arrays[f"{part}y"] = np.ascontiguousarray(y[:, 1:])
        return replace(self, asked=self.shape[0], **arrays)  # type: ignore[arg-type]

    def whole(self) -> "DataSet":
        """The graph as one example: x (1, nodes, features + nodes + 1), a row for each node: its features before any
        message, whom it is joined to, and 1 if its class is one of those learned (or held out); y (1, nodes)."""
        graph = self.graph
        if graph is None:
            return self
        joined, names = graph.adjacency(), self.features[: graph.features.shape[1]]

        def part(nodes: Ints) -> NDArray[Any]:
            counts = np.isin(np.arange(graph.nodes), nodes).astype(np.float32)
            return np.concatenate([graph.features, joined, counts[:, None]], axis=1)[None][: len(nodes)]

        x, val_x, test_x = part(graph.train), part(graph.val), part(graph.test)
        y = graph.labels[None]
        features = (*names, *(tr("joined to {k}", k=k + 1) for k in range(graph.nodes)), "known")
        return replace(
            self, kind="sequences", nodes=graph.nodes, x=x, y=y, val_x=val_x, val_y=y[: len(val_x)], test_x=test_x,
            test_y=y[: len(test_x)], features=features, extent=None, mean=None, deviation=None,
        )  # fmt: skip

    def real(self, x: NDArray[Any]) -> NDArray[np.bool_]:
        """Which moments of each example are real (of a graph which nodes count): (n, time)."""
        if self.nodes:
            return np.asarray(x[..., -1] != 0)
        return np.asarray(np.arange(self.y.shape[1] if self.y.ndim > 1 else self.shape[0]) < self.lengths(x)[:, None])

    def raw(self, x: Floats) -> Floats:
        """Examples in their own units: standardising undone, x · deviation + mean."""
        return x if self.mean is None or self.deviation is None else x * self.deviation + self.mean

    def raw_target(self, y: Floats) -> Floats:
        """Numbers to predict in their own units."""
        if self.target_mean is None or self.target_deviation is None:
            return y
        return y * self.target_deviation + self.target_mean

    def lengths(self, x: NDArray[Any]) -> Ints:
        """How many moments of each example (of pairs of the question) are real: all up to the last not padding."""
        x = x[:, : self.asked] if self.asked else x
        real = x != 0 if x.ndim == 2 else (x != 0).any(axis=-1)
        return np.asarray((real * np.arange(1, x.shape[1] + 1)).max(axis=1), np.int32)

    def text(self, tokens: Ints) -> str:
        """The characters or words of one row of tokens; padding is left out."""
        tokens = tokens[: self.asked] if self.asked else tokens
        if self.words:
            return " ".join(self.words[int(token)] for token in tokens if token or self.words[0] != PADDING)
        shown = "".join(self.vocabulary[int(token)] for token in tokens)
        return shown.rstrip(PADDING) if self.kind == "pairs" else shown

    def answer(self, tokens: Ints) -> str:
        """The characters of one answer of pairs, without padding."""
        return "".join(self.answers[int(token)] for token in tokens).rstrip(PADDING)

    def describe(self) -> tuple[str, ...]:
        """Facts about the set, one line each, for ``tuidl data info`` and the sandbox."""
        parts = [
            tr("{grouped} training examples", grouped=_grouped(self.n)),
            tr("{grouped} held out", grouped=_grouped(self.validation)),
        ]
        tested = [tr("{grouped} for the last test", grouped=_grouped(self.test))] if self.test else []
        facts = [f"{self.label}: {', '.join(parts + tested)}"]
        facts += [*self._targets(), *self._inputs()]
        if self.mean is not None or self.target_mean is not None:
            facts.append(tr("standardised: mean 0 and deviation 1 over the training part"))
        return (*facts, *self.notes)

    def _inputs(self) -> list[str]:
        match self.kind:
            case "text":
                shown = "".join("¶" if char == "\n" else "␣" if char == " " else char for char in self.vocabulary)
                items = tr(
                    "{training} items to learn from, {validation} held out",
                    training=len(self.items),
                    validation=len(self.val_items),
                )
                facts = [
                    tr("windows of {n} characters", n=self.shape[0]),
                    tr("vocabulary of {count}: {shown}", count=len(self.vocabulary), shown=shown),
                ]
                return [*facts, items] if self.items else facts
            case "pairs":
                return [
                    tr(
                        "{asked} characters of {vocabulary} kinds become {answered} of {answers} kinds",
                        asked=self.shape[0],
                        vocabulary=len(self.vocabulary),
                        answered=self.y.shape[1],
                        answers=len(self.answers),
                    )
                ]
            case "images":
                told = later("images of {height}×{width} pixels, {low:g} to {high:g}")
                if self.shape[2] == 3:
                    told = later("images of {height}×{width} pixels in colour, {low:g} to {high:g}")
                return [tr(told, height=self.shape[0], width=self.shape[1], low=self.low, high=self.high)]
            case "graphs":
                return [tr("graphs of up to {n} nodes", n=self.shape[0])]
            case "sentences":
                return [
                    tr(
                        "up to {shape} words of {count} kinds{filled}",
                        shape=self.shape[0],
                        count=len(self.words),
                        filled=self._filled(),
                    )
                ]
            case "sequences":
                what = (
                    tr("of {count} kinds", count=len(self.words))
                    if self.words
                    else tr("of {features}", features=", ".join(self.features))
                )
                return [
                    tr("up to {shape} moments {what}{filled}", shape=self.shape[0], what=what, filled=self._filled())
                ]
            case "series":
                return [
                    tr(
                        "windows of {shape} moments of {features}; what follows is predicted",
                        shape=self.shape[0],
                        features=", ".join(self.features),
                    )
                ]
        return self._columns() if self.n else []

    def _columns(self) -> list[str]:
        """Of a table, or of the nodes of a graph: the range of each feature."""
        facts, raw = [], self.raw(self.x)
        for column, feature in enumerate(self.features[:MANY]):
            low, high, mean = _span(raw[:, column])
            facts.append(tr("{feature}: {low} to {high}, mean {mean}", feature=feature, low=low, high=high, mean=mean))
        if len(self.features) > MANY:
            facts.append(tr("{count} more features", count=len(self.features) - MANY))
        nodes = (
            [tr("nodes of a graph of {nodes} with {count} edges", nodes=self.graph.nodes, count=len(self.graph.edges))]
            if self.graph
            else []
        )
        return nodes + facts

    def _filled(self) -> str:
        """Nothing where all sequences are equally long."""
        shortest = int(self.lengths(self.x).min()) if self.n else self.shape[0]
        return tr(", the shortest {shortest}", shortest=shortest) if shortest < self.shape[0] else ""

    def _targets(self) -> list[str]:
        if self.targets:
            raw = self.raw_target(np.asarray(self.y, np.float32))
            spans = [(name, *_span(raw[:, k])) for k, name in enumerate(self.targets)] if self.n else []
            return [
                tr("{name} is to be predicted: {low} to {high}, mean {mean}", name=name, low=low, high=high, mean=mean)
                for name, low, high, mean in spans
            ]
        if not self.classes:
            return []
        labels = self.y[np.arange(self.shape[0]) < self.lengths(self.x)[:, None]] if self.by_moment else self.y
        counts = np.bincount(labels, minlength=len(self.classes))
        if len(self.classes) > MANY:
            return [
                tr(
                    "{count} classes, {classes} the most frequent",
                    count=len(self.classes),
                    classes=self.classes[int(counts.argmax())],
                )
            ]
        shares = ", ".join(f"{name} {count}" for name, count in zip(self.classes, counts, strict=False))
        return [tr("{count} classes: {shares}", count=len(self.classes), shares=shares)]


def _grouped(count: int) -> str:
    return f"{count:,}".replace(",", " ")


def _span(values: Floats) -> tuple[str, str, str]:
    low, high, mean = (f"{float(v):.3g}".replace("-", "−") for v in (values.min(), values.max(), values.mean()))
    return low, high, mean
