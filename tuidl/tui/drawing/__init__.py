"""Drawings: pure functions that put signals and prose on a grid of cells."""
