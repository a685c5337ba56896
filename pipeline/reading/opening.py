"""Opens one file of evidence, in a child process: whether a person can look at it; what it says is not used."""

from __future__ import annotations

from pipeline.reading.page import ReadFile
from pipeline.reading.worker import ReadTask, read_file

# What is wrong with the words of a document only: whoever looks at it sees it all the same.
_OF_WORDS = frozenset(
    (
        *("convert_to_pdf", "drawn_text", "form_unread", "garbage_text", "hidden_text", "not_a_document"),
        *("office_hidden_sheets", "office_no_text", "office_pictures", "office_sheet_cut"),
        *("xml_alone", "xml_damaged", "xml_not_in_euros", "xml_several", "xml_too_large", "xml_with_dtd"),
        "xml_without_piece",
    )
)


def open_file(task: ReadTask) -> ReadFile:
    """Return how many pages a file has and why it cannot be looked at, if so; never raises for what is wrong with it."""
    read = read_file(task)
    problems = tuple(problem for problem in read.problems if problem.code not in _OF_WORDS)
    return ReadFile(sha256=read.sha256, page_count=read.page_count, problems=problems)
