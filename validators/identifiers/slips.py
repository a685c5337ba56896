"""Slips: whether a wrong identifier is one slip of the keyboard or of the eye away from the right one.

Nothing is guessed from this: a slip is named only when another witness of the dossier carries the right value.

>>> is_slip("73282932000047", "73282932000074")  # two neighbours swapped
True
>>> is_slip("7328293200007", "73282932000074")  # one missing
True
>>> is_slip("FR1420041O1OO50500013MO2606", "FR1420041010050500013M02606")  # O for 0
True
>>> is_slip("73282932000074", "73282932000074")  # the same
False
"""

from __future__ import annotations

from rapidfuzz.distance import OSA

from validators.identifiers.examined import tight

_LONGEST = 64  # no identifier is longer: what is longer is no slip of one
_LOOK_ALIKES = str.maketrans("OIBS", "0185")


def is_slip(wrong: str, right: str) -> bool:
    """Say whether two identifiers, however spaced, differ by one slip or only by characters that look alike.

    One slip: a character replaced, missing or added, or two neighbours swapped. Alike: O and 0, I and 1, B and 8,
    S and 5, any number of them.
    """
    one, other = tight(wrong), tight(right)
    if one == other or not one or not other or max(len(one), len(other)) > _LONGEST:
        return False
    return looks_alike(one, other) or OSA.distance(one, other, score_cutoff=1) <= 1


def looks_alike(one: str, other: str) -> bool:
    """Say whether two identifiers, however spaced, are one to the eye: O and 0, I and 1, B and 8, S and 5."""
    return tight(one).translate(_LOOK_ALIKES) == tight(other).translate(_LOOK_ALIKES)
