"""Decodes pictures into pages as a person sees them: upright, on white, grey or in colour, never larger than allowed."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

from PIL import Image

from pipeline.limits import Limits
from validators.model import Problem

DECODERS = {  # of each content; Pillow asks no other one
    "jpeg": "JPEG",
    "png": "PNG",
    "tiff": "TIFF",
    "webp": "WEBP",
    "gif": "GIF",
    "bmp": "BMP",
    "heic": "HEIF",
}
MOVING = ("gif", "png", "webp")  # contents of which a second picture is the next one of a film

MEGAPIXEL = 1_000_000
SUBFILE_TYPE = 0x00FE  # tag of TIFF
NO_PAGE = 0x1 | 0x4  # its bits: a smaller copy of another picture, a mask
ORIENTATION = 0x0112  # tag of EXIF
UPRIGHT = {  # what turns a picture of each orientation
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
LIKELY_DPI = (30, 2400)
CAMERA_DPI = 72.0  # what cameras write, and Pillow when they write nothing: it says nothing
SQUARE, OBLONG = 1.1, 2.5  # ratio of two resolutions: of square pixels, and of those of a fax (204 by 98 dpi)
WHITES = (255, 4095, 65535)  # of 8, 12 and 16 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One page: its number from 1, the picture in mode "L" or "RGB" with square pixels, dots per inch if it says so."""

    number: int
    image: Image.Image
    dpi: float | None


class _NotDecodedError(Exception):
    """A picture, or a page of it, gives no pixels; says why."""

    def __init__(self, code: str, **arguments: str | int) -> None:
        super().__init__(code)
        self.code, self.arguments = code, arguments

    def problem(self, page: int | None = None) -> Problem:
        """Return the problem of the file, or of one of its pages."""
        return Problem(code=self.code, arguments=self.arguments, page=page)


def decoded(data: bytes, content: str, limits: Limits, only: int | None = None) -> Iterator[Frame | Problem]:
    """Yield the pages of a picture one after the other, and what is wrong with it or with one of them.

    `content` is a key of DECODERS. A page is decoded when it is asked for, once its size was seen to be allowed; one
    that is cut or damaged is a problem, never half a page; of `only` one page the others are not. Raises MemoryError and nothing else.
    """
    try:
        image = _opened(data, content)
        if content == "tiff":
            yield from _pages(image, limits, only)
            return
        if content in MOVING and _is_film(image):
            yield Problem(code="image_first_only", arguments={"content": content})
        yield _frame(image, 1, limits)
    except _NotDecodedError as refusal:
        yield refusal.problem()


@contextmanager
def _guarded() -> Iterator[None]:
    """Keep Pillow silent, and make whatever it raises one error: bytes made to break a decoder raise anything."""
    bound = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = None  # the limit is ours: it is looked at before anything is decoded, and named
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (_NotDecodedError, MemoryError, RecursionError):
        raise
    except Exception as error:
        cut = isinstance(error, EOFError) or "truncated" in str(error).lower()
        raise _NotDecodedError("image_cut" if cut else "image_damaged") from error
    finally:
        Image.MAX_IMAGE_PIXELS = bound


def _opened(data: bytes, content: str) -> Image.Image:
    with _guarded():
        if content == "heic":
            import pillow_heif

            pillow_heif.register_heif_opener()
        return Image.open(io.BytesIO(data), formats=[DECODERS[content]])


def _is_film(image: Image.Image) -> bool:
    try:
        with _guarded():
            return bool(getattr(image, "is_animated", False))
    except _NotDecodedError:  # what comes after the first picture is damaged, so there is something
        return True


def _pages(image: Image.Image, limits: Limits, only: int | None) -> Iterator[Frame | Problem]:
    """Yield the pages of a TIFF, without the small copies and masks among its pictures."""
    number = 0
    for index in count():
        what = _what_is_at(image, index)
        if what is None:
            break
        if what & NO_PAGE:
            continue
        if number == limits.max_pages:
            yield _too_many(image, number)
            return
        number += 1
        if only is not None and number != only:
            continue
        try:
            yield _frame(image, number, limits)
        except _NotDecodedError as refusal:
            yield refusal.problem(number)
    if not number:
        raise _NotDecodedError("image_damaged")


