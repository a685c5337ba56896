"""Reads the text of a PDF page and where each run of it stands: a line, or the cells and columns side by side in it."""

from __future__ import annotations

import ctypes
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from struct import Struct

import pypdfium2_raw.bindings as raw

from pipeline.reading.combs import join_combs
from pipeline.reading.page import Run
from pipeline.reading.pdfium import Handle, unchecked
from pipeline.reading.pitch import is_typed, typed_cells
from validators.model import Box

Cell = tuple[int, Box]  # the first of its rectangles among those of the line, and the box around them
Place = Callable[[Box], Box]  # from the coordinates of the PDF to those of the page as a person sees it

CELL_GAP = 0.75  # heights of a line between two words of different cells: about 0.6 em, a wide space is 0.33
SPREAD = 1.1  # heights per character from which one text object is no ordinary line: cells aligned inside it
MAX_OBJECTS = 500  # text objects of one line that are looked at; an ordinary line has one, or one for each letter
GARBAGE_SHARE = 0.3  # of the characters of a page, beyond which its text is no text
SCATTERED_SHARE, FEW_LETTERS = 0.8, 40  # of the lines of a page, those of one letter beyond which no word is left
SAMPLE = 12  # characters of a page

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
LINE_END = "\r\n"
HYPHEN = "\ufffe"  # PDFium joins the two lines of a word that a hyphen cuts, and puts this for the hyphen,
CONTROL_HYPHEN = "\x02"  # or this, when asked for one character
LONE_ENDS = re.compile(r"\r(?!\n)|(?<!\r)\n")
ODD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ue000-\uf8ff\ufffd-\uffff]")
WORD = re.compile(r"\S+")
NO_TEXT = re.compile(f"[\ue000-\uf8ff{REPLACEMENT}]")  # private use: symbols of the font, not letters

