"""Names given to folders and files: safe everywhere, and never the same twice."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.packing.names import FILE_BYTES, REFERENCE_BYTES, is_safe, piece_file_name, safe_reference, unique_names

ANY_TEXT = st.text(st.characters(), max_size=200)


@given(ANY_TEXT)
def test_any_reference_becomes_a_safe_name(reference: str) -> None:
    """Whatever the reference, its folder name is ASCII, short, and reserved by no system."""
    assert is_safe(safe_reference(reference), REFERENCE_BYTES)


@given(st.lists(ANY_TEXT | st.text("aA é-._/\\ŒœCONcon1", max_size=8), max_size=20))
def test_distinct_references_get_distinct_names(references: list[str]) -> None:
    """Two references that differ never share a folder."""
    distinct = {unicodedata.normalize("NFC", reference) for reference in references}

    assert len({safe_reference(reference) for reference in distinct}) == len(distinct)


@given(st.lists(ANY_TEXT, min_size=1, max_size=3))
def test_any_piece_gets_a_safe_name(parts: list[str]) -> None:
    """Whatever a beneficiary or an invoice number is, the file name is a safe PDF name of at most 100 bytes."""
    name = piece_file_name(parts)

    assert is_safe(name, FILE_BYTES)
    assert name.endswith(".pdf")


@given(
    st.lists(st.sampled_from(["rib.pdf", "RIB.pdf", "rib-2.pdf", "a" * 96 + ".pdf", "A" * 96 + ".pdf"]), max_size=12)
)
def test_names_of_one_package_are_unique_whatever_the_case(names: list[str]) -> None:
    """No two files of a package would be one on a disk that ignores case, and each stays within 100 bytes."""
    given_names = unique_names(names)

    assert len({name.casefold() for name in given_names}) == len(names) == len(given_names)
    assert all(is_safe(name) for name in given_names)


@pytest.mark.parametrize("reference", ["SOLDE-2024.07", "a", "REF_12", "x" * 80])
def test_a_safe_reference_is_its_own_name(reference: str) -> None:
    """A reference that needs no folding names its folder as it is."""
    assert safe_reference(reference) == reference


@pytest.mark.parametrize(
    "reference", ["CON", "nul.2024", "Com1", "report", "REPORT", "index.html", "../../etc", "..", "", " "]
)
def test_dangerous_references_are_renamed(reference: str) -> None:
    """A word that Windows reserves, a name of ours or a path never becomes a folder name as it is."""
    name = safe_reference(reference)

    assert name != reference
    assert name.casefold().partition(".")[0] not in {"con", "nul", "com1", "report", ""}
    assert "/" not in name


def test_composed_and_decomposed_accents_are_one_reference() -> None:
    """A reference typed on macOS names the same folder as the same one typed on Windows."""
    assert safe_reference("Solde e\u0301te\u0301") == safe_reference("Solde \u00e9t\u00e9")


def test_a_piece_name_tells_whose_what_and_which() -> None:
    """A file name reads as beneficiary, kind and number."""
    assert piece_file_name(["B01", "facture", "F-2024-118"]) == "B01_facture_F-2024-118.pdf"
    assert piece_file_name(["Clinique d'Été", "va", "n° 3/4"]) == "Clinique-d-Ete_va_n-3-4.pdf"
