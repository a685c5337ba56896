"""Turns light print on a dark ground, a banner or a screen's dark mode, into dark print on a light one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Pixels = Any  # a numpy array of a grey picture, 8 bits

SHARE = 0.25  # of the size at which grounds are looked for: a stroke of print is a pixel or two wide there
DARK = 0.56  # of the light of the page, below which a ground is dark
DIMMEST = 128  # levels of grey of paper: a page without lighter is as dark as it looks
# In pixels of the smaller picture, 50 to the inch:
LETTER = 9  # width of a letter on a banner, at most, that is closed up
MARGIN, ALONG = 3, 21  # height of a banner over and under its print, and how far it goes along without any, at least
SOLID = 7  # how far what is light is without any print each way, at least
LOW, NARROW = 8, 40  # the least height and width of a ground: a drawn letter is smaller
AROUND = 41  # in which most of what stands is ground
STANDS_OUT = 40  # levels of grey between a ground and what is printed on it
GROUND, EDGE = 0.7, 0.75  # of what is taken for a dark ground, and of its edge, that is dark
PRINTED = 0.004  # of a ground that print covers at least
MOSTLY = 2  # times as much light print as dark print, at least: a shadow has dark print alone, a banner perhaps a stamp


def dark_on_light(pixels: Pixels) -> Pixels:
    """Return a page with its light print on dark grounds turned to dark on light; the page itself when it has none."""
    import cv2
    import numpy

    small = cv2.resize(pixels, None, fx=SHARE, fy=SHARE, interpolation=cv2.INTER_AREA)
    grounds = _negative(small)
    if not grounds.any():
        return pixels
    around = numpy.ones((3, 3), numpy.uint8)
    edges = cv2.dilate(grounds, around) - cv2.erode(grounds, around, borderValue=1)
    size = pixels.shape[1], pixels.shape[0]
    turned, edge = (cv2.resize(each, size, interpolation=cv2.INTER_NEAREST) > 0 for each in (grounds, edges))
    opposite = 255 - pixels
    return numpy.where(edge, numpy.maximum(pixels, opposite), numpy.where(turned, opposite, pixels))


def _negative(small: Pixels) -> Pixels:
    """Return 1 where a dark ground bears light print, with all that it encloses but lighter grounds in it."""
    import cv2
    import numpy

    light = max(DIMMEST, float(numpy.percentile(small, 90)))
    dark = (small < DARK * light).astype(numpy.uint8)
    whole = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, numpy.ones((1, LETTER), numpy.uint8))
    solid = cv2.morphologyEx(whole, cv2.MORPH_OPEN, numpy.ones((MARGIN, ALONG), numpy.uint8))
    outlines, _ = cv2.findContours(solid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    found = numpy.zeros_like(dark)
    usual = cv2.medianBlur(small, AROUND).astype(numpy.int16)
    for outline in _large(outlines):
        x, y, wide, high = cv2.boundingRect(outline)
        place = slice(y, y + high), slice(x, x + wide)
        filled = cv2.drawContours(numpy.zeros((high, wide), numpy.uint8), [outline], 0, 1, cv2.FILLED, offset=(-x, -y))
        inside = filled & (1 - _light_grounds((1 - dark[place]) & filled))
        if _bears_light_print(small[place], usual[place], inside, DARK * light):
            found[place] |= inside
    return found


def _light_grounds(light: Pixels) -> Pixels:
    """Return 1 on the large grounds among light pixels, and on all that they enclose: the print of a sheet on a dark table."""
    import cv2
    import numpy

    solid = cv2.morphologyEx(light, cv2.MORPH_OPEN, numpy.ones((SOLID, SOLID), numpy.uint8))
    outlines, _ = cv2.findContours(solid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return cv2.drawContours(numpy.zeros_like(light), _large(outlines), -1, 1, cv2.FILLED)


def _large(outlines: Sequence[Pixels]) -> list[Pixels]:
    """Return the outlines of grounds: they are larger than what is drawn of a letter."""
    import cv2

    return [each for each in outlines if (box := cv2.boundingRect(each))[2] >= NARROW and box[3] >= LOW]


def _bears_light_print(part: Pixels, usual: Pixels, inside: Pixels, darkest: float) -> bool:
    """Tell whether what stands out on a ground is lighter than it, nearly all of it."""
    import cv2
    import numpy

    around = numpy.ones((3, 3), numpy.uint8)
    within, core = cv2.erode(inside, around) > 0, cv2.erode(inside, around, iterations=2) > 0
    edge, is_dark = within & ~core, part < darkest
    if is_dark[within].sum() < GROUND * within.sum() or is_dark[edge].sum() < EDGE * edge.sum():
        return False  # a line of large letters is dark and light by turns
    own = int(numpy.median(part[within]))
    # Near its edge, and around a ground that is lower than what is looked around, most is another one.
    ground = numpy.where(usual < darkest, usual, own) if min(part.shape) > AROUND else own
    lighter = ((part > ground + STANDS_OUT) & within).sum()
    darker = ((part < ground - STANDS_OUT) & within).sum()
    return bool(lighter > PRINTED * within.sum() and lighter > MOSTLY * darker)
