"""Reads an office document, and says what of it was not: it is a working copy, never the PDF that is deposited."""

from __future__ import annotations

from pipeline.limits import Limits
from pipeline.reading.office.package import RefusedError, pictures_of
from pipeline.reading.page import Page, ReadFile
from validators.model import Problem


def read_office(data: bytes, sha256: str, content: str, limits: Limits) -> ReadFile:
    """Return the pages of a document, `docx`, `odt` or `xlsx`, in which what a table sets side by side stays so.

    Whatever is wrong with it is a problem of the file, never an exception. `convert_to_pdf` is always among the
    problems, so that no request is conforming by such a file alone.
    """
    try:
        pictures = pictures_of(data, limits)
        pages, more = _parsed(data, content)
    except RefusedError as refusal:
        return ReadFile(sha256=sha256, problems=(refusal.problem,))
    problems = [] if pages else [Problem(code="office_no_text")]
    problems.append(Problem(code="convert_to_pdf", arguments={"content": content}))
    if pictures:
        problems.append(Problem(code="office_pictures", arguments={"pictures": pictures}))
    problems += more
    if len(pages) > limits.max_pages:
        problems.append(Problem(code="too_many_pages", arguments={"read": limits.max_pages, "pages": len(pages)}))
    return ReadFile(
        sha256=sha256,
        pages=pages[: limits.max_pages],
        page_count=len(pages),
        problems=tuple(problems),
    )


def _parsed(data: bytes, content: str) -> tuple[tuple[Page, ...], list[Problem]]:
    """Give the document to the library of its content. Raises RefusedError."""
    try:
        if content == "docx":
            from pipeline.reading.office.word import read_word

            return read_word(data), []
        if content == "odt":
            from pipeline.reading.office.text import read_text

            return read_text(data), []
        from pipeline.reading.office.sheets import read_sheets

        book = read_sheets(data)
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # the libraries raise anything for a document that is not as they expect
        raise RefusedError("office_damaged") from error
    said = {"office_hidden_sheets": book.hidden, "office_sheet_cut": book.cut}
    return book.pages, [Problem(code=code, arguments={"sheets": number}) for code, number in said.items() if number]
