"""Plans in words: the repair plan of a batch, its letters, and the roadmap to a scheme's closings."""
