"""Features: numbers that describe a moment, the same in training and scoring."""
