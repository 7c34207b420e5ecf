"""Optimisers: what is done to a parameter with its gradient."""

from tuidl.program.operation import declare

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
