"""Tests of `plan`: what is to be done, by whom, with the exit codes of `check`; letters written whole."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest
from jsonschema import Draft202012Validator

from fixtures.schemes import OVERLAY
from pipeline.errors import ExitCode
from pipeline.planning.roadmap import ROADMAP_SCHEMA_FILE
from rules.loader import load
from tests.cli_helpers import ROOT, call, clean_folder, settle_in, tree

DOSSIERS = ROOT / "fixtures" / "dossiers"
BROKEN, UNSIGNED, IBAN = "defaut-facture-un-centime", "defaut-va-non-signee", "defaut-rib-autre-compte"
ON = ["--on", "2024-11-14T10:00", "--rules", OVERLAY]


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep each test to itself."""
    return settle_in(monkeypatch, tmp_path)


def test_a_plan_says_what_to_do_and_ends_as_check_does(capsys: pytest.CaptureFixture[str]) -> None:
    """A failing dossier: its addressee, the piece, the money, and exit code 1."""
    called = call(capsys, "plan", DOSSIERS / BROKEN, *ON)
    said = called.out.replace("\xa0", " ")

    assert called.code == ExitCode.NON_CONFORMING
    assert "Service financier" in said
    assert "AM-06" in said
    assert "5 614,00 € HT [ROADMAP-FR]" in said


@pytest.mark.parametrize(("kind", "rules"), [("funding", True), ("funding", False)], ids=["conforming", "to review"])
def test_the_exit_codes_are_those_of_check(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str, rules: bool
) -> None:
    """0 for nothing to repair, 3 when only a document is wanting."""
    options = clean_folder(tmp_path / "d", kind)
    options = options if rules else options[:2]
    planned, checked = (call(capsys, verb, tmp_path / "d", *options).code for verb in ("plan", "check"))
    assert planned == checked == (ExitCode.CONFORMING if rules else ExitCode.TO_REVIEW)


