"""What a race has said in other words: JSON objects, a row for each run, its outcome."""
