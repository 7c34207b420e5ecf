"""Code steps: a learner's function tried on cases in a process of its own, compiled, and told about in sentences."""
