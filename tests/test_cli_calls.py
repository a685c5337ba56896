"""Tests of calls: the help, the languages, and wrong calls, which are explained and never end in a traceback."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.cli.main import VERBS
from pipeline.version import VERSION
from tests.cli_helpers import ROOT, call, call_apart, settle_in

HELP = [
    [],
    *([verb] for verb in VERBS),
    *(["rules", verb] for verb in ("diff", "explain", "impact", "list", "page", "requirements", "schemes")),
]


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep each test to itself."""
    return settle_in(monkeypatch, tmp_path)


@pytest.mark.parametrize("verb", HELP, ids=lambda words: " ".join(words) or "all")
def test_help_in_french(capsys: pytest.CaptureFixture[str], verb: list[str]) -> None:
    """The help of every verb is French by default, without a word of click's own English."""
    called = call(capsys, *verb, "--help")

    assert called.code == 0
    assert called.out.startswith("Utilisation : segur-dossier")
    assert "Afficher cette aide." in called.out
    assert not any(english in called.out for english in ("Usage:", "Show ", "[required]", "[default", "COMMAND"))


@pytest.mark.parametrize("verb", HELP, ids=lambda words: " ".join(words) or "all")
def test_help_in_english(capsys: pytest.CaptureFixture[str], verb: list[str]) -> None:
    """The help of every verb is English when asked, without a word of French."""
    called = call(capsys, "--lang", "en", *verb, "--help")

    assert called.code == 0
    assert called.out.startswith("Usage: segur-dossier")
    assert "Show this help." in called.out
    assert not any(french in called.out for french in ("Utilisation", "Afficher", " DOSSIER", "à", "è"))


@pytest.mark.parametrize("verb", [[], *([verb] for verb in VERBS)], ids=lambda words: " ".join(words) or "all")
def test_examples_in_help(capsys: pytest.CaptureFixture[str], verb: list[str]) -> None:
    """The help of every verb ends with calls one can copy."""
    helped = call(capsys, *verb, "--help").out

    assert f"\n  segur-dossier {' '.join(verb)}" in helped.split("Exemples :")[1]


def test_no_argument_is_help(capsys: pytest.CaptureFixture[str]) -> None:
    """The command alone shows its help."""
    assert call(capsys) == call(capsys, "--help")


