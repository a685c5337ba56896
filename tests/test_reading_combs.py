"""Numbers written one character to a box are read as numbers; what only looks like it stays as it is."""

from __future__ import annotations

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.limits import Limits
from pipeline.reading.combs import join_combs
from pipeline.reading.page import Page
from pipeline.reading.pdf import read_pdf

IBAN = "FR7670278383733364268563029"
STEP = 18.0


def page_with(*rows: tuple[float, str, float]) -> Page:
    """Return the page on which each text stands at a height, one character a box of that width."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for y, text, step in rows:
        for rank, character in enumerate(text):
            canvas.drawString(50 + step * rank, y, character)
    canvas.drawString(50, 400, "Une phrase d'une seule traite")
    canvas.save()
    (page,) = read_pdf(buffer.getvalue(), "", Limits()).pages
    return page


def test_an_iban_in_little_boxes_is_one_word() -> None:
    """The characters of a comb are one word with one box around it, and the words beside keep theirs."""
    page = page_with((700, IBAN, STEP))

    assert page.text.splitlines() == [IBAN, "Une phrase d'une seule traite"]
    whole, phrase = page.runs
    assert page.text[whole[0] : whole[1]] == IBAN
    assert page.text[phrase[0] : phrase[1]] == "Une phrase d'une seule traite"
    assert 50 <= whole[2] < 55
    assert 50 + STEP * 26 < whole[4] < 50 + STEP * 27


def test_a_key_of_two_boxes_is_joined_where_the_account_is() -> None:
    """Two boxes as far apart as those of a comb of the same page are a number; without such a comb they are not."""
    assert "29" in page_with((700, "33642685630", STEP), (660, "29", STEP)).text.splitlines()
    assert "2 9" in page_with((660, "29", STEP)).text.splitlines()


def test_ticks_far_apart_stay_alone() -> None:
    """Crosses in the wide columns of a table are no word."""
    assert "X X X X X" in page_with((700, "XXXXX", 90)).text.splitlines()


runs_of_one = st.lists(st.tuples(st.characters(categories=["Lu", "Nd"]), st.floats(20, 60)), min_size=0, max_size=30)


@given(runs_of_one)
def test_nothing_is_lost(row: list[tuple[str, float]]) -> None:
    """Whatever the distances: joining loses spaces only, and every run still holds what it held."""
    text, runs, left = " ".join(character for character, _ in row), [], 0.0
    for rank, (_, step) in enumerate(row):
        left += step
        runs.append((2 * rank, 2 * rank + 1, left, 0.0, left + 8, 12.0))

    joined, kept = join_combs(text, tuple(runs))

    assert joined.replace(" ", "") == text.replace(" ", "")
    assert [joined[run[0] : run[1]] for run in kept] == joined.split()
