"""Small graphs: whose nodes have classes that their neighbours know, and many whose shape is the class."""

from itertools import pairwise

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from tuidl import paths
from tuidl.data.dataset import DataSet, Floats, Ints, Kind
from tuidl.data.graph import Graph
from tuidl.data.options import Options
from tuidl.data.points import named
from tuidl.data.split import Parts, Sizes, sizes, sizes_made, stratified
from tuidl.data.streams import stream
from tuidl.errors import DataError
from tuidl.language import tr

PATIENCE = 200  # graphs drawn in vain before there are said to be no more
SMALLEST = 6  # nodes of a shape
SHAPES = ("ring", "star", "path", "tree", "clique pair")
Edges = list[tuple[int, int]]


def karate(options: Options, seed: int) -> DataSet:
    """34 members of a club that broke in two (see ``assets/karate/ORIGIN.md``); a member is a number.

    Two members a side are learned, all others are held out, unless ``n`` and ``validation`` say otherwise.
    """
    folder = paths.shipped("assets") / "karate"
    pairs = (folder / "friends.csv").read_text(encoding="utf-8").split()[1:]
    edges = np.array([line.split(",") for line in pairs], np.int32) - 1
    sides = [line.partition(",")[2] for line in (folder / "members.csv").read_text(encoding="utf-8").split()[1:]]
    classes = ("instructor", "president")
    labels = np.array([classes.index(side) for side in sides], np.int32)
    features = np.eye(len(labels), dtype=np.float32)
    counts = _few(options, len(labels), 4)
    names = tuple(tr("member {k}", k=k + 1) for k in range(len(labels)))
    return _nodes(options, seed, edges, features, labels, classes, names, counts, tr("karate club"), hops=2)


def communities(options: Options, seed: int) -> DataSet:
    """A graph of ``groups`` that keep to themselves: two nodes of one group are joined with chance ``inside``, others
    with ``outside``. Each node's features hint at its group, but are drowned in ``noise``; its neighbours' help.

    P. Holland, K. Laskey, S. Leinhardt, "Stochastic blockmodels: first steps", 1983.
    """
    nodes = options.count("nodes", 120, 4, 1_000)
    groups = options.count("groups", 3, 2, 10)
    inside = options.number("inside", 0.15, 0, 1)
    outside = options.number("outside", 0.01, 0, 1)
    noise = options.number("noise", 2.0, 0, 100)
    random = stream(seed, f"{options.source}/graph")
    labels = np.arange(nodes, dtype=np.int32) % groups
    chance = np.where(labels[:, None] == labels, inside, outside)
    joined = np.triu(random.random((nodes, nodes)) < chance, 1)
    edges = np.argwhere(joined).astype(np.int32)
    features = np.eye(groups)[labels] + noise * random.normal(size=(nodes, groups))
    counts = _few(options, nodes, 10 * groups)
    names = tuple(tr("hint {k}", k=k + 1) for k in range(groups))
    given = edges, features.astype(np.float32), labels
    return _nodes(options, seed, *given, named(groups), names, counts, "communities", hops=2)


def _few(options: Options, nodes: int, learned: int) -> Sizes:
    """A few nodes are learned, all others held out, where nothing is said."""
    if not options.asked("n") and not options.asked("validation"):
        test = options.tested(nodes)
        options.some("n", 1, nodes)
        options.held_out(0, nodes)
        n = min(learned, max(nodes - test, 1))
        return Sizes(n, max(nodes - n - test, 0), test)
    return sizes(options, nodes, 0.5)


def _nodes(
    options: Options, seed: int, edges: Ints, features: Floats, labels: Ints, classes: tuple[str, ...],
    names: tuple[str, ...], counts: Sizes, label: str, hops: int,
) -> DataSet:  # fmt: skip
    """Nodes as rows of a table, after ``hops`` rounds of messages: x ← S x, see ``Graph.messages``.

    So any net over tables can learn from a graph (F. Wu et al., "Simplifying graph convolutional networks", 2019); with
    0 rounds a node knows only itself. The set's ``graph`` has all that a net with message layers needs.
    """
    hops = options.count("hops", hops, 0, 10)
    classes = options.classes(classes)
    label = options.label(label)
    options.finish()
    parts = stratified(labels, counts.n, counts.held, stream(seed, f"{options.source}/split"), counts.test)
    train, val, test = (part.astype(np.int32) for part in parts)
    graph = Graph(len(labels), edges, train, val, test, features, labels)
    x = features
    for _ in range(hops):
        x = graph.messages() @ x
    note = (
        tr("{hops} rounds of messages between neighbours", hops=hops)
        if hops
        else tr("no messages: each node knows only itself")
    )
    given = parts.of(np.ascontiguousarray(x, np.float32), labels)
    kind: Kind = "points" if x.shape[1] == 2 else "table"
    return DataSet(options.source, kind, label, **given, classes=classes, features=names, graph=graph, notes=(note,))


def shapes(options: Options, seed: int) -> DataSet:
    """Many graphs of 6 to ``nodes`` nodes, none twice: a ring, a star, a path, a tree, two cliques joined?

    x is the adjacency matrix, 1 where two nodes are joined. Which number a node has is chance; some numbers are free.
    """
    nodes = options.count("nodes", 12, SMALLEST, 40)
    counts = sizes_made(options, 500, 0.2, 20_000)
    classes = options.classes(SHAPES)
    label = options.label(tr("shapes of graphs"))
    options.finish()
    random = stream(seed, f"{options.source}/graphs")
    y = np.arange(sum(counts), dtype=np.int32) % len(SHAPES)
    found: dict[bytes, NDArray[np.float32]] = {}
    for kind in y:
        before = len(found)
        for _ in range(PATIENCE):
            matrix = drawn(int(kind), nodes, random)
            found.setdefault(matrix.tobytes(), matrix)
            if len(found) > before:
                break
        else:
            raise DataError(
                tr(
                    "data set '{source}': there are hardly more than {before} different graphs of up to {nodes} "
                    "nodes, but {count} are asked for: take more nodes or fewer graphs",
                    source=options.source,
                    before=before,
                    nodes=nodes,
                    count=len(y),
                )
            )
    x = np.stack(list(found.values()))[..., None]
    parts: Parts = stratified(y, counts.n, counts.held, stream(seed, f"{options.source}/split"), counts.test)
    return DataSet(options.source, "graphs", label, **parts.of(x, y), classes=classes)


def drawn(kind: int, nodes: int, random: Generator) -> NDArray[np.float32]:
    """The adjacency matrix of a graph of that shape and of any size, its nodes numbered by chance."""
    size = int(random.integers(SMALLEST, nodes + 1))
    number = random.permutation(nodes)
    matrix = np.zeros((nodes, nodes), np.float32)
    for a, b in joined(kind, size):
        matrix[number[a], number[b]] = matrix[number[b], number[a]] = 1
    return matrix


def joined(kind: int, size: int) -> Edges:
    """The edges of a shape."""
    match SHAPES[kind]:
        case "ring":
            return [*pairwise(range(size)), (size - 1, 0)]
        case "star":
            return [(0, k) for k in range(1, size)]
        case "path":
            return list(pairwise(range(size)))
        case "tree":  # two branches at every node
            return [((k - 1) // 2, k) for k in range(1, size)]
    half = size // 2
    cliques = [(a, b) for part in (range(half), range(half, size)) for a in part for b in part if a < b]
    return [*cliques, (0, half)]
