"""Sequences: tokens, recurrent layers, places in time."""

from tuidl.program.operation import declare

declare(
    "tokens.draw",
    "in logits[rows,vocabulary]; in temperature[rows]; in key[1]:int; out shares[rows,vocabulary]; "
    "out tokens[rows]:int",
    "shares = softmax(logits / temperature); tokens[i] = v with probability shares[i, v], by a hash of (key, step, i)",
)
declare("onehot.forward", "in tokens[rows]:int; out y[rows,vocabulary]", "y[i] = 1 at tokens[i], else 0")
declare(
    "embedding.forward",
    "in tokens[rows]:int; in table[vocabulary,features]; out y[rows,features]",
    "y[i] = table[tokens[i]]",
)
declare(
    "embedding.backward",
    "in tokens[rows]:int; in dy[rows,features]; out dtable[vocabulary,features]",
    "dtable[v] = Σ dy[i] over the rows with tokens[i] = v",
)

# A recurrent operation may begin with a given state, drop what is seen of the state, and carry it through padding.
_BEFORE = "in? first[batch,hidden]; in? keep[batch,hidden]; in? mask[time,batch]:int; out seen[time,batch,hidden]; "
_BACK = "in dh[time,batch,hidden]; in? keep[batch,hidden]; in? mask[time,batch]:int; "
declare(
    "rnn.forward",
    "in z[time,batch,hidden]; in w[hidden,hidden]; " + _BEFORE + "out h[time,batch,hidden]",
    "seen = keep h[t−1], from h[−1] = first, or 0; h[t] = tanh(z[t] + seen w), h[t−1] where mask is 0",
)
declare(
    "rnn.backward",
    "in h[time,batch,hidden]; in w[hidden,hidden]; " + _BACK + "out dz[time,batch,hidden]; out? dfirst[batch,hidden]",
    "dh += keep dz[t+1] wᵀ, dh[t+1] where mask is 0; dz[t] = dh (1 − h[t]²), 0 where mask is 0; last moment first",
)
declare(
    "lstm.forward",
    "in z[time,batch,4,hidden]; in w[hidden,4,hidden]; in? first_cell[batch,hidden]; "
    + _BEFORE
    + "out gates[time,batch,4,hidden]; out c[time,batch,hidden]; out h[time,batch,hidden]",
    "seen = keep h[t−1]; i f o = σ, g = tanh of z[t] + seen w; c[t] = f c[t−1] + i g; h[t] = o tanh c[t]; "
    "c[t−1], h[t−1] where mask is 0",
)
declare(
    "lstm.backward",
    "in gates[time,batch,4,hidden]; in c[time,batch,hidden]; in w[hidden,4,hidden]; in? first_cell[batch,hidden]; "
    + _BACK
    + "in? dc[time,batch,hidden]; out dz[time,batch,4,hidden]; out? dfirst[batch,hidden]; "
    "out? dfirst_cell[batch,hidden]",
    "dh += keep dz[t+1] wᵀ; dc += dc[t+1] f[t+1] + dh o (1 − tanh² c); "
    "dz = (dc g, dc c[t−1], dc i, dh tanh c) gates'; where mask is 0 dz = 0, and dh and dc go on as they are",
)
declare(
    "gru.forward",
    "in z[time,batch,3,hidden]; in w[hidden,3,hidden]; "
    + _BEFORE
    + "out gates[time,batch,3,hidden]; out recall[time,batch,hidden]; out h[time,batch,hidden]",
    "seen = keep h[t−1]; r u = σ(z[t] + seen w), recall = seen wₙ, n = tanh(zₙ[t] + r recall); "
    "h[t] = u h[t−1] + (1 − u) n, h[t−1] where mask is 0",
)
declare(
    "gru.backward",
    "in gates[time,batch,3,hidden]; in recall[time,batch,hidden]; in h[time,batch,hidden]; in w[hidden,3,hidden]; "
    "in? first[batch,hidden]; " + _BACK + "out dz[time,batch,3,hidden]; out dstate[time,batch,3,hidden]; "
    "out? dfirst[batch,hidden]",
    "dh += dh[t+1] u[t+1] + keep dstate[t+1] wᵀ; dz = (dn recall, dh (h[t−1] − n), dh (1 − u)) gates'; "
    "dstate = dz, dn r; where mask is 0 both are 0, and dh goes on as it is",
)
declare(
    "position.add",
    "in x[time,batch,features]; in table[time,features]; out y[time,batch,features]",
    "y[t] = x[t] + table[t]",
)
declare(
    "position.backward",
    "in dy[time,batch,features]; out dtable[time,features]",
    "dtable[t] = Σ dy[t] over the batch",
)
declare("sequence.last", "in x[time,batch,features]; out y[batch,features]", "y = x at the last moment")
declare(
    "sequence.last_backward", "in dy[batch,features]; out dx[time,batch,features]", "dx = dy at the last moment, else 0"
)
declare(
    "sequence.reverse", "in x[time,batch,features]; out y[time,batch,features]", "y[t] = x[T − 1 − t], of T moments"
)
declare(
    "sequence.scale",
    "in x[time,batch,features]; in m[batch,features]; out y[time,batch,features]",
    "y[t] = x[t] m: the same m at every moment",
)
