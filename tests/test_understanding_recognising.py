"""Which kind of document a page opens."""

from __future__ import annotations

import pytest

from pipeline.understanding.child import lexicon_of
from pipeline.understanding.layout import Sheet
from pipeline.understanding.recognising import recognise
from tests.reading_samples import read, written


@pytest.mark.parametrize("title", [b"F A C T U R E", b" F A C T U R E"])
def test_a_title_with_its_letters_set_apart_is_read(title: bytes) -> None:
    """Whether or not a blank is drawn before it."""
    (page,) = read(written(b"BT /F1 12 Tf 72 780 Td (" + title + b") Tj ET")).pages
    seen = recognise(Sheet(page), lexicon_of(None))

    assert seen is not None
    assert seen.kind == "invoice"
