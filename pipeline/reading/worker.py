"""Reads one file of a submission, in a child process: checks that its bytes are those that were listed, then reads them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pipeline.intake.disk import open_regular
from pipeline.limits import Limits
from pipeline.reading.page import ReadFile
from validators.model import Problem

# What is said of a file that holds no text this version reads, by its content; the listing has told the other ones.
NOT_READ = {
    **dict.fromkeys(("jpeg", "png", "tiff", "webp", "gif", "bmp", "heic"), "image_not_read"),
    **dict.fromkeys(("docx", "xlsx", "odt", "msg", "eml"), "convert_to_pdf"),
    **dict.fromkeys(("html", "xml", "text"), "not_a_document"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTask:
    """A file to read: where its bytes are, the SHA-256 and the content they were listed with, what may be read of it."""

    location: Path
    sha256: str
    content: str  # as `validators.model.FileRecord`
    limits: Limits


def read_file(task: ReadTask) -> ReadFile:
    """Return what a file says; never raises for what is wrong with the file, whose problems tell it."""
    if task.content != "pdf":
        return _not_read(task, NOT_READ.get(task.content))
    try:
        with open(task.location, "rb", opener=open_regular) as file:
            data = file.read(task.limits.max_file_bytes + 1)
    except OSError:
        return _not_read(task, "changed_during_run")
    if hashlib.sha256(data).hexdigest() != task.sha256:
        return _not_read(task, "changed_during_run")

    from pipeline.reading.pdf import read_pdf  # the engine is loaded by the children only

    return read_pdf(data, task.sha256, task.limits)


def _not_read(task: ReadTask, code: str | None) -> ReadFile:
    problems = (Problem(code=code, arguments={"content": task.content}),) if code else ()
    return ReadFile(sha256=task.sha256, problems=problems)
