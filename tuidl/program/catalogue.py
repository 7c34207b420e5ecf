"""The instruction set: every operation with its operands and its equation.

Names: n batch, t time, h w height and width, c channels, f features; d before a name is the gradient of the loss with
respect to it. Rows may be examples, or pixels, or moments of a sequence.
"""

from tuidl.program.operation import declare

# ---- dense ----------------------------------------------------------------------------------------------------------

declare("dense.forward", "in x[rows,inputs]; in w[inputs,outputs]; in b[outputs]; out y[rows,outputs]", "y = x w + b")
declare("dense.backward_input", "in dy[rows,outputs]; in w[inputs,outputs]; out dx[rows,inputs]", "dx = dy wᵀ")
declare("dense.backward_weight", "in x[rows,inputs]; in dy[rows,outputs]; out dw[inputs,outputs]", "dw = xᵀ dy")
declare("dense.backward_bias", "in dy[rows,outputs]; out db[outputs]", "db = Σ dy over the rows")

# ---- activations ----------------------------------------------------------------------------------------------------

_MAP, _SLOPE = (
    "in x[rows,features]; out y[rows,features]",
    "in y[rows,features]; in dy[rows,features]; out dx[rows,features]",
)
declare("activation.relu", _MAP, "y = max(x, 0)")
declare("activation.relu_backward", _SLOPE, "dx = dy where y > 0, else 0")
declare("activation.leaky_relu", _MAP + "; real slope", "y = x where x > 0, else slope x")
declare("activation.leaky_relu_backward", _SLOPE + "; real slope", "dx = dy where y > 0, else slope dy")
declare("activation.sigmoid", _MAP, "y = 1 / (1 + e⁻ˣ)")
declare("activation.sigmoid_backward", _SLOPE, "dx = dy y (1 − y)")
declare("activation.tanh", _MAP, "y = tanh x")
declare("activation.tanh_backward", _SLOPE, "dx = dy (1 − y²)")
declare("activation.softmax", _MAP, "y = eˣ / Σ eˣ, per row, with the largest x taken off first")
declare("activation.softmax_backward", _SLOPE, "dx = y (dy − Σ y dy)")
declare("activation.hard_sigmoid", _MAP, "y = x / 6 + ½, within 0 and 1")
declare("activation.hard_sigmoid_backward", _SLOPE, "dx = dy / 6 where 0 < y < 1, else 0")
declare("activation.hardmax", _MAP, "y = 1 at the largest x of the row, the first of equal ones, else 0")
declare("activation.scale", _MAP + "; real factor", "y = factor x")

_SLOPE_AT = "in x[rows,features]; in dy[rows,features]; out dx[rows,features]"
declare("activation.elu", _MAP + "; real alpha", "y = x where x > 0, else α (eˣ − 1)")
declare("activation.elu_backward", _SLOPE_AT + "; real alpha", "dx = dy where x > 0, else α eˣ dy")
declare("activation.softplus", _MAP, "y = log(1 + eˣ)")
declare("activation.softplus_backward", _SLOPE_AT, "dx = dy σ(x)")
declare("activation.silu", _MAP, "y = x σ(x)")
declare("activation.silu_backward", _SLOPE_AT, "dx = dy (s + x s (1 − s)), s = σ(x)")
declare("activation.gelu", _MAP, "y = x σ(2u), u = √(2/π) (x + 0.044715 x³)")
declare(
    "activation.gelu_backward", _SLOPE_AT, "dx = dy (s + 2 x s (1 − s) u′), s = σ(2u), u′ = √(2/π) (1 + 0.134145 x²)"
)

# ---- shapes and sums ------------------------------------------------------------------------------------------------

declare("shape.flatten", "in x[samples,height,width,channels]; out y[samples,features]", "y = x as rows")
declare("shape.unflatten", "in x[samples,features]; out y[samples,height,width,channels]", "y = x as images")
declare(
    "sequence.flatten", "in x[time,samples,channels]; out y[samples,features]", "y = x as rows, moment after moment"
)
declare("sequence.unflatten", "in x[samples,features]; out y[time,samples,channels]", "y = x as sequences")
declare("sum.add", "in a[rows,features]; in b[rows,features]; out y[rows,features]", "y = a + b")
declare("sum.bias", "in b[features]; inout y[rows,features]", "y += b")
declare("sum.accumulate", "in x[size]; inout y[size]", "y += x")
declare("sum.copy", "in x[size]; out y[size]", "y = x")
declare("sum.backward", "in dy[rows,features]; out dx[rows,features]", "dx = dy, for each summand")
declare(
    "concat.put", "in x[rows,part]; inout y[rows,features]; size first", "y[first], y[first + 1], ... = x, in each row"
)
declare(
    "concat.take",
    "in dy[rows,features]; out dx[rows,part]; size first",
    "dx = dy[first], dy[first + 1], ... of each row",
)

