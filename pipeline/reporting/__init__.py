"""`report.json` first; every other format is a pure function of it."""
