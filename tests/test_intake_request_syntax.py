"""Request files that are no TOML or JSON, or only pretend to be: refused at once, with the line and what to write."""

from __future__ import annotations

import json

import pytest

from pipeline.intake.parsing import MAX_BYTES, MAX_ERRORS
from tests.intake_helpers import request_error, request_errors


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ('a = "x"\norder_date = 12/09/2024\n', 2, "une seule valeur sur la ligne"),
        ("montant = 12,50", 1, "une seule valeur sur la ligne"),
        ("nom = Dupont", 1, "une seule valeur sur la ligne"),
        ("siret = 012345", 1, "une seule valeur sur la ligne"),
        ('nom = "Dupont\nb = 1', 1, "un guillemet (ou une apostrophe) fermant"),
        ("nom = 'Dupont", 1, "un guillemet (ou une apostrophe) fermant"),
        ('path = "C:\\Users\\rib.pdf"', 1, "des apostrophes autour d'un chemin Windows"),
        ('path = "dossier\\rib.pdf\\d"', 1, "des apostrophes autour d'un chemin Windows"),
        ("clé = 1", 1, "un signe = entre la clé et sa valeur"),
        ('kind = "funding"\nkind = "balance"', 2, "chaque clé et chaque [section] une seule fois"),
        ("[applicant]\n[applicant]", 2, "chaque clé et chaque [section] une seule fois"),
        ("[applicant", 1, "un crochet fermant ]"),
        ("x = " + "9" * 5000, 1, "un nombre ordinaire"),
        (".".join("abcdefghijklmnopqrst") + " = 1", 1, "au plus 16 niveaux"),
    ],
)
def test_toml_syntax(text: str, line: int, expected: str) -> None:
    """A fault of syntax tells its line, what stands there and what to write instead."""
    only = request_error(text)

    assert only.line == line
    assert only.expected_fr.startswith(expected)
    assert only.seen == text.split("\n")[line - 1][:80] + "…" * (len(text.split("\n")[line - 1]) > 80)


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ('{"kind": "funding",\n}', 2, "un nom de clé entre guillemets, et pas de virgule après"),
        ('{"kind": "funding"\n"reference": "R"}', 2, "une virgule entre deux éléments"),
        ('{"kind": funding}', 1, "une valeur"),
        ('{"kind": "funding",\n"kind": "balance"}', 2, "chaque clé une seule fois"),
        ("[]", 1, "un objet JSON entre accolades"),
        ("", 1, "une valeur"),
        ('{"reference": "C:\\Users"}', 1, "des barres obliques doublées"),
    ],
)
def test_json_syntax(text: str, line: int, expected: str) -> None:
    """A fault of JSON tells its line and what to write; a key given twice is refused, not silently the last."""
    only = request_error(text, "request.json")

    assert only.line == line
    assert only.expected_fr.startswith(expected)


@pytest.mark.parametrize(
    ("path", "text", "key"),
    [
        ("request.toml", "advance.paid_amount = nan", "advance.paid_amount"),
        ("request.toml", "advance.paid_amount = -inf", "advance.paid_amount"),
        ("request.toml", "advance.paid_amount = 1e400", "advance.paid_amount"),
        ("request.json", '{"advance": {"paid_amount": NaN}}', "advance.paid_amount"),
        ("request.json", '{"advance": {"paid_amount": Infinity}}', "advance.paid_amount"),
        ("request.json", '{"advance": {"paid_amount": 1e99999999999999999999}}', "advance.paid_amount"),
        ("request.json", '{"reference": "a\\u0000b"}', "reference"),
        ("request.json", '{"reference": "\\ud800"}', "reference"),
    ],
)
def test_values_no_report_can_hold(path: str, text: str, key: str) -> None:
    """Numbers that are none or have no end, and texts that cannot be printed, are refused at their key."""
    only = request_error(text, path)

    assert only.key == key
    assert only.expected_fr in ("un nombre ordinaire, d'au plus 30 chiffres", "un texte sans caractère de contrôle")


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("request.toml", "x = " + "[" * 100_000),
        ("request.toml", "x = " + "[" * 20 + "]" * 20),
        ("request.toml", "a." * 200_000 + "b = 1"),
        ("request.toml", "x = {" + '"a" . ' * 200_000 + "b = 1}"),
        ("request.toml", "[" + "a." * 200_000 + "b]"),
        ("request.json", '{"a":' * 100_000),
        ("request.json", "[" * 100_000),
        ("request.json", '{"a":' * 30 + "1" + "}" * 30),
    ],
)
def test_depth_bombs(path: str, data: str) -> None:
    """Tables in tables without end are refused at once."""
    assert "au plus 16 niveaux" in request_error(data, path).expected_fr


@pytest.mark.parametrize("data", [bytes(range(256)), b"\xff\xfe\xff", b"kind\0= 1", "kind = 1".encode("utf-16-le")])
def test_no_text_at_all(data: bytes) -> None:
    """Bytes that are no text in any encoding we know are refused as such."""
    assert request_error(data).expected_fr == "un fichier texte en UTF-8"


def test_too_large() -> None:
    """A request file beyond 5 MB is not parsed."""
    assert request_error(b"#" * (MAX_BYTES + 1)).expected_fr == "un fichier d'au plus 5 Mo"


def test_not_thousands_of_errors() -> None:
    """However much is wrong, a person gets to read a bounded number of short errors."""
    many = request_errors("".join(f"cle{number} = 1\n" for number in range(9_999)))
    long = request_error(json.dumps({"é" * 100_000: 1}), "request.json")

    assert len(many) == MAX_ERRORS
    assert max(len(long.key), len(long.seen)) < 200
