"""Makes a PDF of a picture file, page by page: what is deposited are PDFs."""

from __future__ import annotations

import io
from datetime import date

import pikepdf

from pipeline.limits import Limits
from pipeline.packing.wording import RefusedError
from pipeline.reading.images import decoded
from validators.model import Problem

POINTS = 72.0  # to the inch
USUAL_DPI = 200.0  # of a picture that does not say it
QUALITY = 90  # of JPEG, for what is kept of a photo
NO_TIME = date(1980, 1, 1).timetuple()  # the same picture gives the same bytes


def pdf_of_pictures(data: bytes, file: str, content: str) -> bytes:
    """Return a PDF that shows each page of a picture file. Raises RefusedError when one cannot be decoded."""
    made = io.BytesIO()
    with pikepdf.new() as whole:
        for seen in decoded(data, content, Limits()):
            if isinstance(seen, Problem):
                if seen.code == "image_first_only":
                    continue
                raise RefusedError("cannot_open", file=file, reason=seen.code)
            page = io.BytesIO()
            seen.image.save(
                page, "PDF", resolution=seen.dpi or USUAL_DPI, quality=QUALITY, creationDate=NO_TIME, modDate=NO_TIME
            )
            with pikepdf.open(page) as single:
                whole.pages.extend(single.pages)
        whole.save(made, deterministic_id=True)
    return made.getvalue()