# ---- noise and normalisation ----------------------------------------------------------------------------------------

declare(
    "dropout.forward",
    "in x[rows,features]; in rate[1]; out y[rows,features]; size seed; size layer",
    "y = x mask / (1 − rate); mask is 0 with probability rate",
)
declare(
    "dropout.backward",
    "in dy[rows,features]; in rate[1]; out dx[rows,features]; size seed; size layer",
    "dx = dy mask / (1 − rate), the same mask",
)
_DROPPED = "in x[rows,features]; in rate[1]; out y[rows,features]; size seed; size layer"
declare(
    "dropout.channels",
    "in x[samples,height,width,channels]; in rate[1]; out y[samples,height,width,channels]; size seed; size layer",
    "y = x mask / (1 − rate); mask is 0 with probability rate, one number for each channel of a sample",
)
declare(
    "dropout.alpha",
    _DROPPED,
    "y = a x + b where mask, else a α′ + b; α′ = −1.7581, a = 1 / √(q + α′² q rate), b = −a rate α′, q = 1 − rate",
)
declare("dropout.alpha_backward", _DROPPED.replace(" x", " dy").replace(" y", " dx"), "dx = a dy mask, the same mask")
declare(
    "noise.gaussian",
    "in x[rows,features]; in deviation[1]; out y[rows,features]; size seed; size layer",
    "y = x + deviation n, n drawn from the normal distribution",
)
declare(
    "dropout.mask",
    "in rate[1]; out keep[rows,features]; size seed; size layer",
    "keep = 0 with probability rate, else 1 / (1 − rate)",
)
declare(
    "batchnorm.train",
    "in x[rows,features]; in gamma[features]; in beta[features]; out normal[rows,features]; out y[rows,features]; "
    "out inverse[features]; inout mean[features]; inout variance[features]; real momentum; real epsilon",
    "normal = (x − mean x) / √(var x + ε); y = γ normal + β; running moments follow",
)
declare(
    "batchnorm.evaluate",
    "in x[rows,features]; in gamma[features]; in beta[features]; out y[rows,features]; in mean[features]; "
    "in variance[features]; real epsilon",
    "y = γ (x − mean) / √(variance + ε) + β, running moments",
)
declare(
    "batchnorm.backward",
    "in dy[rows,features]; in normal[rows,features]; in gamma[features]; in inverse[features]; "
    "out dx[rows,features]; out dgamma[features]; out dbeta[features]",
    "dx = γ inverse (dy − mean dy − normal mean(dy normal)); dγ = Σ dy normal; dβ = Σ dy",
)
declare(
    "batchnorm.backward_fixed",
    "in x[rows,features]; in dy[rows,features]; in gamma[features]; in mean[features]; in variance[features]; "
    "out dx[rows,features]; out dgamma[features]; out dbeta[features]; real epsilon",
    "dx = γ dy / √(variance + ε), the running moments held fixed; dγ and dβ as in batchnorm.backward",
)

declare(
    "layernorm.forward",
    "in x[rows,features]; in gamma[features]; in beta[features]; out normal[rows,features]; out y[rows,features]; "
    "out inverse[rows]; real epsilon",
    "normal = (x − mean x) inverse, inverse = 1 / √(var x + ε), per row; y = γ normal + β",
)
declare(
    "layernorm.backward_input",
    "in dy[rows,features]; in normal[rows,features]; in gamma[features]; in inverse[rows]; out dx[rows,features]",
    "dx = inverse (g − mean g − normal mean(g normal)), g = γ dy, means per row",
)
declare(
    "layernorm.backward_weight",
    "in dy[rows,features]; in normal[rows,features]; out dgamma[features]; out dbeta[features]",
    "dγ = Σ dy normal; dβ = Σ dy, over the rows",
)

# ---- images ---------------------------------------------------------------------------------------------------------

