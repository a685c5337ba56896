"""Files that are pictures: their pages, and the pixels of each."""

from __future__ import annotations

import io

import numpy
import pytest
from PIL import Image

from pipeline.limits import Limits
from pipeline.reading.pictures import picture_of_file, read_pictures
from tests.reading_samples import codes
from tests.scan_samples import page

PAGE = Image.fromarray(page())


def saved(content: str, **options: object) -> bytes:
    """Return a page saved as a picture file."""
    file = io.BytesIO()
    PAGE.save(file, content, **options)
    return file.getvalue()


@pytest.mark.parametrize("content", ["jpeg", "png", "bmp", "webp"])
def test_one_picture_is_one_page(content: str) -> None:
    """A picture is a page whose words are not known yet."""
    data = saved(content)

    file = read_pictures(data, "", content, Limits())

    assert [(one.number, one.unread, one.text) for one in file.pages] == [(1, True, "")]
    assert codes(file) == []
    picture = picture_of_file(data, content, 1, Limits())
    assert picture is not None
    assert picture[0].shape == (PAGE.height, PAGE.width)


def test_pages_of_a_tiff() -> None:
    """Each page of a TIFF is a page of the file, with its own pixels and its resolution."""
    white = Image.new("L", PAGE.size, 255)
    data = saved("tiff", save_all=True, append_images=[white], dpi=(200, 200))

    file = read_pictures(data, "", "tiff", Limits())
    second = picture_of_file(data, "tiff", 2, Limits())

    assert [one.number for one in file.pages] == [1, 2]
    assert file.pages[0].width == pytest.approx(600, abs=1)
    assert second is not None
    assert second[1] == pytest.approx(200)
    assert numpy.all(second[0] == 255)
    assert picture_of_file(data, "tiff", 3, Limits()) is None


def test_damaged_picture() -> None:
    """A picture that is cut short has no page, and says so."""
    file = read_pictures(saved("jpeg")[:2000], "", "jpeg", Limits())

    assert file.pages == ()
    assert codes(file) in (["image_cut"], ["image_damaged"])
