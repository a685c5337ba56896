"""Makes a PDF of a picture file, page by page: what is deposited are PDFs."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

import pikepdf

from pipeline.limits import Limits
from pipeline.packing.wording import RefusedError
from pipeline.reading.images import decoded
from validators.model import Problem

POINTS = 72.0  # to the inch
USUAL_DPI = 200.0  # of a picture that does not say it
QUALITY = 90  # of JPEG, for what is kept of a photo
NO_TIME = date(1980, 1, 1).timetuple()  # the same picture gives the same bytes


class Picture(NamedTuple):
    """A picture file: its bytes, its path in the submission, its content as it was listed."""

    data: bytes
    file: str
    content: str


def pdf_of_pictures(pictures: Iterable[Picture]) -> bytes:
    """Return a PDF that shows each page of picture files. Raises RefusedError when one cannot be decoded."""
    made = io.BytesIO()
    with pikepdf.new() as whole:
        for picture in pictures:
            for page in _pages(picture):
                with pikepdf.open(page) as single:
                    whole.pages.extend(single.pages)
        whole.save(made, deterministic_id=True)
    return made.getvalue()


def _pages(picture: Picture) -> Iterator[io.BytesIO]:
    """Yield each page of a picture file as a PDF of its own."""
    for seen in decoded(picture.data, picture.content, Limits()):
        if isinstance(seen, Problem):
            if seen.code == "image_first_only":
                continue
            raise RefusedError("cannot_open", file=picture.file, reason=seen.code)
        page = io.BytesIO()
        seen.image.save(
            page, "PDF", resolution=seen.dpi or USUAL_DPI, quality=QUALITY, creationDate=NO_TIME, modDate=NO_TIME
        )
        yield page
