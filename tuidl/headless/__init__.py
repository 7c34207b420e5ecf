"""A run without a screen: progress bar, plain lines, JSON, words, charts. All of it folds the one event stream."""