# One character for one, so that positions stay: C1 codes are CP1252 misread by the producer, spaces are spaces.
CLEANED = {chr(code): bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
CLEANED |= dict.fromkeys("\t\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u2028\u2029", " ")

count_chars = unchecked(raw.FPDFText_CountChars)
get_text = unchecked(raw.FPDFText_GetText)
get_unicode = unchecked(raw.FPDFText_GetUnicode)
has_unicode_error = unchecked(raw.FPDFText_HasUnicodeMapError)
count_rectangles = unchecked(raw.FPDFText_CountRects)
get_rectangle = unchecked(raw.FPDFText_GetRect)

unpack_box = Struct("4d").unpack_from


class TextReader:
    """Reads page after page into the same buffers."""

    def __init__(self) -> None:
        self._units = (ctypes.c_ushort * 16_384)()
        self._box = (ctypes.c_double * 4)()  # left, bottom, right, top
        left, bottom, right, top = (ctypes.byref(self._box, offset) for offset in (0, 8, 16, 24))
        self._corners = (left, top, right, bottom)  # in the order of FPDFText_GetRect

    def read(self, page: Handle, place: Place | None) -> tuple[str, tuple[Run, ...]] | None:
        """Return the text of a page, its lines ended by `\\n`, and its runs in its order; None when it is garbage."""
        textpage = raw.FPDFText_LoadPage(page)
        if not textpage:
            return "", ()
        try:
            text = self._text(textpage)
            lines: list[str] = []
            runs: list[Run] = []
            position = 0
            for start, padded in _lines(text):
                line = padded.rstrip()  # a space before a line end would part the words of a label from each other
                if line:
                    self._add_runs(runs, textpage, start, line, position, place)
                lines.append(line)
                position += len(line) + 1
            guessed = _is_guessed(textpage, len(text))
        finally:
            raw.FPDFText_ClosePage(textpage)
        joined = "\n".join(lines)
        if ODD.search(joined):
            joined = ODD.sub(_cleaned, joined)
            guessed = guessed or _is_symbols(joined)
        return None if guessed or _is_scattered(lines) else join_combs(joined, tuple(runs))

    def _text(self, textpage: Handle) -> str:
        """Return one character for each that PDFium counts, its positions being what rectangles are asked by."""
        count = count_chars(textpage)
        if count <= 0:
            return ""
        if count >= len(self._units):
            self._units = (ctypes.c_ushort * (count + 1))()
        written = get_text(textpage, 0, count, self._units) - 1  # without the NUL at the end
        text = ctypes.string_at(self._units, 2 * max(written, 0)).decode("utf-16-le", "replace")
        if len(text) != count:  # PDFium leaves out what it takes for control characters
            text = "".join(_character(get_unicode(textpage, index)) for index in range(count))
        return text

    def _add_runs(
        self, runs: list[Run], textpage: Handle, start: int, line: str, position: int, place: Place | None
    ) -> None:
        count = count_rectangles(textpage, start, len(line))  # one for each text object of the line
        typed = place is None and " " in line and is_typed(textpage, start, start + len(line) - 1)
        if typed and (spans := typed_cells(textpage, start, line)):
            for first, end in spans:
                pieces = count_rectangles(textpage, start + first, end - first)
                box = _around(list(self._rectangles(textpage, pieces, place)))
                runs.append((position + first, position + end, *box))
            return
        if count > 1:
            cells = _cells(self._rectangles(textpage, min(count, MAX_OBJECTS), place))
            if len(cells) > 1:
                _cut(runs, textpage, start, line, position, cells)
                return
            left, bottom, right, top = cells[0][1]
        else:
            left, bottom, right, top = next(self._rectangles(textpage, 1, place))
            if right - left > SPREAD * len(line) * (top - bottom):
                self._spread(runs, textpage, start, line, position, place)
                return
        runs.append((position, position + len(line), left, bottom, right, top))

    def _rectangles(self, textpage: Handle, count: int, place: Place | None) -> Iterator[Box]:
        """Yield the rectangles counted last."""
        box, (left, top, right, bottom) = self._box, self._corners
        for index in range(count):
            get_rectangle(textpage, index, left, top, right, bottom)
            yield unpack_box(box) if place is None else place(unpack_box(box))

    def _spread(
        self, runs: list[Run], textpage: Handle, start: int, line: str, position: int, place: Place | None
    ) -> None:
        """Add the runs of a line that is one text object with wide gaps in it."""
        words = [match.span() for match in WORD.finditer(line)]
        boxes = []
        for first, last in words:
            count = count_rectangles(textpage, start + first, last - first)
            boxes.append(_around(list(self._rectangles(textpage, count, place))))
        cells = _cells(boxes)
        ends = [first for first, _ in cells[1:]] + [len(words)]
        for (first_word, box), end in zip(cells, ends, strict=True):
            runs.append((position + words[first_word][0], position + words[end - 1][1], *box))


def _is_symbols(text: str) -> bool:
    """Say whether symbols without a meaning stand in place of letters."""
    return len(NO_TEXT.findall(text)) > GARBAGE_SHARE * (len(text) - text.count(" ") - text.count("\n"))


def _is_guessed(textpage: Handle, count: int) -> bool:
    """Say whether the font does not tell which letters it draws, so that PDFium guessed them; asked of a sample."""
    step = count // SAMPLE + 1
    errors = sum(has_unicode_error(textpage, index) > 0 for index in range(0, count, step))
    return errors > GARBAGE_SHARE * min(count, SAMPLE)


def _is_scattered(lines: Sequence[str]) -> bool:
    """Say whether letters stand one on a line: a browser prints a fixed pitch so that no word of it can be told."""
    alone = sum(len(line) == 1 for line in lines)
    return alone >= FEW_LETTERS and alone > SCATTERED_SHARE * len(lines)


def _cleaned(odd: re.Match[str]) -> str:
    character = odd[0]
    return CLEANED.get(character, character if "\ue000" <= character <= "\uf8ff" else REPLACEMENT)


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 else REPLACEMENT


def _lines(text: str) -> list[tuple[int, str]]:
    """Return each line and its start among the characters that PDFium counts."""
    parts = text.split(LINE_END)
    if text.count("\r") != len(parts) - 1 or text.count("\n") != len(parts) - 1:
        parts = LONE_ENDS.sub(" ", text).split(LINE_END)
    lines: list[tuple[int, str]] = []
    start = 0
    for part in parts:
        lines.append((start, part))
        start += len(part) + len(LINE_END)
    if HYPHEN in text or CONTROL_HYPHEN in text:
        return [half for start, line in lines for half in _halves(start, line)]
    return lines


def _halves(start: int, line: str) -> Iterator[tuple[int, str]]:
    """Give back the two lines of a word that a hyphen cuts."""
    *heads, tail = line.replace(CONTROL_HYPHEN, HYPHEN).split(HYPHEN)
    for head in heads:
        yield start, head + "-"
        start += len(head) + 1
    yield start, tail


def _around(boxes: list[Box]) -> Box:
    """Return the box around some boxes."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _cells(boxes: Iterable[Box]) -> list[Cell]:
    """Join the boxes of a line that are no further apart than words are."""
    cells: list[Cell] = []
    first = 0
    left = bottom = right = top = 0.0
    for index, (new_left, new_bottom, new_right, new_top) in enumerate(boxes):
        height = top - bottom if top - bottom > new_top - new_bottom else new_top - new_bottom
        if (  # comparisons, not min and max: this runs for every word of every page
            index and left - height < new_left < right + CELL_GAP * height and new_bottom < top and bottom < new_top
        ):
            left = left if left < new_left else new_left
            bottom = bottom if bottom < new_bottom else new_bottom
            right = right if right > new_right else new_right
            top = top if top > new_top else new_top
            continue
        if index:
            cells.append((first, (left, bottom, right, top)))
        first, left, bottom, right, top = index, new_left, new_bottom, new_right, new_top
    cells.append((first, (left, bottom, right, top)))
    return cells


def _cut(runs: list[Run], textpage: Handle, start: int, line: str, position: int, cells: list[Cell]) -> None:
    """Add a run for each cell: it starts with the first word up to whose end its first rectangle is counted."""
    firsts = [first for first, _ in cells[1:]] + [sys.maxsize]
    cell, begin, end, stop = 0, 0, 0, -1
    box = cells[0][1]
    following = firsts[0]
    for word in line.replace("\xa0", " ").split(" "):
        first = stop + 1
        stop = first + len(word)
        if not word:
            continue
        reached = count_rectangles(textpage, start, stop)
        if reached > following:
            if end:
                runs.append((position + begin, position + end, *box))
                cell, begin = cell + 1, first
                box = cells[cell][1]
            while reached > firsts[cell]:  # a word over several cells: no space was seen between them
                cell += 1
                box = _around([box, cells[cell][1]])
            following = firsts[cell]
            if following == sys.maxsize:
                break
        end = stop
    runs.append((position + begin, position + len(line.rstrip()), *box))