_WINDOW = "size stride; size top; size left"
_KERNEL = "size stride_h; size stride_w; size dilation; size top; size left"
declare(
    "conv2d.forward",
    "in x[samples,height,width,channels]; in w[kernel_h,kernel_w,channels,filters]; in b[filters]; "
    "out y[samples,out_h,out_w,filters]; " + _KERNEL,
    "y[i, j] = Σ x[i·stride_h − top + u·dilation, j·stride_w − left + v·dilation] w[u, v] + b",
)
declare(
    "conv2d.backward_input",
    "in dy[samples,out_h,out_w,filters]; in w[kernel_h,kernel_w,channels,filters]; "
    "out dx[samples,height,width,channels]; " + _KERNEL,
    "dx = the sum of dy w over all windows that read the pixel",
)
declare(
    "conv2d.backward_weight",
    "in x[samples,height,width,channels]; in dy[samples,out_h,out_w,filters]; "
    "out dw[kernel_h,kernel_w,channels,filters]; " + _KERNEL,
    "dw[u, v] = Σ x[i·stride_h − top + u·dilation, j·stride_w − left + v·dilation] dy[i, j]",
)
declare(
    "groupconv2d.forward",
    "in x[samples,height,width,channels]; in w[kernel_h,kernel_w,part,filters]; out y[samples,out_h,out_w,filters]; "
    "size groups; " + _KERNEL,
    "y[i, j] = Σ x[i·stride_h − top + u·dilation, ...] w[u, v], each group of filters from its own group of channels",
)
declare(
    "groupconv2d.backward_input",
    "in dy[samples,out_h,out_w,filters]; in w[kernel_h,kernel_w,part,filters]; out dx[samples,height,width,channels]; "
    "size groups; " + _KERNEL,
    "dx = the sum of dy w over all windows that read the pixel, group by group",
)
declare(
    "groupconv2d.backward_weight",
    "in x[samples,height,width,channels]; in dy[samples,out_h,out_w,filters]; out dw[kernel_h,kernel_w,part,filters]; "
    "size groups; " + _KERNEL,
    "dw[u, v] = Σ x[i·stride_h − top + u·dilation, ...] dy[i, j], group by group",
)
declare(
    "convtranspose2d.forward",
    "in x[samples,height,width,channels]; in w[kernel_h,kernel_w,channels,filters]; in b[filters]; "
    "out y[samples,out_h,out_w,filters]; " + _KERNEL,
    "y = Σ x[i, j] w[u, v], added up at i·stride_h − top + u·dilation, j·stride_w − left + v·dilation, + b",
)
declare(
    "convtranspose2d.backward_input",
    "in dy[samples,out_h,out_w,filters]; in w[kernel_h,kernel_w,channels,filters]; "
    "out dx[samples,height,width,channels]; " + _KERNEL,
    "dx[i, j] = Σ dy[i·stride_h − top + u·dilation, j·stride_w − left + v·dilation] w[u, v]",
)
declare(
    "convtranspose2d.backward_weight",
    "in x[samples,height,width,channels]; in dy[samples,out_h,out_w,filters]; "
    "out dw[kernel_h,kernel_w,channels,filters]; " + _KERNEL,
    "dw[u, v] = Σ x[i, j] dy[i·stride_h − top + u·dilation, j·stride_w − left + v·dilation]",
)
declare(
    "maxpool2d.forward",
    "in x[samples,height,width,channels]; out y[samples,out_h,out_w,channels]; "
    "out winner[samples,out_h,out_w,channels]:int; size window; " + _WINDOW,
    "y = the largest x of each window; winner says which one (NaN wins)",
)
declare(
    "maxpool2d.backward",
    "in dy[samples,out_h,out_w,channels]; in winner[samples,out_h,out_w,channels]:int; "
    "out dx[samples,height,width,channels]; size window; " + _WINDOW,
    "dx = the sum of dy over the windows that the pixel won",
)
declare(
    "avgpool2d.forward",
    "in x[samples,height,width,channels]; out y[samples,out_h,out_w,channels]; size window; " + _WINDOW,
    "y = the mean of the pixels in each window (padding does not count)",
)
declare(
    "avgpool2d.backward",
    "in dy[samples,out_h,out_w,channels]; out dx[samples,height,width,channels]; size window; " + _WINDOW,
    "dx = the sum of dy / pixels over the windows with the pixel",
)

declare(
    "globalpool2d.forward",
    "in x[samples,height,width,channels]; out y[samples,channels]",
    "y = the mean of each channel over all pixels",
)
declare(
    "globalpool2d.backward",
    "in dy[samples,channels]; out dx[samples,height,width,channels]",
    "dx = dy / pixels, at every pixel",
)

_GROWN = "in x[samples,height,width,channels]; out y[samples,out_h,out_w,channels]; size times"
_GROWN_BACK = "in dy[samples,out_h,out_w,channels]; out dx[samples,height,width,channels]; size times"
declare("upsample2d.nearest", _GROWN, "y[i, j] = x[⌊i / times⌋, ⌊j / times⌋]")
declare("upsample2d.nearest_backward", _GROWN_BACK, "dx = the sum of dy over the copies")
declare("upsample2d.bilinear", _GROWN, "y = x between the four pixels around (i + ½) / times − ½, (j + ½) / times − ½")
declare("upsample2d.bilinear_backward", _GROWN_BACK, "dx = the sum of dy, as far as it took of the pixel")

