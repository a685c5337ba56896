"""The scheme files say what the texts say: known sources, ordered dates, both languages, the key facts by hand."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from rules.datafiles import SHIPPED, shipped_files
from rules.instants import PARIS, moment
from rules.loader import load
from rules.model import Instant, Scheme, Window
from rules.references import check_references, names_of
from rules.rulebook import normalised_code
from rules.tables import collected, decoded, schema_of
from rules.validation import check_shape
from rules.windows import window_in_force

RULEBOOK = load()
SCHEMES = tuple(RULEBOOK.schemes.values())
TABLES = {path: table for path, table in decoded(shipped_files()).items() if schema_of(path)}
REQUESTS = ("listing", "enrolment", "funding", "balance", "service")
NOW = date(2026, 11, 21)

# Copied by hand from the fact file, § 3; an hour only where a text gives one.
CLOSINGS = {
    "HOP-DPI-VA1": {"listing": "2022-06-15", "funding": "2022-11-30", "service": "2023-09-20", "balance": "2023-12-14"},
    "HOP-RI-VA1": {"listing": "2022-06-15", "funding": "2022-11-30", "service": "2023-09-20", "balance": "2023-12-14"},
    "HOP-PFI-VA1": {"listing": "2022-06-15", "funding": "2022-11-30", "service": "2023-09-20", "balance": "2023-12-14"},
    "MDV-LGC-VA1": {"listing": "2022-06-15", "funding": "2022-11-30", "service": "2023-09-20", "balance": "2023-12-14"},
    "BIO-SGL-VA1": {"listing": "2022-06-15", "funding": "2022-11-30", "service": "2023-09-20", "balance": "2023-12-14"},
    "IMG-RIS-VA1": {"listing": "2022-06-15", "funding": "2022-11-30", "service": "2023-09-20", "balance": "2023-12-14"},
    "PHA-LGO-VA1": {
        "listing": "2022-10-17",
        "funding": "2023-03-15T14:00",
        "service": "2023-09-20",
        "balance": "2023-12-14",
    },
    "MS1-DUI-VA1": {"funding": "2024-02-28", "service": "2024-12-19", "balance": "2024-12-19"},
    "MS2-DUI-VA1": {
        "listing": "2024-01-17",
        "funding": "2024-02-28",
        "service": "2024-12-19T14:00",
        "balance": "2024-12-19T14:00",
    },
    "MSS-OPA-VA1": {"service": "2023-06-30"},
    "HOP-DPI-VA2": {"funding": "2025-12-17T12:00"},
    "HOP-PFI-VA2": {"funding": "2025-09-17T12:00"},
    "IMG-RIS-VA2": {"listing": "2025-09-10"},
    "IMG-DB-VA2": {
        "listing": "2025-09-10T12:00",
        "funding": "2026-11-10T12:00",
        "service": "2027-09-15T12:00",
        "balance": "2027-12-15T12:00",
    },
}
OPENINGS = {
    "HOP-DPI-VA2": {"enrolment": "2024-06-20T14:00", "funding": "2024-09-12T14:00"},
    "HOP-PFI-VA2": {"enrolment": "2024-06-20T14:00", "funding": "2024-09-12T14:00"},
    "IMG-RIS-VA2": {"enrolment": "2025-05-15T14:00", "funding": "2025-07-10T14:00"},
}
# The successive closings of what was postponed.
POSTPONED = [
    ("MDV-LGC-VA1", "funding", ["2022-07-15", "2022-11-30"]),
    ("MDV-LGC-VA1", "service", ["2023-04-28", "2023-09-20"]),
    ("BIO-SGL-VA1", "balance", ["2023-04-28", "2023-12-14"]),
    ("PHA-LGO-VA1", "funding", ["2022-12-18", "2023-03-15T14:00"]),
    ("PHA-LGO-VA1", "service", ["2023-03-31", "2023-04-28", "2023-09-20"]),
    ("PHA-LGO-VA1", "balance", ["2023-04-28T14:00", "2023-12-14"]),
]


def written(instant: Instant | None) -> str | None:
    """Write an instant as the tables above do."""
    if isinstance(instant, datetime):
        return instant.strftime("%Y-%m-%dT%H:%M")
    return None if instant is None else instant.isoformat()


def windows(scheme: Scheme, request: str) -> list[Window]:
    """List the successive windows of one kind of request."""
    return [window for window in scheme.windows if window.request == request]


@pytest.mark.parametrize("path", TABLES)
def test_every_data_file_fits_its_schema_and_names_only_what_exists(path: str) -> None:
    """Every shipped data file fits its JSON Schema, and each source, rule, kind and attribute it names exists."""
    check_shape(str(schema_of(path)), path, TABLES[path])
    check_references(path, TABLES[path], names_of(collected(TABLES)))


@pytest.mark.parametrize("path", sorted((SHIPPED / "schemas").glob("*.json")), ids=lambda path: path.stem)
def test_every_schema_is_itself_valid(path: Path) -> None:
    """The schemas are a public contract: each is a valid JSON Schema of the 2020-12 draft with its own address."""
    schema = json.loads(path.read_bytes())
    Draft202012Validator.check_schema(schema)
    assert schema["$id"].endswith(path.name.replace(".schema.json", "-1.json"))


def test_no_shipped_source_claims_to_be_an_overlay() -> None:
    """Only a user's own folder brings sources of basis `overlay`; what was read has an address or is inferred."""
    assert {source.basis for source in RULEBOOK.sources.values()} == {"sourced", "secondary", "inferred", "unread"}
    for source in RULEBOOK.sources.values():
        assert source.address or source.basis == "inferred" or source.key.startswith("ROADMAP-"), source.key


