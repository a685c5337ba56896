"""Pictures as a person sees them: upright, on white, page by page, and never half of one."""

from __future__ import annotations

import io
import struct
import zlib

import pillow_heif
import pytest
from PIL import Image, ImageDraw, ImageFile

from pipeline.limits import Limits
from pipeline.reading.images import Frame, decoded
from rules.problems import load_problems
from validators.model import Problem

SIZE = (60, 40)
FORMATS = {"jpeg": "JPEG", "png": "PNG", "tiff": "TIFF", "webp": "WEBP", "gif": "GIF", "bmp": "BMP"}
BLACK, GREY, WHITE = 8, 128, 247  # what a lossy format may make of a colour


def page(mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    """A white page with a black square in its upper left corner."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 3, size[1] // 3), fill="black")
    return image.convert(mode)


def saved(image: Image.Image, content: str = "png", **options: object) -> bytes:
    """The bytes of a picture."""
    buffer = io.BytesIO()
    image.save(buffer, FORMATS[content], **options)
    return buffer.getvalue()


def read(data: bytes, content: str = "png", **limits: int) -> list[Frame | Problem]:
    """What a picture gives."""
    return list(decoded(data, content, Limits(**limits)))  # type: ignore[arg-type]


def only(data: bytes, content: str = "png", **limits: int) -> Frame:
    """The one page that a picture gives, without a problem."""
    (frame,) = read(data, content, **limits)
    assert isinstance(frame, Frame)
    assert frame.image.mode in ("L", "RGB")
    return frame


def codes(data: bytes, content: str = "png", **limits: int) -> list[str]:
    """The codes of the problems of a picture that gives no page."""
    found = read(data, content, **limits)
    assert all(isinstance(one, Problem) for one in found)
    return [one.code for one in found if isinstance(one, Problem)]


def grey(frame: Frame, x: int, y: int) -> int:
    """How light a page is somewhere, from 0 to 255."""
    value = frame.image.convert("L").getpixel((x, y))
    assert isinstance(value, int)
    return value


@pytest.mark.parametrize("content", FORMATS)
def test_page_of_each_content(content: str) -> None:
    """Every content gives the page that was saved."""
    frame = only(saved(page(), content), content)

    assert (frame.number, frame.image.size) == (1, SIZE)
    assert grey(frame, 3, 3) <= BLACK
    assert grey(frame, 50, 30) >= WHITE


@pytest.mark.parametrize(("orientation", "corner"), [(1, (3, 3)), (3, (116, 76)), (6, (76, 3))])
def test_page_of_a_phone(orientation: int, corner: tuple[int, int]) -> None:
    """A HEIC photo gives its page, turned once as the phone says."""
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = orientation
    pillow_heif.from_pillow(page(size=(120, 80))).save(buffer, quality=95, exif=exif.tobytes())

    frame = only(buffer.getvalue(), "heic")

    assert frame.image.size == ((80, 120) if orientation == 6 else (120, 80))
    assert grey(frame, *corner) <= 20
    assert grey(frame, 40, 60) >= 235


@pytest.mark.parametrize(
    ("mode", "content"),
    [
        ("1", "png"),
        ("1", "tiff"),
        ("L", "png"),
        ("P", "png"),
        ("P", "gif"),
        ("CMYK", "jpeg"),
        ("CMYK", "tiff"),
        ("I;16", "png"),
        ("I;16", "tiff"),
        ("I", "tiff"),
        ("F", "tiff"),
        ("LAB", "tiff"),
        ("YCbCr", "tiff"),
        ("LA", "png"),
    ],
)
def test_page_of_each_mode(mode: str, content: str) -> None:
    """Black is black and white is white, however many bits and colours a picture is made of."""
    source = page("L") if mode in ("I;16", "I", "F") else page()
    if mode in ("I;16", "I"):
        source = source.convert("I").point(lambda value: value * 257)
    if mode == "LAB":
        source = Image.merge("LAB", (page("L"), Image.new("L", SIZE, 128), Image.new("L", SIZE, 128)))
    frame = only(saved(source if source.mode == mode else source.convert(mode), content), content)

    assert grey(frame, 3, 3) <= BLACK
    assert grey(frame, 50, 30) >= WHITE


def test_grey_of_sixteen_bits_stays_grey() -> None:
    """Sixteen bits are brought down to eight, not cut off at the lightest of them."""
    frame = only(saved(Image.new("I;16", SIZE, 0x8000)))

    assert abs(grey(frame, 0, 0) - GREY) <= 1


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_is_white(mode: str) -> None:
    """What is transparent shows the paper below it, whatever colour hides there."""
    clear = Image.new("RGBA", SIZE, (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), (0, 0, 10, 10))
    frame = only(saved(clear.convert(mode)))

    assert (grey(frame, 3, 3), grey(frame, 50, 30)) == (0, 255)


@pytest.mark.parametrize("content", ["jpeg", "png", "webp", "tiff"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_photo_is_upright(content: str, orientation: int) -> None:
    """A photo stands as the phone that took it says, in all eight ways."""
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    exif = Image.Exif()
    exif[0x0112] = orientation
    taken = page().transpose(turns[orientation]) if orientation in turns else page()
    frame = only(saved(taken, content, exif=exif), content)

    assert frame.image.size == SIZE
    assert grey(frame, 3, 3) <= BLACK
    assert grey(frame, 50, 30) >= WHITE


def test_senseless_orientation_is_none() -> None:
    """An orientation that does not exist, or EXIF that is no EXIF, leaves the picture as it is."""
    exif = Image.Exif()
    exif[0x0112] = 77

    assert only(saved(page(), "jpeg", exif=exif), "jpeg").image.size == SIZE
    assert only(saved(page(), "jpeg", exif=b"Exif\0\0nonsense"), "jpeg").image.size == SIZE


@pytest.mark.parametrize(
    ("dpi", "said"), [((300, 300), 300), ((1, 1), None), ((0, 0), None), ((72, 72), None), ((72, 7200), None)]
)
def test_resolution(dpi: tuple[int, int], said: int | None) -> None:
    """The resolution is the one the file says, and none where that cannot be."""
    found = only(saved(page(), "tiff", dpi=dpi), "tiff").dpi

    assert found == said


def test_fax_has_square_pixels() -> None:
    """A fax of 204 by 98 dots an inch is brought to 204 by 204: its letters are not squat."""
    frame = only(saved(page("1"), "tiff", dpi=(204, 98)), "tiff")

    assert frame.dpi == 204
    assert frame.image.size == (60, round(40 * 204 / 98))


def test_pages_of_a_tiff() -> None:
    """Each picture of a TIFF is a page, in order and on its own."""
    shades = [0, 100, 200]
    first, *others = (Image.new("L", SIZE, shade) for shade in shades)
    frames = read(saved(first, "tiff", save_all=True, append_images=others), "tiff")

    assert [frame.number for frame in frames if isinstance(frame, Frame)] == [1, 2, 3]
    assert [grey(frame, 0, 0) for frame in frames if isinstance(frame, Frame)] == shades


def test_pages_beyond_the_limit() -> None:
    """No more pages are read than allowed, and it is said how many there are."""
    pages = saved(page(), "tiff", save_all=True, append_images=[page()] * 4)
    *frames, problem = read(pages, "tiff", max_pages=2)

    assert len(frames) == 2
    assert problem == Problem(code="too_many_pages", arguments={"read": 2, "pages": 5})


def test_small_copy_is_no_page() -> None:
    """The small copy that scanners put beside a page is not a page of its own."""
    small = Image.new("L", (6, 4), 0)
    small.encoderinfo = {"tiffinfo": {254: 1}}
    data = saved(page(), "tiff", save_all=True, append_images=[small, page()])

    assert [one.number for one in read(data, "tiff") if isinstance(one, Frame)] == [1, 2]


def test_damaged_page_of_a_tiff_leaves_the_others() -> None:
    """A page that cannot be decoded is named, and those beside it are read."""
    data = bytearray(saved(page("1"), "tiff", save_all=True, append_images=[page("1")] * 2, compression="group4"))
    offsets = [index for index in range(len(data) - 12) if data[index : index + 8] == b"\x11\x01\x04\0\x01\0\0\0"]
    struct.pack_into("<L", data, offsets[1] + 8, 0x7FFFFFFF)  # where its pixels should be

    first, second, third = read(bytes(data), "tiff")

    assert isinstance(first, Frame)
    assert isinstance(third, Frame)
    assert isinstance(second, Problem)
    assert second.page == 2


@pytest.mark.parametrize("content", FORMATS)
def test_size_is_looked_at_first(content: str) -> None:
    """A picture with too many pixels is not decoded, and the limit is named."""
    (problem,) = read(saved(page(size=(2000, 1500)), content), content, max_pixels=2_000_000)

    assert isinstance(problem, Problem)
    assert (problem.code, problem.arguments) == ("image_too_large", {"pixels": 3, "limit": 2})


def test_bomb() -> None:
    """A few hundred bytes that announce a picture of ten thousand million pixels cost nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data))

    header = struct.pack(">LLBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )

    assert codes(bomb) == ["image_too_large"]


@pytest.mark.parametrize("content", FORMATS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_cut_picture_is_never_half_a_page(content: str, share: float) -> None:
    """A picture that was cut is said to be, and gives no page: what is missing may be what mattered."""
    noise = Image.effect_noise((300, 200), 80)
    data = saved(noise, content)

    assert codes(data[: int(len(data) * share)], content)[0] in ("image_cut", "image_damaged")
    assert not ImageFile.LOAD_TRUNCATED_IMAGES


@pytest.mark.parametrize("content", [*FORMATS, "heic"])
def test_what_is_no_picture(content: str) -> None:
    """Bytes that only begin like a picture give no page, and one content is never read as another."""
    assert codes(b"", content)[0] in ("image_cut", "image_damaged")
    assert codes(b"\0" * 5000, content)[0] in ("image_cut", "image_damaged")
    assert codes(saved(page(), "png" if content != "png" else "bmp"), content) == ["image_damaged"]


@pytest.mark.parametrize("content", ["gif", "png", "webp"])
def test_film(content: str) -> None:
    """Of a film the first picture is read, and that there are more is said."""
    others = [Image.new("RGB", SIZE, "grey"), Image.new("RGB", SIZE, "black")]
    problem, frame = read(saved(page(), content, save_all=True, append_images=others), content)

    assert problem == Problem(code="image_first_only", arguments={"content": content})
    assert isinstance(frame, Frame)
    assert grey(frame, 50, 30) >= WHITE


def test_pictures_that_a_phone_adds() -> None:
    """A photo with a second picture behind it, for light or depth, is one page."""
    buffer = io.BytesIO()
    page().save(buffer, "MPO", save_all=True, append_images=[page()])

    assert only(buffer.getvalue(), "jpeg").number == 1


def test_silence(capfd: pytest.CaptureFixture[str], recwarn: pytest.WarningsRecorder) -> None:
    """Nothing is said on the streams or as a warning, and Pillow is left as it was."""
    before = Image.MAX_IMAGE_PIXELS
    read(saved(page(size=(11_000, 9_000)), "png"), max_pixels=200_000_000)
    read(saved(page(), "jpeg", exif=b"Exif\0\0II*\0\xff\xff"), "jpeg")

    assert capfd.readouterr() == ("", "")
    assert not recwarn.list
    assert before == Image.MAX_IMAGE_PIXELS


def test_memory_is_for_the_child_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Want of memory is no fault of the picture: it is raised, and the child says so."""

    def exhausted(image: Image.Image) -> None:
        raise MemoryError

    monkeypatch.setattr(ImageFile.ImageFile, "load", exhausted)
    with pytest.raises(MemoryError):
        read(saved(page()))


@pytest.mark.parametrize("code", ["image_cut", "image_damaged", "image_first_only", "image_too_large"])
def test_what_was_not_read_is_not_passed(code: str) -> None:
    """No problem of a picture weighs nothing: a page that was not read is to be looked at."""
    assert load_problems()[code].outcome == "inconclusive"
