"""Where one document ends and the next begins in a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.understanding.layout import Sheet
from pipeline.understanding.lexicon import Lexicon
from pipeline.understanding.recognising import Recognised, recognise

_PAGE = re.compile(
    r"[pf-](?:(?<=-)|(?<!\w.)(?:(?<=p)ages?|(?<=p)\.?|(?<=f)euillet))[ \t]*(\d{1,3})[ \t]*(?:/|sur|de|of)[ \t]*(\d{1,3})\b"
)
_BARE_PAGE = re.compile(r"(?:^|(?<=\t)) *(\d{1,2}) */ *(\d{1,2}) *(?=$|\t)", re.MULTILINE)  # alone in its cell
_HEAD, _FOOT = 0.65, 0.15  # shares of a page's height: a page number stands above the one or below the other
_REFERENCE = re.compile(r"(?=[a-z0-9/._-]*\d{2})[a-z0-9]+(?:[/._-][a-z0-9]+)+|(?<!\d)\d{5,}(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A run of pages, by index, and what its first page was recognised as."""

    first: int
    last: int
    recognised: Recognised | None


def cut(sheets: Sequence[Sheet], lexicon: Lexicon) -> tuple[Cut, ...]:
    """Cut a file's pages into documents: each begins at a page that opens one and does not say it continues."""
    cuts: list[Cut] = []
    for index, sheet in enumerate(sheets):
        seen = recognise(sheet, lexicon)
        annex = seen is not None and lexicon.kinds[seen.kind].annex
        if cuts and (seen is None or annex or _continues(sheets, cuts[-1], index, seen)):
            cuts[-1] = Cut(first=cuts[-1].first, last=index, recognised=cuts[-1].recognised)
        else:
            cuts.append(Cut(first=index, last=index, recognised=seen))
    return tuple(cuts)


def page_mark(sheet: Sheet) -> tuple[int, int] | None:
    """Return (2, 3) when the page says that it is page 2 of 3."""
    for pattern in (_PAGE, _BARE_PAGE):
        for match in reversed(list(pattern.finditer(sheet.folded))):
            number, total = int(match[1]), int(match[2])
            if 1 <= number <= total <= 200:
                return number, total
    return None


def own_mark(sheet: Sheet) -> tuple[int, int] | None:
    """Return (2, 3) when the page bears « page 2/3 », or 2/3 alone at its foot, and no other such mark: a fax adds its own."""
    marks = set()
    for pattern in (_PAGE, _BARE_PAGE):
        for match in pattern.finditer(sheet.folded):
            number, total = int(match[1]), int(match[2])
            if 1 <= number <= total <= 200 and _stands_as_number(sheet, match, bare=pattern is _BARE_PAGE):
                marks.add((number, total))
    return marks.pop() if len(marks) == 1 else None


def _stands_as_number(sheet: Sheet, match: re.Match[str], *, bare: bool) -> bool:
    """Tell whether a mark begins or ends its cell, at the head or the foot of the page: no « BC-03/24 », no « voir page 2/3 »."""
    cell = sheet.cell_at(match.start(1))
    if cell is None or match[0].startswith("-") or not sheet.is_confirmed(match.start(1), match.end(2)):
        return False
    words, (*_, bottom, _, top) = sheet.words_of(cell).strip(), sheet.cells[cell]
    at_foot, at_head = top < _FOOT * sheet.height, bottom > _HEAD * sheet.height
    mark = match[0].strip()
    return at_foot or (at_head and not bare and (words.startswith(mark) or words.endswith(mark)))


def _continues(sheets: Sequence[Sheet], current: Cut, index: int, seen: Recognised) -> bool:
    """Tell whether a page that looks like an opening one only carries on the current document."""
    mark = page_mark(sheets[index])
    previous = page_mark(sheets[index - 1])
    if mark is not None:
        follows = previous is not None and mark == (previous[0] + 1, previous[1])
        if mark[0] > 1 and (follows or previous is None):
            return True
        if mark[0] == 1:
            return False
    if not seen.titled:
        return True
    if current.recognised is None or seen.kind != current.recognised.kind:
        return False
    if mark is None and previous is not None and previous[0] < previous[1]:
        return True
    # The same title again: a running header repeats the document's own numbers, a new document has its own.
    first, here = _numbers(sheets[current.first]), _numbers(sheets[index])
    return bool(here) and here <= first


def _numbers(sheet: Sheet) -> set[str]:
    """The references in the upper third of a page."""
    return {
        match[0]
        for start, end, _, bottom, _, _ in sheet.cells
        if bottom > 0.66 * sheet.height
        for match in _REFERENCE.finditer(sheet.folded, start, end)
    }
