"""Reads pages that are pictures: prepares them, has two engines read them, and says what both read alike."""
