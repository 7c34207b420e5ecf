"""What a run has said, told in other words: JSON objects, rows of a table, its outcome. Standard library only."""
