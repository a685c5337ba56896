"""The values of one type on a page, looked for only on the lines that a label calls for."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.understanding import values
from pipeline.understanding.values import dates
from pipeline.understanding.values.found import Found

Finder = Callable[[str], list[Found]]

# What these find on one line hangs on the rest of the page: a second group of digits, a ticked box, a better number, the end of
# an address.
_PAGE_WIDE = {"iban", "mss_case", "mssante", "siret"}
_PERHAPS_WITHOUT_DIGIT = {"bic", "mssante", "name", "scenario"}
_DIGIT = re.compile(r"\d")


class Sought:
    """Values that one finder finds on one page."""

    def __init__(
        self,
        folded: str,
        finder: Finder,
        *,
        on_line: Finder | None = None,
        page_wide: bool = False,
        needs_digit: bool = True,
    ) -> None:
        """Take the page and the finder; `on_line` is a finder for lines when what they mean hangs on the page."""
        self.find = finder
        self._folded = folded
        self._on_line = on_line or finder
        self._needs_digit = needs_digit
        self._lines: dict[int, list[Found]] = {}
        self._page = finder(folded) if page_wide else None

    def near(self, position: int) -> list[Found]:
        """Return the values on the line of a position, in order, those before it too unless none is after it.

        They are those of the whole page when lines do not tell.
        """
        if self._page is not None:
            return self._page
        start = self._folded.rfind("\n", 0, position) + 1
        founds = self._lines.get(start)
        if founds is None:
            end = self._folded.find("\n", position)
            end = end if end >= 0 else len(self._folded)
            if self._needs_digit and _DIGIT.search(self._folded, position, end) is None:
                return []
            founds = [found.moved(start) for found in self._on_line(self._folded[start:end])]
            self._lines[start] = founds
        return founds


def seek(folded: str, type_name: str) -> Sought:
    """Return what will look for values of a type, by its name in rules/attributes.toml, on a page."""
    finder = values.FINDERS[type_name]
    if type_name == "date":
        return Sought(folded, finder, on_line=dates.finder_for(folded))
    return Sought(
        folded, finder, page_wide=type_name in _PAGE_WIDE, needs_digit=type_name not in _PERHAPS_WITHOUT_DIGIT
    )
