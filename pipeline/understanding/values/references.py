"""References, versions and names: free words whose only mark is the label they follow."""

from __future__ import annotations

import re

from pipeline.understanding.values.found import Found

# A reference is one word that holds a digit and no more than its own punctuation; or letters and two numbers, FC 24 0439.
_REFERENCE = re.compile(
    r"(?<![\w/.@-])(?:(?!(?:no|n|du|de|le|la|en|et|au) )[a-z]{1,4} \d{2,4}[ /-]\d{2,6}(?:-\d{1,2})?(?![\w/-])"
    r"|(?=[^\s\d]{0,20}\d)[a-z0-9](?:[a-z0-9/._#-]{0,38}[a-z0-9])?(?![\w@]))"
)
_DIGIT = re.compile(r"\d")
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{2}|\d{4})|\d{4}-\d{2}-\d{2}")
_SCHEME = re.compile(r"[a-z0-9]{3}-[a-z]{2,4}-va\d")  # « HOP-DPI-VA1 »
_VERSION = re.compile(
    r"(?<![\w.])v?\d{1,5}(?:\.[0-9a-z]{1,12}){0,5}(?:[-_+][0-9a-z]{1,12}(?:\.[0-9a-z]{1,12})*){0,2}(?!\w)"
)
_NAME = re.compile(r"[^\s:;,|\t\n][^:;|,(\t\n]{1,120}")


def reference(folded: str) -> list[Found]:
    """Find words that hold a digit and could be a document's number; a date is none, nor a scheme, nor one or two characters."""
    if _DIGIT.search(folded) is None:
        return []
    return [
        Found(match.start(), match.end(), match[0].upper())
        for match in _REFERENCE.finditer(folded)
        if len(match[0]) > 2 and not _DATE.fullmatch(match[0]) and not _SCHEME.fullmatch(match[0])
    ]


def version(folded: str) -> list[Found]:
    """Find words that could be a version number."""
    return [Found(match.start(), match.end(), match[0].lstrip("v")) for match in _VERSION.finditer(folded)]


def name(folded: str) -> list[Found]:
    """Find the run of words up to the next mark, cell or line."""
    return [
        Found(match.start(), match.start() + len(match[0].rstrip()), match[0].rstrip())
        for match in _NAME.finditer(folded)
    ]
