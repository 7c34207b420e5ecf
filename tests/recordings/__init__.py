"""Runs to draw: deterministic event streams, and recordings."""
