"""What holds for every test: how long a property may take is the machine's business, not the code's."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
