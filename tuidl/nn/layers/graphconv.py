"""GraphConv: every node of a graph hears its neighbours, then all go through one dense layer."""

from tuidl.language import tr
from tuidl.nn.init import Initialiser
from tuidl.nn.layers.attention import gather
from tuidl.nn.layers.dense import Dense
from tuidl.nn.layers.layer import expect, expect_whole
from tuidl.program import Builder, Tensor


class GraphConv(Dense):
    """y = S x w + b, S = D^−½ (A + I) D^−½, D the sums of the rows of A + I (Kipf & Welling 2017).

    Nodes stand where moments of a sequence do. ``graph`` names an input or an earlier layer that gives A, a row for
    each node: 1 where it is joined to a node, else 0, or how strongly, never below 0; each example may have another
    graph. Nodes that a mask takes for padding speak and hear as all others do.

    Shapes: x (nodes, n, inputs), A (nodes, n, nodes), S = ``NAME.weights`` (nodes, n, 1, nodes), w (inputs, units),
    b (units), y (nodes, n, units). Gradients: with m = S x, dw = mᵀ dy, db = Σ dy, dx = Sᵀ dy wᵀ; A gets none.

    ValueError if x is no sequence, or A is not one number for each pair of its nodes.
    """

    kind = "graph-conv"

    def __init__(
        self,
        units: int,
        *,
        graph: str = "graph",
        init: str | float | Initialiser = "glorot",
        bias: str | float | Initialiser = "zeros",
        name: str | None = None,
    ) -> None:
        super().__init__(units, init=init, bias=bias, name=name)
        self.graph = graph

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        expect(self, x, 3, tr("a row of features for each node (nodes, features)"))
        expect_whole(self, x, emit)
        try:
            joined = emit.find(self.graph)
        except ValueError as error:
            raise ValueError(
                tr("layer '{name}' ({kind}): {error}", name=self.name, kind=self.kind, error=error)
            ) from None
        nodes, batch = x.shape[:2]
        if joined.kind != "float" or joined.shape != (nodes, batch, nodes):
            has = " × ".join(map(str, joined.example)) or tr("one number")
            raise ValueError(
                tr(
                    "layer '{name}' ({kind}) has {nodes} nodes and needs {nodes} × {nodes} numbers, who is "
                    "joined to whom, but '{graph}' is {has}",
                    name=self.name,
                    kind=self.kind,
                    nodes=nodes,
                    graph=self.graph,
                    has=has,
                )
            )
        weights = emit.tensor("weights", (nodes, batch, 1, nodes), timed=True)
        emit("graph.messages", joined=joined, weights=weights)
        return super().build(gather(weights, x, "heard", emit), emit)

    def describe(self) -> str:
        """See Layer."""
        graph = f", graph={self.graph!r}" if self.graph != "graph" else ""
        return f"GraphConv({self.units}{graph})"
