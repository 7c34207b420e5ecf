"""Races: several runs in one process, in lock-step, each exactly the one that it would be alone."""