def _what_is_at(image: Image.Image, index: int) -> int | None:
    """Go to a picture of a TIFF and return what its tag says it is, 0 for a page; None after the last one."""
    with _guarded():
        try:
            image.seek(index)
        except EOFError:
            return None
        return int(image.tag_v2.get(SUBFILE_TYPE, 0))  # type: ignore[attr-defined]


def _too_many(image: Image.Image, read: int) -> Problem:
    with _guarded():
        return Problem(code="too_many_pages", arguments={"read": read, "pages": image.n_frames})  # type: ignore[attr-defined]


def _frame(image: Image.Image, number: int, limits: Limits) -> Frame:
    """Decode the picture that is at hand."""
    with _guarded():
        _allow(image.size, limits)
        image.load()
        picture, resolution = _on_white(image), _resolution(image)
        if resolution is not None and max(resolution) > SQUARE * min(resolution):
            picture = _squared(picture, resolution, limits)
        turn = UPRIGHT.get(_orientation(image))
        upright = picture.transpose(turn) if turn is not None else picture
        dpi = max(resolution) if resolution is not None else None
        return Frame(number=number, image=upright.copy() if upright is image else upright, dpi=dpi)


def _allow(size: tuple[int, int], limits: Limits) -> None:
    pixels = size[0] * size[1]
    if pixels > limits.max_pixels:
        megapixels, limit = -(-pixels // MEGAPIXEL), limits.max_pixels // MEGAPIXEL
        raise _NotDecodedError("image_too_large", pixels=megapixels, limit=limit)


def _on_white(image: Image.Image) -> Image.Image:
    """Return a picture in grey or in colour, on white where it is transparent."""
    mode = image.mode
    if mode in ("I", "F") or mode.startswith("I;16"):
        return _narrowed(image)
    if mode == "LAB":
        return image.getchannel("L")
    if image.has_transparency_data:
        seen = image.convert("LA" if mode == "La" else "RGBA").convert("RGBA")
        white = Image.new("RGB", image.size, "white")
        white.paste(seen, mask=seen.getchannel("A"))
        return white
    return image if mode in ("L", "RGB") else image.convert("L" if mode == "1" else "RGB")


def _narrowed(image: Image.Image) -> Image.Image:
    """Return a picture of 16 or 32 bits in 8 bits, its white being the least that its depth may mean."""
    wide = image.convert("F")
    low, high = (float(edge) for edge in wide.getextrema())  # type: ignore[arg-type]
    if image.mode == "F" or low < 0 or high > WHITES[-1]:
        black, white = low, high
    else:
        black, white = 0.0, float(next(white for white in WHITES if high <= white))
    scale = 255.0 / (white - black) if white > black else 1.0
    return wide.point(lambda value: value * scale - black * scale).convert("L")


def _resolution(image: Image.Image) -> tuple[float, float] | None:
    """Dots per inch across and down, as the file says, when that can be."""
    try:
        across, down = (float(value) for value in image.info["dpi"])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    least, most = LIKELY_DPI
    likely = least <= across <= most and least <= down <= most and (across, down) != (CAMERA_DPI, CAMERA_DPI)
    return (across, down) if likely and max(across, down) <= OBLONG * min(across, down) else None


def _squared(image: Image.Image, resolution: tuple[float, float], limits: Limits) -> Image.Image:
    """Return the picture of a fax with as many dots down as across."""
    finest = max(resolution)
    size = round(image.width * finest / resolution[0]), round(image.height * finest / resolution[1])
    _allow(size, limits)
    return image.resize(size, Image.Resampling.BICUBIC)


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 when there is none that makes sense."""
    try:
        with _guarded():
            return int(image.getexif().get(ORIENTATION, 1))
    except _NotDecodedError:
        return 1
