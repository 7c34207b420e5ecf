"""Sequences (time, batch, features): threads share the batch, so nobody waits between moments."""
