"""The loader turns the data files into frozen values, and dates and digests are those of the files."""

from __future__ import annotations

import dataclasses
import pickle
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from rules import parsing
from rules.datafiles import DataFile, digest_of, shipped_files
from rules.instants import PARIS
from rules.loader import load
from rules.model import Scheme, Window
from rules.versions import version_in_force
from rules.windows import window_in_force

SHIPPED = load()

CONTROL = """
id = "ZZ-01"
level = "blocking"
check = "sum_holds"
subject = "piece"
pieces = ["invoice"]
reviewed_on = 2026-11-21

[applies]
kinds = ["balance"]
schemes = ["SONS MS1-DUI-Va1"]

[title]
fr = "Somme"
en = "Sum"

[messages.fr]
passed = "La somme est juste."
failed = "La somme est fausse."
inconclusive = "La somme n'a pas été lue."
remedy = "Corrigez la facture."

[messages.en]
passed = "The sum holds."
failed = "The sum does not hold."
inconclusive = "The sum was not read."
remedy = "Mend the invoice."

[[version]]
from = 2021-08-11
until = 2024-09-12T14:00:00
source = "MY-AF"

[[version]]
from = 2024-09-12T14:00:00
source = "MY-AF"
basis = "inferred"

[version.parameters]
tolerance = "0.01"
terms = ["Cas 1", "Cas 2"]
"""

RULE = parsing.rule("amounts", tomllib.loads(CONTROL))


def values(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Walk every value that hangs on a dataclass, with the names of the fields that lead to it."""
    yield path, value
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from values(getattr(value, field.name), f"{type(value).__name__}.{field.name}:{field.type}")
    elif isinstance(value, dict):
        for item in value.values():
            yield from values(item, path + " item")
    elif isinstance(value, tuple):
        for item in value:
            yield from values(item, path + " item")


def test_nothing_past_the_loader_is_a_list_or_an_undeclared_dictionary() -> None:
    """Values are frozen dataclasses and tuples; a dictionary stands only where the model declares a Mapping."""
    for path, value in values(replace(SHIPPED, rules={**SHIPPED.rules, "ZZ-01": RULE})):
        assert not isinstance(value, list | set), path
        if isinstance(value, dict):
            assert "Mapping" in path or "Texts" in path, path


def test_a_rulebook_travels_to_another_process() -> None:
    """Worker processes are handed the rulebook: it survives pickling unchanged."""
    assert pickle.loads(pickle.dumps(SHIPPED)) == SHIPPED


def test_what_the_model_names_is_read_from_the_files() -> None:
    """A source, an attribute, a scheme and a kind of piece carry what their file says."""
    assert SHIPPED.sources["ASP-V2-24"].date == "2024-11-15"
    assert SHIPPED.attributes["applicant.iban"].personal is True
    assert SHIPPED.attributes["beneficiary.finess"].label == {
        "fr": "FINESS du bénéficiaire",
        "en": "beneficiary's FINESS",
    }
    invoice = SHIPPED.kinds["invoice"]
    assert (invoice.subject, invoice.look_alike) == ("beneficiary", False)
    assert "facture" in invoice.headings
    assert any(party.issuer for party in invoice.parties)
    assert SHIPPED.kinds["quote"].look_alike is True


def test_a_control_is_read_whole() -> None:
    """A control file becomes a rule of the family its folder names, its hours in Paris time, its lists as tuples."""
    assert (RULE.family, RULE.level, RULE.check, RULE.subject) == ("amounts", "blocking", "sum_holds", "piece")
    assert (RULE.pieces, RULE.needs, RULE.dated_by, RULE.rejection_reasons) == (("invoice",), (), "deposit", ())
    assert (RULE.applies.kinds, RULE.applies.schemes) == (("balance",), ("MS1-DUI-VA1",))
    assert RULE.messages["en"]["remedy"] == "Mend the invoice."
    assert RULE.reviewed_on == date(2026, 11, 21)
    first, second = RULE.versions
    assert (first.start, first.until) == (date(2021, 8, 11), datetime(2024, 9, 12, 14, tzinfo=PARIS))
    assert (second.basis, second.until) == ("inferred", None)
    assert second.parameters == {"tolerance": "0.01", "terms": ("Cas 1", "Cas 2")}


def test_a_version_begins_at_its_hour() -> None:
    """At 13:59 in Paris the former version holds, at 14:00 and after the new one, before the first none."""
    former, new = RULE.versions
    turn = datetime(2024, 9, 12, 14, tzinfo=PARIS)
    assert version_in_force(RULE, turn - timedelta(minutes=1)) is former
    assert version_in_force(RULE, turn) is new
    assert version_in_force(RULE, turn + timedelta(minutes=1)) is new
    assert version_in_force(RULE, datetime(2024, 9, 12, 13, 59)) is former  # noqa: DTZ001  # naive means Paris
    assert version_in_force(RULE, datetime.fromisoformat("2024-09-12T11:59:00+00:00")) is former
    assert version_in_force(RULE, datetime.fromisoformat("2024-09-12T12:00:00+00:00")) is new
    assert version_in_force(RULE, date(2024, 9, 12)) is former
    assert version_in_force(RULE, date(2021, 8, 11)) is former
    assert version_in_force(RULE, date(2021, 8, 10)) is None


def scheme_with(*windows: Window) -> Scheme:
    """Return a shipped scheme with these windows instead of its own."""
    return replace(SHIPPED.schemes["HOP-DPI-VA2"], windows=windows)


def closing(day: int, published: date | None) -> Window:
    """Return a funding window that closes on that day of March 2024."""
    closes = date(2024, 3, day)
    return Window(request="funding", opens=None, closes=closes, published=published, source="AF", basis=None)


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ([None, None, None], 3),
        ([date(2024, 1, 1), date(2024, 1, 2), date(2024, 1, 1)], 2),
        ([date(2024, 1, 2), None, date(2024, 1, 1)], 2),
        ([date(2024, 1, 1), date(2024, 2, 9), date(2024, 2, 11)], 2),
        ([date(2024, 3, 2), date(2024, 3, 1), date(2024, 3, 3)], 2),
    ],
)
def test_the_window_in_force_is_the_last_one_published(published: list[date | None], expected: int) -> None:
    """By publication, then by order; an entry of later days is left aside, unless nothing was published yet."""
    scheme = scheme_with(*(closing(day, known) for day, known in enumerate(published, 1)))
    window = window_in_force(scheme, "funding", date(2024, 2, 10))
    assert window is not None
    assert window.closes == date(2024, 3, expected)
    assert window_in_force(scheme, "balance", date(2024, 2, 10)) is None


def test_the_digest_is_that_of_the_files() -> None:
    """The same files give the same digest; another byte, another name or an overlay gives another one."""
    files = shipped_files()
    assert load().digest == SHIPPED.digest == digest_of(files) == digest_of(reversed(files))
    assert any(file.path == "schemas/request.schema.json" for file in files)
    changed = DataFile(path=files[0].path, content=files[0].content + b"\n")
    renamed = DataFile(path=files[0].path + "x", content=files[0].content)
    assert len({SHIPPED.digest, digest_of([changed, *files[1:]]), digest_of([renamed, *files[1:]])}) == 3
    assert SHIPPED.overlay_digest is None
