"""What the learner draws: the sheet, the points, what was kept of them. Pure."""
