"""Numbers that a public register can be asked for: valid ones, save those that another country gives."""

from __future__ import annotations

from validators.identifiers import EXAMINERS

FOREIGN = "monaco"  # the note on an establishment of Monaco, which Sirene does not list


def registered_number(kind: str, text: str) -> str | None:
    """Return the compact form of a number of a type of the vocabulary, `None` when no register can be asked for it.

    >>> registered_number("siret", "732 829 320 00074")
    '73282932000074'
    >>> registered_number("siret", "MONACOCONFO001"), registered_number("rpps", "10999760093")
    (None, None)
    """
    examined = EXAMINERS[kind](text)
    return examined.compact if examined.valid and FOREIGN not in examined.notes else None