def test_exit_codes_are_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    """The help tells every exit code."""
    helped = call(capsys, "--help").out

    assert all(f"{code} " in helped for code in (0, 1, 2, 3, 4, 5, 130))


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """The version is that of the package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert project["version"] == VERSION
    assert call(capsys, "--version").out == f"segur-dossier {VERSION}\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chek"], "Le verbe chek n'existe pas. Vouliez-vous dire check ?"),
        (["--lang", "en"], "A verb is missing: check, build, plan, verify, init, rules, ledger."),
        (["rules"], "Il manque un verbe : diff, explain, impact, list, page, requirements, schemes."),
        (["rules", "diff", "2024-01-01"], "Il manque : DATE2."),
        (["rules", "diff", "2024-01-01", "hier"], "Valeur refusée pour DATE2 : « hier » n'est pas un moment."),
        (["rules", "lst"], "Le verbe lst n'existe pas. Vouliez-vous dire list ?"),
        (["rules", "explain"], "Il manque : RÈGLE."),
        (["rules", "explain", "ZZ-99"], "La règle ZZ-99 n'existe pas."),
        (["rules", "list", "tout"], "Trop d'arguments : tout."),
        (["check"], "Il manque : DOSSIER."),
        (["check", "absent"], "« absent » est introuvable."),
        (["check", ".", "--jbs", "2"], "L'option --jbs n'existe pas. Vouliez-vous dire --jobs ?"),
        (["check", ".", "--jobs", "0"], "« 0 » n'est pas un nombre entre 1 et 256."),
        (["check", ".", "--jobs", "deux"], "« deux » n'est pas un nombre entre 1 et 256."),
        (["check", ".", "--jobs"], "L'option --jobs attend une valeur."),
        (["check", ".", "--quiet=oui"], "L'option --quiet ne prend pas de valeur."),
        (["check", ".", "--on", "demain"], "« demain » n'est pas un moment. Attendu : 2024-09-12"),
        (["check", ".", "--on", "2024-02-30"], "« 2024-02-30 » n'est pas un moment."),
        (["check", ".", "--lang", "de"], "« de » n'est pas prévu. Attendu : fr, en."),
        (["check", ".", "--fail-on", "info"], "« info » n'est pas prévu. Attendu : blocking, warning."),
        (["check", ".", "--format", "docx"], "« docx » n'est pas un format. Attendus : text, json"),
        (["check", ".", "--limits", "pages=3"], "« pages=3 » n'est pas une limite. Attendu : NOM=VALEUR"),
        (["check", ".", "--limits", "max_pages"], "la valeur d'une limite est un nombre positif"),
        (["check", ".", "--limits", "max_pages=-1"], "la valeur d'une limite est un nombre positif"),
        (["check", ".", "--limits", "child_seconds=nan"], "la valeur d'une limite est un nombre positif"),
        (["check", ".", "--rules", "absent"], "absent"),
        (["check", ".", "--trust", "absent"], "absent » ne contient pas de certificat lisible."),
        (["build", "."], "Il manque l'option --output."),
        (["verify", "absent"], "absent n'existe pas."),
        (["init", "absent"], "absent n'est pas un dossier."),
        (
            ["init", ".", "--kind", "solde"],
            "« solde » n'est pas prévu. Attendu : listing, enrolment, funding, balance.",
        ),
    ],
    ids=" ".join,
)
def test_wrong_call(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    arguments: list[str],
    message: str,
) -> None:
    """A wrong call is explained on standard error, with what to do, and ends in 2."""
    (tmp_path / "vide").mkdir()
    (tmp_path / "vide" / "a.pdf").write_bytes(b"%PDF-1.4")
    monkeypatch.chdir(tmp_path / "vide")

    called = call(capsys, *arguments)

    assert called.code == 2
    assert called.out == ""
    first, second = called.err.splitlines()
    assert first.startswith(("Erreur : ", "Error: "))
    assert message in first
    assert second.startswith(("Que faire : ", "What to do: "))
    assert len(second) > len("What to do: ")


@pytest.mark.parametrize("arguments", [["--lang", "en", "check", "absent"], ["check", "absent", "--lang=en"]])
def test_language_before_or_after_the_verb(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    """The language may be given before or after the verb."""
    assert call(capsys, *arguments).err.startswith("Error: “absent” cannot be found.")


def test_language_of_the_environment(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """SEGUR_DOSSIER_LANG gives the language; an option says otherwise."""
    monkeypatch.setenv("SEGUR_DOSSIER_LANG", "en")

    assert call(capsys, "check", "absent").err.startswith("Error: ")
    assert call(capsys, "check", "absent", "--lang", "fr").err.startswith("Erreur : ")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_rules_are_listed_and_explained(capsys: pytest.CaptureFixture[str], language: str) -> None:
    """Every rule is listed and every listed one can be explained, without a blank left in what it says."""
    listed = call(capsys, "rules", "list", "--lang", language)
    rules = [line.split()[0] for line in listed.out.splitlines()]

    assert listed.code == 0
    assert len(rules) > 20
    for rule in rules[::10]:
        explained = call(capsys, "rules", "explain", rule.lower(), "--lang", language)
        assert explained.code == 0
        assert explained.out.startswith(f"{rule} – ")
        assert "{" not in explained.out


def test_schemes_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """The schemes are listed with their windows."""
    listed = call(capsys, "rules", "schemes")

    assert listed.code == 0
    assert "HOP-DPI-VA1" in listed.out
    assert "clôt" in listed.out


def test_any_text_in_any_terminal() -> None:
    """A terminal of another alphabet still gets its help, what it cannot show spelt out."""
    called = call_apart("rules", "list", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})

    assert called.code == 0
    assert "é" in called.out  # not a terminal: in UTF-8 whatever the surroundings


def test_standard_output_closed() -> None:
    """Without a standard output the call still ends as it should."""
    called = call_apart("--version", stdout=None, preexec_fn=lambda: __import__("os").close(1))

    assert (called.code, called.err) == (0, "")