def test_what_was_only_deduced_is_not_called_sourced() -> None:
    """Keys verified by calculation alone, and what the tool asks by itself, are inferred: they warn, never block."""
    inferred = {key for key, source in RULEBOOK.sources.items() if source.basis == "inferred"}
    keys = {"CFONB-RIB", "ISO-9362", "TVA-FR", "FINESS-LUHN", "RPPS-LUHN", "ADELI", "DESIGN"}
    assert inferred == keys


def test_a_file_is_named_after_what_it_describes() -> None:
    """The listing of the folders is a table of contents: a file bears the code, id or kind it describes."""
    for path, table in TABLES.items():
        key = {"scheme": "code", "rule": "id", "piece": "kind"}.get(str(schema_of(path)))
        if key:
            assert path.split("/")[-1] == f"{table[key]}.toml"


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.code)
def test_closings_and_openings_are_those_of_the_texts(scheme: Scheme) -> None:
    """Today's window of each request is the one of the fact file, and no date is there that the fact file has not."""
    today = {request: window_in_force(scheme, request, NOW) for request in REQUESTS}
    closes = {request: written(window.closes) for request, window in today.items() if window and window.closes}
    opens = {request: written(window.opens) for request, window in today.items() if window and window.opens}
    assert closes == CLOSINGS.get(scheme.code, {})
    assert opens == OPENINGS.get(scheme.code, {})


def test_every_scheme_of_the_fact_file_is_there() -> None:
    """The dated schemes, the undated ones that were named, and the two that give no money are all known."""
    undated = {"BIO-LOINC-VA1", "MDV-LGC-VA2", "SAS-EDT-VA1", "MDV-LGC-SF-VA1", "PARAMED"}
    assert set(RULEBOOK.schemes) == set(CLOSINGS) | undated


@pytest.mark.parametrize(("code", "request_kind", "closings"), POSTPONED)
def test_each_postponement_is_kept(code: str, request_kind: str, closings: list[str]) -> None:
    """Nothing is overwritten: each state of a closing that a text gave is one entry, in order."""
    assert [written(window.closes) for window in windows(RULEBOOK.schemes[code], request_kind)] == closings


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.code)
def test_windows_open_before_they_close_and_only_move_later(scheme: Scheme) -> None:
    """A window opens before it closes, a later entry never closes earlier, and publication days follow the file."""
    for window in scheme.windows:
        assert window.opens is not None or window.closes is not None
        if window.opens is not None and window.closes is not None:
            assert moment(window.opens) < moment(window.closes)
    for request in REQUESTS:
        for earlier, later in pairwise(windows(scheme, request)):
            assert earlier.closes is not None
            assert later.closes is not None
            assert moment(earlier.closes) < moment(later.closes)
            assert earlier.published is None or (later.published is not None and earlier.published <= later.published)


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.code)
def test_a_scheme_speaks_both_languages(scheme: Scheme) -> None:
    """Each scheme has a label and names the document to fetch, in French and in English."""
    for texts in (scheme.label, scheme.ceiling_document):
        assert set(texts) == {"fr", "en"}
        assert texts["fr"].strip()
        assert texts["en"].strip()
        assert texts["fr"] != texts["en"]


def test_only_two_schemes_give_no_money_and_a_text_says_so() -> None:
    """« Sans financement » and Paramédicaux refuse every request for money, on a sourced text."""
    unfunded = {scheme.code: str(scheme.funded_source) for scheme in SCHEMES if not scheme.funded}
    assert unfunded == {"MDV-LGC-SF-VA1": "ES-FAQ", "PARAMED": "RES-P8"}
    assert all(RULEBOOK.sources[key].basis == "sourced" for key in unfunded.values())


