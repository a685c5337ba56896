"""Prepares the picture of a page for the engines: its size, its edges when it is a photo, its light, its tilt."""

from __future__ import annotations

from typing import Any

Pixels = Any  # a numpy array of a grey picture, 8 bits
Matrix = Any  # of a perspective, 3 by 3, from the pixels of one picture to those of another

DPI = 200  # more costs time and reads no better
LARGER = 300  # what one line is brought to for another look
LONG_SIDE = 2339  # pixels of an A4 page at that resolution, taken for pictures that do not say how large they are
SMALL = 1_100  # pixels of the long side, below which a picture is a cut-out: a page would be illegible
MAX_TILT = 6.0  # degrees that a page is straightened by; a turned page is turned by quarters first
PAGE_SHARE = 0.3  # of a photo, that a sheet of paper covers at least to be told from its table
WHITE = 10  # pixels around a line that is looked at alone
FAINTEST = 0.75  # share of the light that ink throws back, at most
BORDER = 0.01  # of a picture, within which an outline touches its side: a lit half of a page touches three


def to_working_size(pixels: Pixels, dpi: float | None) -> Pixels:
    """Bring a picture to DPI; one that does not say its resolution is taken for an A4 page, a small one for a cut-out."""
    import cv2

    long_side = max(pixels.shape)
    if dpi is not None:
        factor = DPI / dpi
    elif long_side < SMALL:
        factor = min(2.0, LONG_SIDE / long_side)
    else:
        factor = LONG_SIDE / long_side
    if abs(factor - 1) < 0.02:
        return pixels
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=how)


def sheet_of(photo: Pixels) -> Pixels:
    """Cut the sheet of paper out of a photo and lay it flat; the photo itself when no sheet stands out."""
    import cv2
    import numpy

    height, width = photo.shape
    scale = 600 / max(height, width)
    small = cv2.GaussianBlur(cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), (5, 5), 0)
    _, light = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    light = cv2.morphologyEx(light, cv2.MORPH_CLOSE, numpy.ones((15, 15), numpy.uint8))
    outlines, _ = cv2.findContours(light, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return photo
    largest = max(outlines, key=cv2.contourArea)
    share = cv2.contourArea(largest) / small.size
    corners = cv2.approxPolyDP(cv2.convexHull(largest), 0.03 * cv2.arcLength(largest, True), True)
    if len(corners) != 4 or share < PAGE_SHARE or _sides_touched(corners.reshape(4, 2), small.shape) > 1:
        return photo
    return _laid_flat(photo, corners.reshape(4, 2).astype(numpy.float32) / scale)


def straightened(pixels: Pixels) -> Pixels:
    """Turn a page so that its lines are level."""
    import cv2

    angle = tilt(pixels)
    if abs(angle) < 0.1:
        return pixels
    height, width = pixels.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(pixels, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def tilt(pixels: Pixels) -> float:
    """Return by how many degrees, counter-clockwise, a page is to be turned for its lines to be level, to 0.1."""
    import cv2
    import numpy

    small = cv2.resize(pixels, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.GaussianBlur(small, (0, 0), 12)
    ink = numpy.clip(paper.astype(numpy.float32) - small - 8, 0, 64)
    height, width = ink.shape

    def levelness(angle: float) -> float:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        rows = cv2.warpAffine(ink, turn, (width, height)).sum(axis=1)
        return float(numpy.square(numpy.diff(rows)).sum())

    coarse = max(numpy.arange(-MAX_TILT, MAX_TILT + 0.01, 0.5), key=levelness)
    return float(max(numpy.arange(coarse - 0.4, coarse + 0.41, 0.1), key=levelness))


def evenly_lit(pixels: Pixels) -> Pixels:
    """Divide a page by the light that falls on it, and spread what remains from ink to paper."""
    import numpy

    even = without_light(pixels)
    ink = min(FAINTEST, numpy.percentile(even[::4, ::4], 1))  # a page of few words has less ink than that
    spread = (even - ink) / (1 - ink) * 255
    return numpy.clip(spread, 0, 255).astype(numpy.uint8)


def softened(pixels: Pixels) -> Pixels:
    """Blur a page lightly, which takes noise off letters."""
    import cv2

    return cv2.GaussianBlur(pixels, (0, 0), 0.9)


def enlarged(line: Pixels) -> Pixels:
    """Bring the picture of one line to LARGER, with white around it."""
    import cv2

    white = cv2.copyMakeBorder(line, WHITE, WHITE, WHITE, WHITE, cv2.BORDER_CONSTANT, value=255)
    return cv2.resize(white, None, fx=LARGER / DPI, fy=LARGER / DPI, interpolation=cv2.INTER_CUBIC)


def contrast(pixels: Pixels) -> float:
    """Return the levels of grey, of 255, between the paper of a page and its darkest marks, its edges left out."""
    import cv2
    import numpy

    calm = without_light(cv2.GaussianBlur(pixels, (0, 0), 1.5))
    high, wide = pixels.shape[0] // 25, pixels.shape[1] // 25
    paper, ink = numpy.percentile(calm[high:-high, wide:-wide], (75, 0.01))
    return float(paper - ink) * 255


def specks(pixels: Pixels) -> int:
    """Return how many separate marks stand on a page."""
    import cv2
    import numpy

    marks: int = cv2.connectedComponents((softened(evenly_lit(pixels)) < 128).astype(numpy.uint8))[0]
    return marks


def without_light(pixels: Pixels) -> Pixels:
    """Return a page as shares, of the light that falls on it, that its paper throws back."""
    import cv2
    import numpy

    small = cv2.resize(pixels, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    light = cv2.GaussianBlur(cv2.dilate(small, numpy.ones((7, 7), numpy.uint8)), (0, 0), 6)
    light = cv2.resize(light, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_CUBIC)
    return pixels.astype(numpy.float32) / (light.astype(numpy.float32) + 1)


def _sides_touched(corners: Matrix, shape: tuple[int, int]) -> int:
    """Return how many sides of the picture an outline reaches."""
    height, width = shape
    left, top = corners.min(axis=0)
    right, bottom = corners.max(axis=0)
    near_x, near_y = BORDER * width, BORDER * height
    return int(left < near_x) + int(top < near_y) + int(right > width - near_x) + int(bottom > height - near_y)


def _laid_flat(photo: Pixels, corners: Matrix) -> Pixels:
    """Bring the sheet between four corners to a rectangle of its own proportions."""
    import cv2
    import numpy

    by_sum, by_difference = corners.sum(axis=1), numpy.diff(corners, axis=1).ravel()
    top_left, bottom_right = corners[by_sum.argmin()], corners[by_sum.argmax()]
    top_right, bottom_left = corners[by_difference.argmin()], corners[by_difference.argmax()]
    width = int(max(numpy.linalg.norm(top_right - top_left), numpy.linalg.norm(bottom_right - bottom_left)))
    height = int(max(numpy.linalg.norm(bottom_left - top_left), numpy.linalg.norm(bottom_right - top_right)))
    if width < 200 or height < 200:
        return photo
    flat = numpy.array([[0, 0], [width, 0], [width, height], [0, height]], numpy.float32)
    turn = cv2.getPerspectiveTransform(numpy.array([top_left, top_right, bottom_right, bottom_left]), flat)
    return cv2.warpPerspective(photo, turn, (width, height), flags=cv2.INTER_CUBIC)
