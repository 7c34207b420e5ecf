"""Normalisation over the batch, or over the features of a row."""

from tuidl.program.operation import declare

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
