"""Places to sign on a picture of a page: found by their heads, and what stands there told from print, rules and noise."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy
import pytest

from pipeline.reading.scans.reading import read_picture
from pipeline.reading.scans.zones import folded
from tests.scan_samples import Pixels, page, tilted, worn
from validators.ink import Ink, SignatureZone

HEAD = ("BON DE COMMANDE N° BC-2024-118", "Fournisseur : SAS Exemple Logiciels", "Total TTC 14 814,72 €")
LINES = (*HEAD, "", "Signature et cachet du client", "Mme Camille Martin, directrice", "Le 12/03/2024")
LEFT, TOP = 200, 540  # pixels where the white below the words begins


def scribble(pixels: Pixels) -> None:
    """Write as a pen does."""
    steps = numpy.linspace(0, 6 * numpy.pi, 200)
    points = numpy.stack([LEFT + 40 + 16 * steps, TOP + 60 + 35 * numpy.sin(steps) * numpy.cos(steps / 3)], axis=1)
    cv2.polylines(pixels, [points.astype(numpy.int32)], False, 90, 4, cv2.LINE_AA)


def stamp(pixels: Pixels) -> None:
    """Put a round stamp, pale and with words in it."""
    cv2.circle(pixels, (LEFT + 160, TOP + 90), 80, 140, 5, cv2.LINE_AA)
    cv2.putText(pixels, "MAIRIE", (LEFT + 105, TOP + 100), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 140, 2, cv2.LINE_AA)


def initials(pixels: Pixels) -> None:
    """Write two letters by hand."""
    for x in (0, 50):
        cv2.ellipse(pixels, (LEFT + 60 + x, TOP + 60), (22, 34), 20, 0, 320, 60, 4, cv2.LINE_AA)


def nothing(pixels: Pixels) -> None:
    """Leave the place white."""


def dotted(pixels: Pixels) -> None:
    """Print a dotted line to sign on."""
    for x in range(LEFT, LEFT + 500, 10):
        cv2.circle(pixels, (x, TOP + 110), 2, 0, -1)


def ruled(pixels: Pixels) -> None:
    """Print a box to sign in."""
    cv2.rectangle(pixels, (LEFT - 20, TOP - 160), (LEFT + 560, TOP + 190), 0, 2)


def dashed(pixels: Pixels) -> None:
    """Print a dashed line to sign on."""
    for x in range(LEFT, LEFT + 500, 22):
        cv2.line(pixels, (x, TOP + 110), (x + 12, TOP + 110), 0, 2)


def shaded(pixels: Pixels) -> None:
    """Print a pale ground to sign on."""
    pixels[TOP - 5 : TOP + 190, LEFT - 20 : LEFT + 560] = 225


def dirty(pixels: Pixels) -> None:
    """Strew dust on the page."""
    spots = numpy.random.default_rng(3).integers((LEFT, TOP), (LEFT + 500, TOP + 180), (60, 2))
    for x, y in spots:
        cv2.circle(pixels, (int(x), int(y)), 1, 120, -1)


def seen(pixels: Pixels) -> tuple[SignatureZone, ...]:
    """Return the places to sign of a picture of a page."""
    scanned = read_picture(pixels, 200.0, 2)
    assert scanned.page is not None
    return scanned.page.zones


def state(draw: Callable[[Pixels], None], wear: Callable[[Pixels], Pixels] = lambda pixels: pixels) -> Ink:
    """Return what is seen in the one place to sign of a page on which something was drawn."""
    pixels = page(LINES).copy()
    draw(pixels)
    (zone,) = seen(wear(pixels))
    return zone.state


@pytest.mark.parametrize("draw", [scribble, stamp, initials])
def test_what_a_hand_left_is_ink(draw: Callable[[Pixels], None]) -> None:
    """A signature, a pale round stamp and two initials are ink."""
    assert state(draw) == Ink.INK


@pytest.mark.parametrize("draw", [nothing, dotted, dashed, ruled, shaded, dirty])
def test_what_a_printer_left_is_no_ink(draw: Callable[[Pixels], None]) -> None:
    """Below a printed name and day, white paper is empty, and so are a line, a box, a ground and dust."""
    assert state(draw) == Ink.EMPTY


@pytest.mark.slow
@pytest.mark.parametrize("degrees", [-2.0, 0.0, 1.3])
@pytest.mark.parametrize(
    ("draw", "expected"), [(scribble, Ink.INK), (stamp, Ink.INK), (nothing, Ink.EMPTY), (ruled, Ink.EMPTY)]
)
def test_worn_and_tilted(draw: Callable[[Pixels], None], expected: Ink, degrees: float) -> None:
    """A shaded, noisy, tilted scan says the same."""
    assert state(draw, lambda pixels: worn(tilted(pixels, degrees))) == expected


def test_a_lone_mark_is_unclear() -> None:
    """A mark too small for a signature is neither ink nor nothing: nobody says that the place is empty."""

    def tick(pixels: Pixels) -> None:
        cv2.line(pixels, (LEFT + 60, TOP + 60), (LEFT + 100, TOP + 95), 60, 6)

    assert state(tick) == Ink.UNCLEAR


def test_ink_that_left_its_place() -> None:
    """A signature beside its place, not in it: the place is not told to be empty."""

    def aside(pixels: Pixels) -> None:
        cv2.ellipse(pixels, (LEFT + 640, TOP), (60, 90), 30, 0, 360, 60, 4)

    assert state(aside) == Ink.UNCLEAR


def test_no_room_to_sign() -> None:
    """A head in the middle of a text announces no place that could be empty."""
    text = tuple(f"Article {number} : le client accepte les conditions de la prestation." for number in range(1, 9))

    (zone,) = seen(page((*HEAD, "Signature du client", *text)))

    assert zone.state == Ink.UNCLEAR


@pytest.mark.parametrize(
    "line",
    [
        "Date de signature : 12/03/2024",
        "Acompte de 30 % à la signature",
        "La prestation est sans surcoût pour le client.",
        "avec le cachet de l'établissement",
        "Veuillez nous retourner ce bon de commande daté, signé et revêtu de votre cachet.",
        "Total TTC 14 814,72 €",
    ],
)
def test_lines_that_announce_no_place(line: str) -> None:
    """A day, a term of payment, a sentence: a page that bears them alone has no place to sign."""
    assert seen(page((*HEAD, line))) == ()


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Bon pour accord – Le Client", "bon pour accord"),
        ("Signature du Client", "signature"),
        ("Pour le Client", "pour le client"),
        ("Le Client (mention « lu et approuvé »)", "lu et approuve"),
        ("Date, nom, qualité et signature du responsable", "signature"),
        ("Cachet :", "cachet"),
    ],
)
def test_lines_that_announce_a_place(line: str, label: str) -> None:
    """A short line with a label of the rules is the head of a place to sign, known by that label."""
    (zone,) = seen(page((*HEAD, "", line)))

    assert (zone.label, zone.state, zone.page) == (label, Ink.EMPTY, 2)


def test_heads_one_below_the_other_are_one_place() -> None:
    """« Lu et approuvé » above « Signature » is one place, not two."""
    assert len(seen(page((*HEAD, "", "Lu et approuvé", "Signature :")))) == 1


def test_page_about_signatures() -> None:
    """A page with more heads than anybody signs below has no place to sign: of none of them is said that it is empty."""
    column = [part for number in range(1, 8) for part in (f"Signature du site {number}", "", "", "", "", "")]

    assert seen(page(column[:36])) != ()
    assert seen(page(column)) == ()


def test_two_columns_are_two_places() -> None:
    """Each party has its place: what one signed does not fill the other's."""
    pixels = page((*HEAD, "", "Pour le Client")).copy()
    right = page((*HEAD, "", "Pour le Fournisseur"))
    pixels[:, 900:] = numpy.minimum(pixels, numpy.roll(right, 750, axis=1))[:, 900:]
    scribble(pixels)

    assert [(zone.label, zone.state) for zone in seen(pixels)] == [
        ("pour le client", Ink.INK),
        ("pour le fournisseur", Ink.EMPTY),
    ]


