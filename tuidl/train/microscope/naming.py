"""Short names and short equations: what a learner reads in the list of instructions."""

import re

from tuidl.program.program import Instruction
from tuidl.program.tensor import Tensor

PARTS = {"weight": "w", "bias": "b", "recurrent": "u", "gamma": "γ", "beta": "β"}
BRIEF = {  # where the catalogue's equation is longer than a line of the list
    "conv2d.forward": "y = x ∗ w + b",
    "conv2d.backward_input": "dx = dy ∗ w turned",
    "conv2d.backward_weight": "dw = x ∗ dy",
    "groupconv2d.forward": "y = x ∗ w",
    "groupconv2d.backward_input": "dx = dy ∗ w turned",
    "groupconv2d.backward_weight": "dw = x ∗ dy",
    "convtranspose2d.forward": "y = x ∗ᵀ w + b",
    "convtranspose2d.backward_input": "dx = dy ∗ w",
    "convtranspose2d.backward_weight": "dw = x ∗ dy",
    "maxpool2d.forward": "y = max of x",
    "maxpool2d.backward": "dx = dy at winner",
    "avgpool2d.forward": "y = mean of x",
    "avgpool2d.backward": "dx = dy shared out",
    "globalpool2d.forward": "y = mean of x",
    "globalpool2d.backward": "dx = dy shared out",
    "dense.backward_bias": "db = Σ dy",
    "activation.relu": "y = max(x, 0)",
    "activation.relu_backward": "dx = dy (y > 0)",
    "activation.leaky_relu": "y = leaky relu(x)",
    "activation.leaky_relu_backward": "dx = dy (1 or slope)",
    "activation.sigmoid": "y = σ(x)",
    "activation.softmax": "y = softmax(x)",
    "activation.softmax_backward": "dx = y (dy − Σ y dy)",
    "activation.hard_sigmoid": "y = hard σ(x)",
    "activation.hard_sigmoid_backward": "dx = dy / 6 inside",
    "activation.hardmax": "y = largest of x",
    "activation.elu": "y = elu(x)",
    "activation.elu_backward": "dx = dy elu′(x)",
    "activation.softplus": "y = softplus(x)",
    "activation.silu_backward": "dx = dy silu′(x)",
    "activation.gelu": "y = gelu(x)",
    "activation.gelu_backward": "dx = dy gelu′(x)",
    "dropout.forward": "y = x mask",
    "dropout.backward": "dx = dy mask",
    "dropout.channels": "y = x mask",
    "dropout.alpha": "y = α dropout(x)",
    "dropout.alpha_backward": "dx = a dy mask",
    "dropout.mask": "keep = mask",
    "noise.gaussian": "y = x + noise",
    "batchnorm.train": "y = γ normal + β",
    "batchnorm.backward": "dx, dgamma, dbeta",
    "batchnorm.backward_fixed": "dx, dgamma, dbeta",
    "layernorm.forward": "y = γ normal + β",
    "layernorm.backward_input": "dx = inverse (g − …)",
    "layernorm.backward_weight": "dgamma, dbeta",
    "rnn.forward": "h = tanh(z + h[t−1] w)",
    "rnn.backward": "dz = dh (1 − h²), back",
    "lstm.forward": "h = o tanh c",
    "lstm.backward": "dz from dh, back",
    "gru.forward": "h = u h[t−1] + (1−u) n",
    "gru.backward": "dz from dh, back",
    "onehot.forward": "y = one-hot(tokens)",
    "embedding.forward": "y = table[tokens]",
    "embedding.backward": "dtable = Σ dy",
    "position.add": "y = x + table",
    "position.backward": "dtable = Σ dy",
    "sequence.last": "y = last of x",
    "sequence.last_backward": "dx = dy at the last",
    "sequence.reverse": "y = x reversed",
    "sequence.scale": "y = x m",
    "sequence.flatten": "y = x as rows",
    "concat.put": "part of y = x",
    "concat.take": "dx = part of dy",
    "upsample2d.nearest": "y = x repeated",
    "upsample2d.nearest_backward": "dx = Σ dy",
    "upsample2d.bilinear": "y = x between pixels",
    "upsample2d.bilinear_backward": "dx = Σ share dy",
    "augment.draw": "warp drawn",
    "augment.apply": "y = x moved",
    "augment.backward": "dx = dy moved back",
    "attention.weights": "weights = softmax(q kᵀ/√d)",
    "attention.weights_backward": "dq, dk",
    "attention.apply": "y = weights v",
    "attention.apply_backward": "dweights, dv",
    "mask.tokens": "mask = token ≠ 0",
    "mask.lengths": "mask = t < length",
    "mask.values": "mask = x ≠ value",
    "mask.reverse": "y = mask reversed",
    "mask.weights": "weight, count of mask",
    "mask.loss": "loss, doutput masked",
    "mask.apply": "y = x where mask",
    "loss.softmax_cross_entropy": "loss = −log p[labels]",
    "loss.sigmoid_cross_entropy": "loss = −log p",
    "loss.weighted_sigmoid_cross_entropy": "loss = −Σ w log p",
    "loss.divergence": "loss = Σ q log q/p",
    "loss.soft_cross_entropy": "loss = −Σ w q log p",
    "loss.absolute": "loss = mean |output − target|",
    "loss.huber": "loss = huber(output − target)",
    "loss.hinge": "loss = max(0, 1 − t output)",
    "loss.critic": "loss = −t output",
    "loss.squared": "loss = mean (output − target)²",
    "optimizer.adagrad": "w −= rate dw / √Σdw²",
    "optimizer.rmsprop": "w −= rate dw / √s",
    "optimizer.adam": "w −= rate m / (√s + ε)",
    "optimizer.sgd": "w −= rate dw",
    "optimizer.momentum": "w −= rate velocity",
    "optimizer.nesterov": "w −= rate (dw + μ v)",
    "optimizer.shrink": "w −= rate decay w",
    "optimizer.penalty": "dw += decay w",
    "optimizer.lasso": "dw += strength sign w",
    "optimizer.limit": "w within ±limit",
    "optimizer.part_rate": "rate = factor rate",
    "optimizer.average": "average of w",
    "optimizer.square_sums": "norm² = Σ dw²",
    "optimizer.clip": "dw *= limit / norm",
    "data.rows": "x = the example",
    "data.images": "x = the image",
    "data.sequences": "x = the sequence",
    "data.labels": "x = the label",
    "data.tokens": "x = the tokens",
    "data.rate": "rate = base factor",
    "data.mean": "mean of values",
    "data.mean_of": "mean of values",
}
WORDS = {"batchnorm.train": ("mean", "variance")}  # words of a formula that are no operands there
_GRADIENT = re.compile(r"(.+)\.grad(\d*)")


