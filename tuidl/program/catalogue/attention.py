"""Attention: what asks, what answers, and how much each counts."""

from tuidl.program.operation import declare

_ASKED = "in q[queries,batch,features]; in k[keys,batch,features]; "
declare(
    "attention.weights",
    _ASKED + "in? mask[keys,batch]:int; out weights[queries,batch,heads,keys]; size causal",
    "weights[i] = softmax(q[i] kᵀ / √depth) of each head's part; 0 at padding, and at keys after i if causal",
)
declare(
    "attention.weights_backward",
    _ASKED + "in weights[queries,batch,heads,keys]; in dweights[queries,batch,heads,keys]; "
    "out dq[queries,batch,features]; out dk[keys,batch,features]",
    "ds = weights (dweights − Σ weights dweights) / √depth; dq = ds k; dk = dsᵀ q",
)
declare(
    "attention.apply",
    "in weights[queries,batch,heads,keys]; in v[keys,batch,features]; out y[queries,batch,features]",
    "y[i] = Σ weights[i, j] v[j] over the keys, of each head's part",
)
declare(
    "attention.apply_backward",
    "in weights[queries,batch,heads,keys]; in v[keys,batch,features]; in dy[queries,batch,features]; "
    "out dweights[queries,batch,heads,keys]; out dv[keys,batch,features]",
    "dweights = dy vᵀ; dv = weightsᵀ dy",
)
