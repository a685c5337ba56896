"""The version of the program, as `--version` and every report give it."""

from __future__ import annotations

VERSION = "0.1.0"  # pyproject.toml says the same; a test compares them
