"""Losses, each with its gradient."""

from tuidl.program.operation import declare

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
