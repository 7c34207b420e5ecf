"""The sandbox: a data set, a stack of layers and how it is trained, as one description. No numerics."""