@pytest.mark.parametrize("line", ["CARTE NATIONALE D'IDENTITÉ", "IDFRAMARTIN<<<<<<<<<<<<<<<<<<<<<<931009"])
def test_nothing_is_sought_on_an_identity_document(line: str) -> None:
    """A page that bears what identity documents bear has no place to sign, whatever its words."""
    assert seen(page((line, "République française", "", "Signature"))) == ()


def test_picture_for_a_person() -> None:
    """The place is drawn small, and the same each time; it lies on the page where the words are."""
    pixels = page(LINES).copy()
    scribble(pixels)
    noisy = worn(pixels)

    (one,), (other,) = seen(noisy), seen(noisy)

    drawn = cv2.imdecode(numpy.frombuffer(one.picture, numpy.uint8), cv2.IMREAD_UNCHANGED)
    assert one.picture == other.picture
    assert drawn.ndim == 2
    assert drawn.shape[1] <= 400
    assert len(one.picture) < 30_000
    assert drawn.min() < 100
    left, bottom, right, top = one.box
    assert left < 72 < right
    assert bottom < 700 < top


def test_picture_of_noise_is_small_too() -> None:
    """However busy a place is, its picture stays small."""
    pixels = page(LINES).copy()
    pixels[TOP : TOP + 250, 180:800] = numpy.random.default_rng(2).integers(0, 255, (250, 620))

    (zone,) = seen(pixels)

    assert 0 < len(zone.picture) < 30_000


def test_words_are_folded() -> None:
    """Case, accents and punctuation tell no label from another."""
    assert folded("LU & APPROUVÉ,") == ("lu", "approuve")
