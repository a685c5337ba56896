"""What a paper of the bench is, and the two ways to set one: a typst file, or a sheet drawn at fixed places."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from fixtures.layouts.recorder import FONT_FOLDER

Value = str | Decimal | date
FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One page, what it prints of each attribute, and what else is true of it though it is not printed as such."""

    layout: str
    kind: str
    pdf: bytes
    printed: Mapping[str, tuple[Value, ...]]
    also: Mapping[str, tuple[Value, ...]]  # a SIREN inside a SIRET, a price with tax: right when read, not missed


def typeset(layout: str, page: Mapping[str, Any]) -> bytes:
    """Set a page with the typst file of that name, which finds its words in `sys.inputs.page`."""
    words = json.dumps(page, ensure_ascii=False)
    source = FOLDER / f"{layout}.typ"
    pdf = typst.compile(source, sys_inputs={"page": words}, ignore_system_fonts=True, font_paths=[FONT_FOLDER])
    assert isinstance(pdf, bytes)
    return pdf


class Sheet:
    """An A4 page drawn at absolute places, in points from its top left corner, in the fonts every PDF reader knows."""

    def __init__(self, family: str, size: float) -> None:
        self.buffer = BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=A4, invariant=1)
        self.family, self.size = family, size
        self.width, self.height = A4

    def words(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 0,
        bold: bool = False,
        align: str = "left",
        grey: float = 0,
    ) -> None:
        """Write one line; `x` is its left, its centre or its right end."""
        font = {"Times": "Times-Roman"}.get(self.family, self.family) if not bold else f"{self.family}-Bold"
        self.canvas.setFont(font, size or self.size)
        self.canvas.setFillGray(grey)
        draw = {
            "left": self.canvas.drawString,
            "centre": self.canvas.drawCentredString,
            "right": self.canvas.drawRightString,
        }
        draw[align](x, self.height - y, text)

    def lines(self, x: float, y: float, texts: Sequence[str], *, step: float = 0, **look: Any) -> float:
        """Write lines below each other and return where the next one would stand."""
        for text in texts:
            self.words(x, y, text, **look)
            y += step or self.size * 1.3
        return y

    def frame(self, x: float, y: float, width: float, height: float, *, fill: float | None = None) -> None:
        """Draw a rectangle, filled with a grey from 0 to 1 when given."""
        self.canvas.setLineWidth(0.7)
        self.canvas.setFillGray(1 if fill is None else fill)
        self.canvas.rect(x, self.height - y - height, width, height, fill=int(fill is not None))

    def rule(self, x: float, y: float, to_x: float, to_y: float) -> None:
        """Draw a thin line."""
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x, self.height - y, to_x, self.height - to_y)

    def boxes(
        self,
        x: float,
        y: float,
        widths: Sequence[float],
        heads: Sequence[str],
        cells: Sequence[str],
        *,
        height: float = 17,
    ) -> None:
        """Draw a row of boxes, each with its small head on grey above its value."""
        for width, head, cell in zip(widths, heads, cells, strict=True):
            self.frame(x, y, width, 13, fill=0.88)
            self.words(x + width / 2, y + 9.5, head, size=7, bold=True, align="centre")
            self.frame(x, y + 13, width, height)
            self.words(x + width / 2, y + 13 + height / 2 + 3, cell, align="centre")
            x += width

    def pdf(self) -> bytes:
        """Return the page."""
        self.canvas.showPage()
        self.canvas.save()
        return self.buffer.getvalue()
