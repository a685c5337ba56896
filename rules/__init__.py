"""What the texts say, as dated data with their sources, and a small loader."""
