"""Identifiers: what is valid passes, what is not is refused with its reason, nothing ever raises."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import validators.identifiers
from validators.identifiers import COMPACTERS, EXAMINERS, finess, iban, rib, rpps, vat_number
from validators.identifiers.slips import is_slip

ROOT = Path(__file__).parent.parent
MODULES = sorted(module.name for module in pkgutil.iter_modules(validators.identifiers.__path__))

# Numbers of public bodies, public samples of python-stdnum, and numbers with a right key that belong to nobody.
VALID = {
    "siren": """732829320 356000000 552049447 120027016 217500016 267500452 404833048 443121975 303265045 334175221
        130006109 187512751 180089013 034159202 076112572 086335551 071876130 040311342 054429105 053393005 054259726
        732-829-320 732.829.320""",
    "siret": """35600000000048 35600000009075 35600000049837 73282932000074 73282932000017 55204944700022 12002701600027
        21750001600027 26750045200060 03415920200018 07611257200037 08633555100023 07187613000080 04031134200097
        05442910500064 05339300502645 05425972606598 05862261400889 03965319109808 01836221006790 02405678008003""",
    "vat_number": """FR28034159202 FR19076112572 FR78086335551 FR21071876130 FR64040311342 FR49054429105 FR17053393005
        FR95054259726 FR64058622614 FR46039653191 FR51018362210 FR24024056780 FR44732829320 FR35552049447 FR85120027016
        FR72217500016 FR95267500452 FR86920240512 FR41812926293 FR40303265045 23334175221 FRK7399859412 FR4Z123456782
        44732829320 fr44732829320""",
    "iban": """FR1420041010050500013M02606 FR7630006000011234567890189 FR7630006999174003388020809
        FR3030006999384264161A33373 FR7620041999512862177023482 FR3220041999471435942K04083 FR7610278999964671197308196
        FR5510278999958950244B10053 FR7630004999793969195470296 FR7330004999996866407B97583 FR7630003999953475639052130
        FR2130003999675017382C02523 FR7610107999642036873668482 FR3310107999459491745B73738 FR7611306999275828140835660
        FR0911306999438847222B09185 FR7614445999634351244124173 FR3714445999530807768M24865 FR7616275999242778722334107
        FR1316275999367671481M34323 FR7618206999196715832895488 FR6918206999660562482M12901""",
    "rib": """20041010050500013M02606 30006999174003388020809 30006999384264161A33373 20041999512862177023482
        20041999471435942K04083 10278999964671197308196 10278999958950244B10053 30004999793969195470296
        30004999996866407B97583 30003999953475639052130 30003999675017382C02523 10107999642036873668482
        10107999459491745B73738 11306999275828140835660 11306999438847222B09185 14445999634351244124173
        14445999530807768M24865 16275999242778722334107 16275999367671481M34323 18206999196715832895488""",
    "bic": """PSSTFRPPPAR PSSTFRPP BNPAFRPP BNPAFRPPXXX SOGEFRPP CRLYFRPP AGRIFRPP882 CCBPFRPPMTG CEPAFRPP751 CMCIFR2A
        CMCIFRPP BREDFRPPXXX BDFEFRPPCCT TRPUFRP1 QNTOFRP1XXX REVOFRP2 HSBCFRPP BFCORERX BNPAGPGX BNPANCNX
        psstfrpppar""",
    "finess": """920000650 920150059 750712184 910001973 800009920 019579192 029443140 099063745 139734925 297120446
        310661491 337090211 359077112 443811872 490145216 540646718 596059451 637764309 678090887 980748859""",
    "rpps": """10999760092 10999368870 10999147845 10999517328 10999910523 10999323404 10999103681 10999964959
        10999982506 10999018889 10999722381 10999522419 10999284739 10999112096 10999285454 10999040701 10999547747
        10999000101 10999846479 10999941619""",
    "adeli": """759999991 019999992 2A9999993 2B9999994 9A9999995 9D9999996 139999997 699999998 319999999 449999990
        599999991 679999992 339999993 929999994 939999995 949999996 789999997 779999998 919999999 2a9999990""",
    "mssante": """secretariat@clinique-exemple.mssante.fr contact@ch-valmont.mssante.fr a@b.fr dr.exemple@medecin.mssante.fr
        x_y@z.mssante.fr pharmacie+officine@pharmacie.mssante.fr UPPER@CASE.MSSANTE.FR mailto:a@b.mssante.fr
        <a@b.mssante.fr> bal1@a.b.c.mssante.fr 1@2.fr o'exemple@medecin.mssante.fr dsi@chu-exemple.fr
        a-b@c-d.mssante.fr accueil@ehpad.les-lilas.mssante.fr m.s.s@ght.mssante.fr labo@labo.mssante.fr
        bureau@xn--exemple-9ua.fr test@aura.mssante.fr a.b.c.d@e.fr""",
    "reference": """ANS-0001 réf-2024/001 REF_2 x 1 0 000 S-2024-0042 n°12 A/B a.b C#7 D+4 12345678901234567890 é ß Ω
        REF:9 (7) v1.2.3""",
}
WRONG = [
    *[(kind, "", "empty") for kind in VALID],
    *[(kind, " \n\t\xa0 ", "empty") for kind in VALID],
    ("siren", "732829321", "key"),
    ("siren", "73282932", "length"),
    ("siren", "73282932O", "characters"),
    ("siren", "７３２８２９３２０", "characters"),
    ("siren", "000000000", "all_zero"),
    ("siret", "73282932000079", "key"),
    ("siret", "11122233344455", "siren_part"),
    ("siret", "73282932100073", "siren_part"),
    ("siret", "35600000049838", "key"),
    ("siret", "7328293200007", "length"),
    ("siret", "7328293200007O", "characters"),
    ("siret", "７３２８２９３２００００７４", "characters"),
    ("siret", "00000000000000", "all_zero"),
    ("siret", "00000000000018", "siren_part"),
    ("siret", "MONACOCONFO01", "characters"),
    ("siret", "MONTECONFO0001", "characters"),
    ("vat_number", "FR45732829320", "key"),
    ("vat_number", "FR44732829321", "siren_part"),
    ("vat_number", "FR12000000000", "all_zero"),
    ("vat_number", "FR732829320", "length"),
    ("vat_number", "FRO4732829320", "shape"),
    ("vat_number", "FR4４732829320", "characters"),
    ("vat_number", "US123456789", "country"),
    ("vat_number", "BE0428759498", "key"),
    ("iban", "FR7630006000011234567890188", "key"),
    ("iban", "FR763000600001123456789018", "length"),
    ("iban", "FR763000600001123456789018É", "characters"),
    ("iban", "FR76３0006000011234567890189", "characters"),
    ("iban", "FR76A0006000011234567890189", "shape"),
    ("iban", "ZZ7630006000011234567890189", "country"),
    ("iban", "7630006000011234567890189", "shape"),
    ("iban", "FR7600000000000000000000097", "all_zero"),
    ("rib", "20041010050500013M02607", "rib_key"),
    ("rib", "20041010050500013M0260", "length"),
    ("rib", "2004A010050500013M02606", "shape"),
    ("rib", "20041010050500013É02606", "characters"),
    ("rib", "00000000000000000000097", "all_zero"),
    ("bic", "PSSTFRP", "length"),
    ("bic", "PSSTFRPPPA", "length"),
    ("bic", "PSSTQQPP", "country"),
    ("bic", "PSST12PP", "shape"),
    ("bic", "PSSTFRPÉ", "characters"),
    ("finess", "750712185", "key"),
    ("finess", "7507121", "length"),
    ("finess", "75071218", "length"),
    ("finess", "75071218A", "characters"),
    ("finess", "2C0000014", "characters"),
    ("finess", "000000000", "all_zero"),
    ("finess", "2A0000000", "all_zero"),
    ("rpps", "10999760093", "key"),
    ("rpps", "810999760093", "key"),
    ("rpps", "1099976009", "length"),
    ("rpps", "710999760092", "length"),
    ("rpps", "1099976009A", "characters"),
    ("rpps", "00000000000", "all_zero"),
    ("adeli", "75999999", "length"),
    ("adeli", "7A9999999", "characters"),
    ("adeli", "000000000", "all_zero"),
    ("mssante", "secretariat.exemple.fr", "shape"),
    ("mssante", "a@b", "shape"),
    ("mssante", "a b@c.fr", "shape"),
    ("mssante", "a@@c.fr", "shape"),
    ("mssante", ".a@c.fr", "shape"),
    ("mssante", "a@-c.fr", "shape"),
    ("mssante", "é@exemple.fr", "characters"),
    ("mssante", f"{'a' * 65}@exemple.fr", "shape"),
    ("mssante", f"a@{'b.' * 130}fr", "length"),
]
NOTED = [
    ("siret", "356 000 000 00048", "siren_la_poste"),
    ("siret", "MONACOCONFO001", "monaco"),
    ("siret", "MONACOCONFO001", "key_unchecked"),
    ("vat_number", "FR53000004605", "monaco"),
    ("vat_number", "DE136695976", "foreign"),
    ("iban", "DE89370400440532013000", "foreign"),
    ("iban", "BE68539007547034", "foreign"),
    ("iban", "SE4550000000058398257466", "foreign"),
    ("iban", "MC5811222000010123456789030", "monaco"),
    ("iban", "MC1112739000700011111000H79", "monaco"),
    ("iban", "FR7699999999990000000000153", "unknown_bank"),
    ("bic", "DEUTDEFF", "foreign"),
    ("bic", "CFMOMCMX", "monaco"),
    ("finess", "10000024", "padded_zero"),
    ("finess", "2A0000014", "corsica_key_unchecked"),
    ("finess", "2b 000 00 14", "corsica_key_unchecked"),
    ("rpps", "8 10999760092", "leading_8_stripped"),
    ("adeli", "759999991", "key_unchecked"),
    ("mssante", "a@b.fr", "domain_unchecked"),
]
KINDS = sorted(EXAMINERS)


def test_doctests_hold() -> None:
    """What the docstring of each identifier shows is what it does."""
    for name in MODULES:
        result = doctest.testmod(importlib.import_module(f"validators.identifiers.{name}"))
        assert result.failed == 0, name
        assert result.attempted >= 2 or name == "examined", name


@pytest.mark.parametrize("kind", KINDS)
def test_valid_numbers_pass(kind: str) -> None:
    """Twenty numbers of each kind, written in as many ways, are valid and their reason is empty."""
    samples = VALID[kind].split()

    assert len(samples) >= 20
    for text in samples:
        examined = EXAMINERS[kind](text)
        assert (examined.valid, examined.why) == (True, None), text


@pytest.mark.parametrize("kind", ["siren", "siret", "iban", "rib", "bic", "finess", "rpps", "adeli", "vat_number"])
def test_separators_do_not_matter(kind: str) -> None:
    """Spaces of any width, dots, dashes, soft hyphens and line ends change nothing to a number."""
    for text in VALID[kind].split():
        for separator in (" ", "\xa0", "\u202f", ".", "-", "\u2011", "\xad", "\n", "\u200b"):
            spread = separator.join(text)
            assert COMPACTERS[kind](spread) == COMPACTERS[kind](text)
            assert EXAMINERS[kind](spread).valid


@pytest.mark.parametrize(("kind", "text", "why"), WRONG)
def test_wrong_numbers_are_refused_with_their_reason(kind: str, text: str, why: str) -> None:
    """What is wrong is refused, and the code says what is wrong with it."""
    examined = EXAMINERS[kind](text)

    assert (examined.valid, examined.why) == (False, why)


@pytest.mark.parametrize(("kind", "text", "note"), NOTED)
def test_valid_numbers_that_deserve_a_word(kind: str, text: str, note: str) -> None:
    """What is valid and yet unusual says so in its notes."""
    examined = EXAMINERS[kind](text)

    assert examined.valid
    assert note in examined.notes


def test_ordinary_numbers_carry_no_note() -> None:
    """An ordinary French number gives no occasion for a warning."""
    for kind in ("siren", "vat_number", "iban", "rib", "bic", "finess", "rpps"):
        assert {EXAMINERS[kind](text).notes for text in VALID[kind].split()} == {()}, kind


def test_compact_forms_are_those_compared() -> None:
    """Two writings of one number have one compact form."""
    assert vat_number.compact("44 732 829 320") == vat_number.compact("FR44732829320")
    assert iban.compact("IBAN : fr76 3000-6000.01") == "FR763000600001"
    assert COMPACTERS["bic"]("BNPAFRPPXXX") == COMPACTERS["bic"]("BNPA FR PP")
    assert finess.compact("10000024") == finess.compact("010000024")
    assert rpps.compact("810999760092") == rpps.compact("10999760092")
    assert COMPACTERS["reference"](" ref  2024\n001 ") == "REF 2024 001"
    assert COMPACTERS["mssante"](" <A@B.mssante.fr>. ") == "a@b.mssante.fr"


def test_tables_follow_the_vocabulary() -> None:
    """Every kind of the tables is a type of the vocabulary, and the two tables have the same."""
    with (ROOT / "rules" / "attributes.toml").open("rb") as file:
        types = {attribute["type"] for attribute in tomllib.load(file).values()}

    assert EXAMINERS.keys() == COMPACTERS.keys() == VALID.keys()
    assert EXAMINERS.keys() <= types


def test_siret_does_not_load_the_bank_registry() -> None:
    """A command that meets no bank account does not pay for schwifty."""
    script = "import sys, validators.identifiers.siret as siret; siret.examine('73282932000074'); print('schwifty' in sys.modules)"

    assert subprocess.check_output([sys.executable, "-c", script], cwd=ROOT, text=True).strip() == "False"


def test_other_check_digits_than_76_name_the_impossible() -> None:
    """An account without letters whose other check digits pass mod 97 is impossible, not merely mistyped."""
    assert iban.examine("FR49 3000 6000 0112 3456 7890 190").why == "impossible_check_digits"
    assert iban.examine("FR50 3000 6000 0112 3456 7890 190").why == "key"
    assert iban.examine("FR8420041010050500013M02607").why == "rib_key"


BOX = {"iban": "FR1420041010050500013M02606", "bank": "20041", "branch": "01005", "account": "0500013M026", "key": "06"}


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, None),
        ({"account": "05 000 13M 026"}, None),
        ({"bank": "20042"}, "bank_differs"),
        ({"branch": "01006"}, "branch_differs"),
        ({"account": "0500013M027"}, "account_differs"),
        ({"key": "60"}, "key_differs"),
        ({"key": ""}, "empty"),
        ({"iban": ""}, "empty"),
        ({"account": "0500013M0260"}, "length"),
        ({"iban": "DE89370400440532013000"}, "country"),
        ({"iban": "FR1420041010050500013M02607", "key": "07"}, "rib_key"),
    ],
)
def test_boxes_are_held_against_the_iban(changed: dict[str, str], why: str | None) -> None:
    """The four boxes of a RIB agree with its IBAN box by box, and the first that differs is named."""
    examined = rib.boxes_agree(**(BOX | changed))

    assert (examined.valid, examined.why) == (why is None, why)


def test_boxes_without_their_leading_zeros_are_completed() -> None:
    """A branch printed 1005 is 01005, and that is said."""
    examined = rib.boxes_agree(**(BOX | {"branch": "1005", "key": "6"}))

    assert examined.valid
    assert examined.notes == ("padded_zero",)


@pytest.mark.parametrize(
    ("wrong", "right", "slip"),
    [
        ("73282932000075", "73282932000074", True),
        ("73282923000074", "73282932000074", True),
        ("7328293200074", "73282932000074", True),
        ("732829320000744", "73282932000074", True),
        ("FR1420041O1OO5O5OOO13MO26O6", "FR1420041010050500013M02606", True),
        ("I23S", "1235", True),
        ("732 829 320 00075", "73282932000074", True),
        ("732 829 320 00074", "73282932000074", False),
        ("73282932000074", "73282932000074", False),
        ("73282932000085", "73282932000074", False),
        ("55204944700022", "73282932000074", False),
        ("", "7", False),
        ("7" * 65, "7" * 64, False),
    ],
)
def test_a_slip_is_one_gesture(wrong: str, right: str, slip: bool) -> None:
    """One slip of the keyboard or look-alike characters are a slip; the same number and another number are not."""
    assert is_slip(wrong, right) is slip
    assert is_slip(right, wrong) is slip
