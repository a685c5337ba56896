"""The table of codes: what it names exists, and its texts are known."""

from __future__ import annotations

from rules.codes import load_codes
from tests.judgement_samples import book


def test_what_the_table_names_exists() -> None:
    """Sources, kinds of piece and attributes are those of the other data files."""
    for code in load_codes().values():
        assert code.source in book().sources
        assert set(code.pieces) <= book().kinds.keys()
        assert set(code.values.values()) <= book().attributes.keys()
        assert set(code.label) == {"fr", "en"}


def test_no_code_of_an_identity_document_gives_a_value() -> None:
    """Neither a number nor a name is taken from the 2D-Doc of an identity document (types 07 and 08)."""
    assert not {"2d_doc_07", "2d_doc_08"} & load_codes().keys()
    assert all("identity_document" not in code.pieces for code in load_codes().values())
