"""Masks: whole numbers, 1 at a real moment, 0 at padding."""

from tuidl.program.operation import declare

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