def test_proof_is_the_va_where_a_text_says_so_and_else_either() -> None:
    """MS1, MS2 and the hospital in wave 2 take a VA only; SAS and MSSanté have no VA or MOM in their texts."""
    va_only = {scheme.code for scheme in SCHEMES if scheme.proof_kinds == ("va",)}
    none = {scheme.code for scheme in SCHEMES if not scheme.proof_kinds and scheme.funded}
    assert va_only == {"MS1-DUI-VA1", "MS2-DUI-VA1", "HOP-DPI-VA2", "HOP-PFI-VA2"}
    assert none == {"SAS-EDT-VA1", "MSS-OPA-VA1"}


def test_the_only_maxima_are_those_that_a_text_states_as_such() -> None:
    """Ranges of the press are no ceilings: only SAS and the MSSanté operators have a known maximum."""
    known = {(s.code, c.request): c.excl_tax for s in SCHEMES for c in s.ceilings}
    assert known == {
        ("SAS-EDT-VA1", None): Decimal("100000.00"),
        ("SAS-EDT-VA1", "funding"): Decimal("30000.00"),
        ("SAS-EDT-VA1", "balance"): Decimal("70000.00"),
        ("MSS-OPA-VA1", None): Decimal("250000.00"),
    }


def test_extra_pieces_are_those_of_sas_and_of_the_hospital_in_wave_2() -> None:
    """SAS asks for the PV de MES, the sworn statement and the VSR; the hospital's PV pilotes are only inferred."""
    pieces = {(s.code, piece.request, piece.kind, piece.basis) for s in SCHEMES for piece in s.pieces}
    assert pieces == {
        ("SAS-EDT-VA1", "funding", "pv_mise_en_service", None),
        ("SAS-EDT-VA1", "funding", "sworn_statement", None),
        ("SAS-EDT-VA1", "balance", "vsr", None),
        ("HOP-DPI-VA2", "balance", "pv_pilotes", "inferred"),
        ("HOP-PFI-VA2", "balance", "pv_pilotes", "inferred"),
    }


def test_nothing_shipped_rests_on_an_unread_text_alone() -> None:
    """No window, maximum, piece or proof is drawn from a document that nobody could read."""
    for scheme in SCHEMES:
        cited = {window.source for window in scheme.windows} | {scheme.proof_source, scheme.funded_source}
        cited |= {ceiling.source for ceiling in scheme.ceilings} | {piece.source for piece in scheme.pieces}
        bases = {RULEBOOK.sources[key].basis for key in cited if key is not None}
        assert bases <= {"sourced", "secondary", "inferred"}


def test_dates_that_hold_by_analogy_are_marked_inferred() -> None:
    """What the fact file tags as inferred never counts as a text: RI, PFI, and three balances."""
    inferred = {(s.code, w.request) for s in SCHEMES for w in s.windows if w.basis == "inferred"}
    lanes = {(f"HOP-{name}-VA1", request) for name in ("RI", "PFI") for request in REQUESTS if request != "enrolment"}
    assert inferred == lanes | {(code, "balance") for code in ("MDV-LGC-VA1", "MS1-DUI-VA1", "PHA-LGO-VA1")}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("hop-dpi-va1", "HOP-DPI-VA1"),
        ("SONS HOP-DPI-Va2", "HOP-DPI-VA2"),
        ("SONS-IMG-DB-va2", "IMG-DB-VA2"),
        ("sons – img – db – va2", "IMG-DB-VA2"),
        (" MDV_LGC_Va1 ", "MDV-LGC-VA1"),
        ("rad-ris-va1", "IMG-RIS-VA1"),
        ("Paramédicaux", "PARAMED"),
    ],
)
def test_a_code_is_found_however_it_is_written(typed: str, code: str) -> None:
    """Case, accents, a leading SONS, the kind of dash and the older lane name do not matter."""
    scheme = RULEBOOK.scheme(typed)
    assert scheme is not None
    assert scheme.code == code


def test_an_unknown_code_is_no_scheme() -> None:
    """A code that no file describes is not matched to a near one, and no code or alias stands for two schemes."""
    assert RULEBOOK.scheme("HOP-DPI-VA3") is None
    assert RULEBOOK.scheme("SONS") is None
    spellings = [name for scheme in SCHEMES for name in (scheme.code, *scheme.aliases)]
    assert len(spellings) == len(set(spellings))
    assert all(name == normalised_code(name) for name in spellings)


def test_a_postponement_holds_from_the_day_it_is_published() -> None:
    """The doctors' advance closed on 15/07/2022 until 21/06/2022, when it was moved to 30/11/2022."""
    scheme = RULEBOOK.schemes["MDV-LGC-VA1"]
    before = window_in_force(scheme, "funding", datetime(2022, 6, 20, 23, 59, tzinfo=PARIS))
    after = window_in_force(scheme, "funding", date(2022, 6, 21))
    assert before is not None
    assert after is not None
    assert (before.closes, after.closes) == (date(2022, 7, 15), date(2022, 11, 30))
