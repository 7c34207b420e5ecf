"""Training: lesson, knobs and data become a network that learns, and a stream of events about it."""
