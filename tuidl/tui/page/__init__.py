"""The left side of a lesson: the prose and the task pinned under it. Pure drawing on cells."""
