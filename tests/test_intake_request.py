"""Request and decision files: what is accepted, and what is told of what does not fit."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.intake.declared import amount
from pipeline.intake.model import ListedFile, RequestError, Role
from pipeline.intake.request import parse_decisions, parse_request, read_decisions, read_request
from pipeline.intake.schema_errors import EXPECTED, PATTERNS, SCHEMAS, TYPES
from tests.intake_helpers import request_error, request_errors
from validators.model import Decision

GOOD = """\
schema = 1
kind = "funding"
reference = "Élan-2024"

[applicant]
name = "Éditions Démo"
siret = "01234567800012"

[solution]
listed_on = 2024-03-05

[[beneficiaries]]
id = "c1"
order_date = "2024-09-12"
order_amount_excl_tax = 12345.67

[[beneficiaries]]
id = "c2"
order_amount_excl_tax = "8000,10"
"""

DECISION = """\
[[decision]]
action = "confirm"
rule = "FU-03"
subject = "beneficiary:c1"
sha256 = "{sha256}"
who = "A. Martin"
when = 2024-10-01
reason = "Vu l'original signé."
expires = 2025-10-01
"""


def test_good_request() -> None:
    """A request file without fault declares what it says: exact amounts, days as text, identifiers with their zeros."""
    request = parse_request("request.toml", GOOD.encode())

    assert (request.errors, request.problems) == ((), ())
    assert request.declared["reference"] == "Élan-2024"
    assert request.declared["applicant"] == {"name": "Éditions Démo", "siret": "01234567800012"}
    assert request.declared["solution"] == {"listed_on": "2024-03-05"}
    assert amount(request.declared, "beneficiaries[0].order_amount_excl_tax") == Decimal("12345.67")


def test_json_declares_the_same() -> None:
    """The same request in JSON declares the same values, cents included."""
    in_toml = parse_request("request.toml", GOOD.encode())
    in_json = parse_request("request.json", json.dumps(in_toml.declared, default=float).encode())

    assert in_json == type(in_json)(path="request.json", declared=in_toml.declared)


@pytest.mark.parametrize("path", ["request.toml", "request.json"])
def test_no_cent_is_lost(path: str) -> None:
    """A number that binary fractions cannot hold is read to the last digit, from TOML and from JSON."""
    number = "123456789012345.67"
    data = {
        "request.toml": f"advance.paid_amount = {number}",
        "request.json": f'{{"advance": {{"paid_amount": {number}}}}}',
    }[path]

    assert amount(parse_request(path, data.encode()).declared, "advance.paid_amount") == Decimal(number)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_files_people_really_send(encoding: str) -> None:
    """Notepad's byte order mark, Windows line ends, UTF-16 and ANSI are read alike."""
    request = parse_request("request.toml", GOOD.replace("\n", "\r\n").encode(encoding))

    assert request.errors == ()
    assert request.declared["reference"] == "Élan-2024"


def test_ansi_is_noted() -> None:
    """A file that is no UTF-8 is taken for Windows-1252, and that is said."""
    (problem,) = parse_request("request.toml", GOOD.encode("cp1252")).problems

    assert (problem.code, problem.arguments) == ("request_cp1252", {"file": "request.toml"})


def test_decomposed_and_padded_texts() -> None:
    """Texts are declared composed (NFC) and without the spaces that a copy and paste leaves around them."""
    request = parse_request("request.toml", 'reference = "  E\u0301lan "'.encode())

    assert request.declared == {"reference": "Élan"}


def test_empty_request_declares_nothing() -> None:
    """Every field is optional: an empty request.toml is valid."""
    assert parse_request("request.toml", b"\n# rien encore\n") == parse_request("request.toml", b"")
    assert parse_request("request.toml", b"").errors == ()


def test_number_instead_of_text() -> None:
    """An identifier without quotes is refused, with the line and why: its leading zero would be lost."""
    assert request_error(GOOD.replace('"01234567800012"', "1234567800012")) == RequestError(
        key="applicant.siret",
        expected_fr="un texte entre guillemets (un identifiant aussi : aucun zéro du début ne se perd)",
        expected_en="a text between quotes (an identifier too: no leading zero gets lost)",
        seen="1234567800012",
        line=7,
    )


@pytest.mark.parametrize(
    ("old", "new", "key", "line", "expected"),
    [
        ('"funding"', '"avance"', "kind", 2, "l'une de ces valeurs : listing, evidence, enrolment, funding, balance"),
        ("siret =", "siert =", "applicant.siert", 7, "une clé connue : « siret » ?"),
        ("siret =", "kind =", "applicant.kind", 7, "cette clé tout en haut du fichier, avant toute [section]"),
        ("siret =", "listed_on =", "applicant.listed_on", 7, "cette clé dans une autre section : solution"),
        ("2024-03-05", "'05/03/2024'", "solution.listed_on", 10, "une date qui existe, écrite année-mois-jour : 2024-09-12"),
        ("2024-03-05", "'2024-02-30'", "solution.listed_on", 10, "une date qui existe, écrite année-mois-jour : 2024-09-12"),
        ('"8000,10"', '"8 000,10"', "beneficiaries[1].order_amount_excl_tax", 19, 'un montant en euros, positif, avec au plus deux décimales : 1234.50 ou "1234,50"'),
        ('"8000,10"', "-1", "beneficiaries[1].order_amount_excl_tax", 19, 'un montant en euros, positif, avec au plus deux décimales : 1234.50 ou "1234,50"'),
        ('"c2"', '""', "beneficiaries[1].id", 18, "au moins 1 caractère(s)"),
        ("schema = 1", "schema = 2", "schema", 1, "l'une de ces valeurs : 1"),
        ("[solution]", "[[solution]]", "solution", 9, "une section : [nom], puis une clé par ligne"),
    ],
)  # fmt: skip
def test_what_does_not_fit(old: str, new: str, key: str, line: int, expected: str) -> None:
    """Each mistake names its key, its line and what was expected, in words that need no manual."""
    only = request_error(GOOD.replace(old, new))

    assert (only.key, only.line, only.expected_fr) == (key, line, expected)