# ---- augmentation: each image of a batch moved by a map of its own ---------------------------------------------------

declare(
    "augment.draw",
    "in rotate[1]; in shift[1]; in zoom[1]; in flip[1]; in flip_vertical[1]; in brightness[1]; in contrast[1]; "
    "out warp[samples,8]; size height; size width; size seed; size layer",
    "warp = a b v, c d h, gain, offset: y[i, j] comes from row a i + b j + v, column c i + d j + h; turned by up to "
    "rotate degrees, moved by up to shift of a side, 1 ± zoom times as large, mirrored with probability flip",
)
declare(
    "augment.apply",
    "in x[samples,height,width,channels]; in warp[samples,8]; out y[samples,height,width,channels]; size nearest; "
    "real fill",
    "y[i, j] = gain x + offset + (1 − gain) mean x, x between the four pixels around (a i + b j + v, c i + d j + h)",
)
declare(
    "augment.backward",
    "in dy[samples,height,width,channels]; in warp[samples,8]; out dx[samples,height,width,channels]; size nearest",
    "dx = gain times the sum of dy, as far as it took of the pixel, + (1 − gain) Σ dy / values",
)

# ---- sequences ------------------------------------------------------------------------------------------------------

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

# ---- masks: whole numbers, 1 at a real moment, 0 at padding ----------------------------------------------------------

declare("mask.tokens", "in tokens[rows]:int; out mask[rows]:int", "mask = 1 where token ≠ 0, else 0")
declare("mask.reverse", "in mask[time,batch]:int; out y[time,batch]:int", "y[t] = mask[T − 1 − t], of T moments")
declare(
    "mask.lengths", "in lengths[batch]:int; out mask[time,batch]:int", "mask[t, i] = 1 where t < lengths[i], else 0"
)
declare(
    "mask.values",
    "in x[rows,features]; out mask[rows]:int; real value",
    "mask = 1 where any x of the row ≠ value, else 0",
)
declare("mask.apply", "in x[rows,features]; in mask[rows]:int; out y[rows,features]", "y = x where mask is 1, else 0")
declare(
    "mask.weights", "in mask[rows]:int; out weight[rows]; out count[1]", "weight = 1 where mask is 1, else 0; count = Σ"
)
declare(
    "mask.loss",
    "in weight[rows]; in count[1]; inout loss[rows]; inout hit[rows]; inout doutput[rows,outputs]",
    "where weight is 0: loss = hit = doutput = 0; elsewhere doutput *= rows / count, the gradient of their mean",
)

# ---- attention ------------------------------------------------------------------------------------------------------

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

# ---- losses ---------------------------------------------------------------------------------------------------------

declare(
    "loss.softmax_cross_entropy",
    "in logits[rows,classes]; in labels[rows]:int; out loss[rows]; out hit[rows]; out dlogits[rows,classes]; "
    "real smoothing",
    "loss = −Σ q log softmax(logits), q = (1 − s) one-hot + s / classes; dlogits = (softmax − q) / rows",
)
declare(
    "loss.sigmoid_cross_entropy",
    "in logits[rows,outputs]; in target[rows,outputs]; out loss[rows]; out hit[rows]; out dlogits[rows,outputs]",
    "loss = mean of max(z, 0) − z y + log(1 + e^−|z|); dlogits = (sigmoid z − y) / (rows outputs)",
)
declare(
    "loss.divergence",
    "in logits[rows,classes]; in chances[rows,classes]; out loss[rows]; out hit[rows]; out dlogits[rows,classes]",
    "loss = Σ q (log q − log softmax(logits)), q = chances; dlogits = (softmax Σ q − q) / rows",
)
declare(
    "loss.soft_cross_entropy",
    "in logits[rows,classes]; in chances[rows,classes]; in weights[classes]; out loss[rows]; out hit[rows]; "
    "out dlogits[rows,classes]; real smoothing",
    "loss = −Σ w q log softmax(logits), q = (1 − s) chances + s / classes; dlogits = (softmax Σ w q − w q) / rows",
)
declare(
    "loss.weighted_sigmoid_cross_entropy",
    "in logits[rows,outputs]; in target[rows,outputs]; out loss[rows]; out hit[rows]; out dlogits[rows,outputs]; "
    "real negative; real positive",
    "loss = mean of −w₁ y log p − w₀ (1 − y) log(1 − p), p = sigmoid z; "
    "dlogits = (w₀ (1 − y) p − w₁ y (1 − p)) / (rows outputs)",
)
_COMPARED = "in output[rows,outputs]; in target[rows,outputs]; out loss[rows]; out hit[rows]; out doutput[rows,outputs]"
declare(
    "loss.absolute", _COMPARED, "loss = mean of |output − target|; doutput = sign(output − target) / (rows outputs)"
)
declare(
    "loss.huber",
    _COMPARED + "; real delta",
    "loss = mean of ½ e² if |e| ≤ δ, else δ (|e| − ½ δ), e = output − target; doutput = e cut at ±δ / (rows outputs)",
)
declare(
    "loss.hinge",
    _COMPARED,
    "loss = mean of max(0, 1 − t output), t = 2 target − 1; doutput = −t / (rows outputs) where t output < 1, else 0",
)
declare(
    "loss.critic",
    _COMPARED,
    "loss = mean of −t output, t = 2 target − 1; doutput = −t / (rows outputs)",
)
declare(
    "loss.squared",
    _COMPARED,
    "loss = mean of (output − target)²; doutput = 2 (output − target) / (rows outputs)",
)

