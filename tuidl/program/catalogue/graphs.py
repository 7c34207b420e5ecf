"""Graphs: what their nodes tell each other."""

from tuidl.program.operation import declare

declare(
    "graph.messages",
    "in joined[nodes,batch,nodes]; out weights[nodes,batch,1,nodes]",
    "weights = D^−½ (joined + I) D^−½, D the sums of the rows of joined + I",
)
