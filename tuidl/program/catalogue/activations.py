"""Activations: each number by itself, or a row together."""

from tuidl.program.operation import declare

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