# ---- optimisers -----------------------------------------------------------------------------------------------------

declare("optimizer.sgd", "inout value[size]; in grad[size]; in rate[1]", "value −= rate grad")
declare(
    "optimizer.momentum",
    "inout value[size]; in grad[size]; inout velocity[size]; in rate[1]; real momentum",
    "velocity = momentum velocity + grad; value −= rate velocity",
)
declare(
    "optimizer.nesterov",
    "inout value[size]; in grad[size]; inout velocity[size]; in rate[1]; real momentum",
    "velocity = momentum velocity + grad; value −= rate (grad + momentum velocity)",
)
declare(
    "optimizer.adagrad",
    "inout value[size]; in grad[size]; inout square[size]; in rate[1]; real epsilon",
    "square += grad²; value −= rate grad / (√square + ε)",
)
declare(
    "optimizer.rmsprop",
    "inout value[size]; in grad[size]; inout square[size]; in rate[1]; real decay; real epsilon",
    "square = decay square + (1 − decay) grad²; value −= rate grad / (√square + ε)",
)
declare(
    "optimizer.adam",
    "inout value[size]; in grad[size]; inout mean[size]; inout square[size]; in rate[1]; real beta1; real beta2; "
    "real epsilon",
    "m = β₁ m + (1−β₁) g; s = β₂ s + (1−β₂) g²; value −= rate m̂ / (√ŝ + ε), m̂ ŝ corrected for their zero start",
)
declare("optimizer.shrink", "inout value[size]; in rate[1]; real decay", "value −= rate decay value")
declare("optimizer.penalty", "inout grad[size]; in value[size]; real decay", "grad += decay value")
declare("optimizer.lasso", "inout grad[size]; in value[size]; real strength", "grad += strength sign(value)")
declare("optimizer.limit", "inout values[size]; real limit", "values = values within −limit and limit")
declare("optimizer.part_rate", "in rate[1]; out own[1]; real factor", "own = factor rate")
declare(
    "optimizer.average",
    "in value[size]; inout average[size]; real decay",
    "average = d average + (1 − d) value, d = min(decay, step / (step + 1))",
)
declare("optimizer.square_sums", "in grad[size]; out sums[blocks]", "sums = Σ grad² of each block")
declare(
    "optimizer.clip",
    "inout grad[size]; in sums[blocks]; out norm[1]; real limit",
    "grad *= min(1, limit / norm), norm = √Σ sums",
)

# ---- data -----------------------------------------------------------------------------------------------------------

declare("data.rows", "data examples; data indices; out x[samples,features]", "x = this step's examples")
declare(
    "data.images",
    "data examples; data indices; out x[samples,height,width,channels]",
    "x = this step's images",
)
declare(
    "data.sequences", "data examples; data indices; out x[time,samples,features]", "x[t, i] = moment t of example i"
)
declare("data.labels", "data examples; data indices; out x[samples]:int", "x = this step's labels")
declare("data.tokens", "data examples; data indices; out x[time,samples]:int", "x[t, i] = token t of example i")
declare("data.rate", "in base[1]; data factors; out rate[1]", "rate = base factors[step]")
declare("data.mean", "in values[rows]; data history", "history[step] = mean of values")
declare("data.mean_of", "in values[rows]; in count[1]; data history", "history[step] = Σ values / count")
declare("data.vector", "in values[rows]; data history", "history[step] = values")
declare("data.write", "in tokens[rows]:int; data history", "history[step] = tokens")
declare("data.keep", "in values[rows,features]; data history", "history[step] = values")