def short(tensor: Tensor | str) -> str:
    """``h1.w`` for ``h1.weight``, ``h1`` for ``h1.out``, ``dh1`` for ``h1.out.grad``."""
    name = tensor if isinstance(tensor, str) else tensor.root.name
    name = name.removesuffix(".row").removesuffix(".blocks").replace(".out.sum.", ".sum.")
    gradient = _GRADIENT.fullmatch(name)
    if gradient:
        return "d" + short(gradient[1]) + gradient[2].translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
    start, _, last = name.rpartition(".")
    if start and last == "out":
        return start
    return f"{start}.{PARTS[last]}" if start and last in PARTS else name


def _put_in(formula: str, instruction: Instruction, numbers: bool) -> str:
    operation, operands = instruction.operation, instruction.operands
    skipped = WORDS.get(operation.name, ())
    optimiser = operation.name.startswith("optimizer.")

    def written(match: re.Match[str]) -> str:
        name = match[0]
        value = operands.get(name)
        if name in skipped or (optimiser and name not in ("limit", "decay", "factor", "strength")):
            return name
        if isinstance(value, Tensor):
            return short(value)
        return f"{value:g}" if numbers and isinstance(value, int | float) else name

    return re.sub(r"[A-Za-z_][A-Za-z0-9_]*", written, formula)


def brief(instruction: Instruction) -> str:
    """``h1 = x h1.w + h1.b``."""
    formula = BRIEF.get(instruction.operation.name, instruction.operation.formula.partition(";")[0].partition(",")[0])
    return _put_in(formula, instruction, numbers=False)


def formula(instruction: Instruction) -> str:
    """The catalogue's equation with the names of the tensors and the sizes put in."""
    return _put_in(instruction.operation.formula, instruction, numbers=True)