def test_nothing_found_is_nothing_to_do(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """An empty folder ends in 4, with a word on it and no plan."""
    (tmp_path / "empty").mkdir()
    called = call(capsys, "plan", tmp_path / "empty")
    assert (called.code, called.out) == (ExitCode.NOTHING_TO_DO, "")


def test_formats_go_where_they_are_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """JSON on a clean standard output, CSV in its file, in the language of the call."""
    table = tmp_path / "plan.csv"
    called = call(
        capsys,
        "plan",
        DOSSIERS / BROKEN,
        DOSSIERS / IBAN,
        *ON,
        "--lang",
        "en",
        "--format",
        "json",
        "--format",
        f"csv={table}",
    )
    document = json.loads(called.out)
    assert [one["party"]["role"] for one in document["asked"]] == ["office", "finance"]
    assert "Addressee" in table.read_text("utf-8-sig").splitlines()[0]


def test_letters_are_written_for_each_addressee(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """French letters, whatever the language, twice the same bytes, and nothing else in the folder."""
    out, again = tmp_path / "letters", tmp_path / "again"
    options = [DOSSIERS / BROKEN, DOSSIERS / UNSIGNED, *ON, "--lang", "en"]
    called = call(capsys, "plan", *options, "--letters", out)
    call(capsys, "plan", *options, "--letters", again)

    assert "2 letter(s) written" in called.err
    assert tree(out) == tree(again)
    assert sorted(tree(out)) == [
        "client_Foyer-d-accueil-medicalise-Les-Bleuets-C01.docx",
        "finance_Ambroisie-Solutions.docx",
    ]
    letter = docx.Document(str(out / "client_Foyer-d-accueil-medicalise-Les-Bleuets-C01.docx"))
    assert "Madame, Monsieur," in [paragraph.text for paragraph in letter.paragraphs]


def test_letters_show_no_iban_unless_asked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The bank account is masked in a letter, shown on demand."""
    options = [DOSSIERS / IBAN, *ON]
    call(capsys, "plan", *options, "--letters", tmp_path / "masked")
    call(capsys, "plan", *options, "--letters", tmp_path / "shown", "--show-personal-data")

    said = {}
    for name in ("masked", "shown"):
        (file,) = (tmp_path / name).iterdir()
        document = docx.Document(str(file))
        said[name] = " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "••••" in said["masked"]
    assert "••••" not in said["shown"]


def test_letters_never_land_among_the_pieces(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A folder of letters inside a submission is refused before anything is written."""
    folder = tmp_path / "d"
    options = clean_folder(folder)
    before = tree(folder)
    called = call(capsys, "plan", folder, *options, "--letters", folder / "letters")
    assert called.code == ExitCode.USAGE
    assert tree(folder) == before


def test_the_text_hides_names_unless_asked(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients are told by their initials by default, and in a CI whatever is asked."""
    options = ["plan", DOSSIERS / UNSIGNED, *ON]
    hidden = call(capsys, *options).out
    shown = call(capsys, *options, "--show-personal-data").out
    monkeypatch.setenv("CI", "true")
    in_ci = call(capsys, *options, "--show-personal-data").out

    assert "Les Bleuets" in shown
    assert "Les Bleuets" not in hidden
    assert in_ci == hidden


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--roadmap"],
        ["--scheme", "HOP-DPI-VA1"],
        ["--state", "listed"],
        ["--roadmap", "--scheme", "HOP-DPI-VA1", "--letters", "x"],
        ["--roadmap", "--scheme", "HOP-DPI-VA1", "--format", "csv"],
        ["--roadmap", "--scheme", "HOP-DPI-VA1", "--state", "rich"],
        ["--roadmap", "--scheme", "NOT-A-SCHEME"],
        ["folder", "--format", "html"],
        ["folder", "--format", "json", "--format", "csv"],
    ],
    ids=" ".join,
)
def test_a_muddled_call_is_refused(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    """What does not go together is said, and nothing is written."""
    called = call(capsys, "plan", *arguments)
    assert (called.code, called.out) == (ExitCode.USAGE, "")
    assert called.err


def test_the_roadmap_says_days_delays_and_sources(capsys: pytest.CaptureFixture[str]) -> None:
    """Two readings where the sources disagree, both with their source, and 3 for what is not certain."""
    called = call(capsys, "plan", "--roadmap", "--scheme", "ms2-dui-va1", "--state", "cnda_filed", "--on", "2023-11-14")
    said = " ".join(called.out.replace("\xa0", " ").split())

    assert called.code == ExitCode.TO_REVIEW
    assert "délai : 10 semaines [ROADMAP-FR, « Nos conseils », 04]" in said
    assert "délai : 6 semaines [ROADMAP-EN, 04, 06, 07]" in said
    assert "obtenu au plus tard le 29 novembre 2023 (délais longs" in said
    assert "28 février 2024 [P-PDS1]" in said


@pytest.mark.parametrize(
    ("on", "code"),
    [("2024-02-28", ExitCode.CONFORMING), ("2024-02-29", ExitCode.NON_CONFORMING)],
    ids=["last day", "one day late"],
)
def test_the_roadmaps_exit_code_tells_what_is_too_late(
    capsys: pytest.CaptureFixture[str], on: str, code: ExitCode
) -> None:
    """Enrolled and ordered, the advance may be asked for until the closing day, and not the day after."""
    called = call(capsys, "plan", "--roadmap", "--scheme", "MS2-DUI-VA1", "--state", "enrolled,ordered", "--on", on)
    assert called.code == code


def test_the_roadmaps_json_fits_its_schema(capsys: pytest.CaptureFixture[str]) -> None:
    """For every scheme, from nothing and from being listed, in both languages."""
    schema = json.loads(ROADMAP_SCHEMA_FILE.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    for code in load().schemes:
        for more in (["--lang", "en"], ["--state", "listed"]):
            called = call(
                capsys, "plan", "--roadmap", "--scheme", code, *more, "--on", "2024-01-01", "--format", "json"
            )
            document = json.loads(called.out)
            assert list(Draft202012Validator(schema).iter_errors(document)) == [], code
            assert {key for step in document["steps"] for key in (step["source"],)} <= {
                source["key"] for source in document["sources"]
            }
