"""Plain NumPy kernels: readable, in float32 or float64, the truth that all other executors are compared with."""