def test_missing_key() -> None:
    """A key that is required is asked for, at the line of its section."""
    only = request_error('[[pieces]]\npath = "a.pdf"\n[[pieces]]\nkind = "rib"\n')

    assert (only.key, only.line, only.expected_fr) == ("pieces[1].path", 3, "cette clé, obligatoire ici")


def test_errors_come_by_line() -> None:
    """Several mistakes are told together, in the order of the file."""
    wrong = GOOD.replace('"c1"', "1").replace("2024-03-05", "true").replace('"Élan-2024"', "3")

    assert [(only.line, only.key) for only in request_errors(wrong)] == [
        (3, "reference"),
        (10, "solution.listed_on"),
        (13, "beneficiaries[0].id"),
    ]


def as_listed(path: Path | None, name: str) -> ListedFile:
    return ListedFile(path=name, location=path, size=0, sha256="", content="text", role=Role.REQUEST, set_aside=True)


def test_read_from_disk(tmp_path: Path) -> None:
    """A listed request file is read where it lies."""
    (tmp_path / "f00001").write_text(GOOD, "utf-8")

    assert read_request(as_listed(tmp_path / "f00001", "request.toml")) == parse_request("request.toml", GOOD.encode())


@pytest.mark.parametrize("gone", [True, False])
def test_request_that_was_not_read(tmp_path: Path, gone: bool) -> None:
    """A request file that is a link, or has gone since, is an invalid request file rather than none."""
    request = read_request(as_listed(tmp_path / "parti" if gone else None, "request.toml"))

    assert [only.expected_fr for only in request.errors] == ["un fichier qui s'ouvre"]
    assert [problem.code for problem in request.problems] == ["request_invalid"]


def test_decisions() -> None:
    """A decision file gives the decisions as its author wrote them."""
    sha256 = "0" * 64

    assert parse_decisions("decisions.toml", DECISION.format(sha256=sha256).encode()).decisions == (
        Decision(
            action="confirm",
            rule="FU-03",
            subject="beneficiary:c1",
            sha256=sha256,
            who="A. Martin",
            when=date(2024, 10, 1),
            reason="Vu l'original signé.",
            expires=date(2025, 10, 1),
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "key", "line"),
    [
        ("sha256 = ", "# ", "decision[1].sha256", 10),
        ('"confirm"', '"accept"', "decision[1].action", 11),
        ("2025-10-01", "'jamais'", "decision[1].expires", 18),
        ("FU-03", "fu3", "decision[1].rule", 12),
    ],
)
def test_wrong_decision(old: str, new: str, key: str, line: int) -> None:
    """With one decision that is wrong none counts, and the problem names its line."""
    good = DECISION.format(sha256="0" * 64)
    file = parse_decisions("decisions.toml", (good + good.replace(old, new)).encode())

    assert file.decisions == ()
    assert [(only.key, only.line) for only in file.errors] == [(key, line)]
    assert [problem.code for problem in file.problems] == ["decisions_invalid"]


def test_decisions_that_were_not_read() -> None:
    """A decision file that could not be opened decides nothing and says so."""
    file = read_decisions(as_listed(None, "decisions.toml"))

    assert (file.decisions, [problem.code for problem in file.problems]) == ((), ["decisions_invalid"])


def constraints(node: object, found: dict[str, list[object]]) -> dict[str, list[object]]:
    """Every keyword of a schema that can refuse a value, with its values."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("properties", "$defs"):
                for child in value.values():
                    constraints(child, found)
            elif key == "anyOf":
                found.setdefault(key, []).append(value)
            elif key in ("items", "additionalProperties"):
                constraints(value, found)
            elif key not in ("$schema", "$id", "$ref", "title", "description"):
                found.setdefault(key, []).append(value)
    return found


@pytest.mark.parametrize("schema", ["request.schema.json", "decisions.schema.json"])
def test_every_constraint_has_words(schema: str) -> None:
    """Whatever the schemas can refuse has words in both languages: no mistake of a user is an internal error."""
    found = constraints(json.loads((SCHEMAS / schema).read_text("utf-8")), {})

    assert found.keys() <= EXPECTED.keys()
    assert set(map(str, found.get("pattern", []))) <= PATTERNS.keys()
    assert set(map(str, found["type"])) <= TYPES.keys()
    assert set(map(str, found.get("format", []))) <= {"date"}
