"""Pictures of pages for the tests of scanned reading: drawn as PDF, then rendered, turned, shaded and blurred."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import cv2
import numpy
import pypdfium2
from PIL import Image

from tests.reading_samples import drawn, words

LINES = (
    "FACTURE N° F-2024-118 du 12/03/2024",
    "Émetteur : SAS Exemple Logiciels",
    "SIRET 732 829 320 00074",
    "IBAN FR76 3000 6000 0112 3456 7890 189",
    "Prestation Ségur du numérique en santé",
    "Total HT 12 345,60 €",
    "TVA 20,00 % 2 469,12 €",
    "Remise -40,00 €",
    "Total TTC 14 814,72 €",
    "Montant pris en charge par l'État au titre du Ségur de la santé",
)
Pixels = Any


def page(lines: Sequence[str] = LINES, dpi: int = 200) -> Pixels:
    """Return the grey picture of a page that bears some lines."""
    document = pypdfium2.PdfDocument(drawn(words(*lines)))
    return numpy.array(document[0].render(scale=dpi / 72).to_pil().convert("L"))


def tilted(pixels: Pixels, degrees: float) -> Pixels:
    """Turn a picture counter-clockwise, on white."""
    height, width = pixels.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(pixels, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)


def worn(pixels: Pixels, seed: int = 1) -> Pixels:
    """Shade a picture from left to right, blur it, and strew noise on it."""
    noise = numpy.random.default_rng(seed).normal(0, 6, pixels.shape)
    shade = numpy.linspace(0.95, 0.7, pixels.shape[1])[None, :]
    return numpy.clip(cv2.GaussianBlur(pixels, (0, 0), 0.8) * shade + noise, 0, 255).astype(numpy.uint8)


def photographed(pixels: Pixels) -> Pixels:
    """Lay a page on a dark table and look at it from aside."""
    table = numpy.full((3200, 2400), 60, numpy.uint8)
    height, width = pixels.shape
    corners = numpy.array([[0, 0], [width, 0], [width, height], [0, height]], numpy.float32)
    seen = numpy.array([[300, 260], [2120, 330], [2200, 2920], [220, 2840]], numpy.float32)
    view = cv2.getPerspectiveTransform(corners, seen)
    return cv2.warpPerspective(pixels, view, (2400, 3200), dst=table, borderMode=cv2.BORDER_TRANSPARENT)


def pdf_of(*pictures: Pixels, dpi: int = 200) -> bytes:
    """Return a PDF whose pages are pictures."""
    first, *others = (Image.fromarray(pixels) for pixels in pictures)
    file = io.BytesIO()
    first.save(file, "PDF", resolution=dpi, save_all=True, append_images=others, quality=80)
    return file.getvalue()
