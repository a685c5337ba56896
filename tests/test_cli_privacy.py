"""Tests that nothing personal is shown unless asked, and never in a CI."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli_helpers import call, clean_folder, clean_sample, pdf, settle_in


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep each test to itself."""
    return settle_in(monkeypatch, tmp_path)


def test_personal_data_is_masked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """IBANs and names are masked by default, shown when asked, and masked all the same in a CI."""
    options = [*clean_folder(tmp_path / "d", "enrolment"), "--format", "json"]
    applicant = clean_sample("enrolment").request["applicant"]
    personal = [applicant["iban"].replace(" ", ""), applicant["legal_representative"]]

    masked = call(capsys, "check", tmp_path / "d", *options).out
    shown = call(capsys, "check", tmp_path / "d", *options, "--show-personal-data").out
    monkeypatch.setenv("CI", "true")
    in_ci = call(capsys, "check", tmp_path / "d", *options, "--show-personal-data").out

    assert all(value in shown for value in personal)
    assert not any(value in masked for value in personal)
    assert in_ci == masked


REQUEST_WITH_MISTAKES = """
[applicant]
iban = ["FR7630006000011234567890189"]
siret = 73282932000074

[[beneficiaries]]
name = ["Camille Dupont"]
rpps = 10003456789
"""


@pytest.mark.parametrize(
    "text",
    [
        REQUEST_WITH_MISTAKES,
        'name = "Camille Dupont", iban = FR7630006000011234567890189',
        "[applicant]\nname = Camille Dupont",
    ],
    ids=["values", "line", "section"],
)
def test_request_errors_hide_personal_values(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str
) -> None:
    """Errors of a request file name the file, the line and what was expected, never a personal value."""
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "request.toml").write_text(text)
    (tmp_path / "d" / "f.pdf").write_bytes(pdf("Facture"))
    personal = ("Camille", "FR76", "10003456789")

    hidden = call(capsys, "check", tmp_path / "d")
    shown = call(capsys, "check", tmp_path / "d", "--show-personal-data")
    monkeypatch.setenv("CI", "1")
    in_ci = call(capsys, "check", tmp_path / "d", "--show-personal-data")

    assert hidden.code == 3
    assert re.search(r"^d/request\.toml, ligne \d : .*attendu ", hidden.err, re.MULTILINE)
    assert not any(value in hidden.err + hidden.out for value in personal)
    assert any(value in shown.err for value in personal)
    assert in_ci.err == hidden.err


def test_request_errors_show_plain_values(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A wrong value that says nothing of anybody is shown, with its key and line."""
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "request.toml").write_text('schema = 1\nkind = "sold"\n')
    (tmp_path / "d" / "f.pdf").write_bytes(pdf("Facture"))

    called = call(capsys, "check", tmp_path / "d", "--lang", "en")

    assert "d/request.toml, line 2: key “kind”: expected one of these values: listing" in called.err
    assert "read “sold”" in called.err
