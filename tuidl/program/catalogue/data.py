"""Data: what comes into the arena before a step and what is kept of it."""

from tuidl.program.operation import declare

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
