"""`rules diff` tells a person and a program what changes between two moments, with the texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli_helpers import call

BEFORE, AFTER = "2024-09-12T13:59+02:00", "2024-09-12T14:01+02:00"


def test_a_rule_that_comes_into_force_is_told_with_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    """Around 12 September 2024 at 14:00, the deployment-case rule begins, by the ASP's own questions and answers."""
    called = call(capsys, "rules", "diff", BEFORE, AFTER)

    assert called.code == 0
    told = called.out.partition("ME-05")[2].splitlines()
    assert told[1].endswith("– → 12\u00a0septembre\u00a02024 à 14\u00a0h\u00a000")
    assert "(https://segurnum.asp-public.fr/segurnum/foires-aux-questions)" in told[2]
    assert called.err == ""


def test_nothing_differs_within_a_quiet_minute(capsys: pytest.CaptureFixture[str]) -> None:
    """When nothing changes, that is said."""
    called = call(capsys, "rules", "diff", "2024-09-12T14:01", "2024-09-12T14:02")

    assert (called.code, called.out) == (0, "Rien ne diffère.\n")


def test_json_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON names what changes by code, with values for machines and the source of each side."""
    called = call(capsys, "rules", "diff", BEFORE, AFTER, "--format", "json", "--lang", "en")

    told = json.loads(called.out)
    (change,) = [one for one in told["changes"] if one["of"] == "ME-05"]
    assert (change["aspect"], change["before"]) == ("version", None)
    assert change["after"]["value"] == "2024-09-12T14:00:00+02:00"
    assert change["after"]["source"]["key"] == "ASP-FAQ-c"
    assert change["after"]["basis"] == "sourced"
    assert len(told["rules"]) == 64


def test_the_users_own_rules_are_compared_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A postponement that only an overlay knows shows between the days before and after its publication."""
    (tmp_path / "schemes").mkdir()
    (tmp_path / "sources.toml").write_text(
        '[OWN]\ntitle = "Note \\u202eperso"\naddress = ""\ndate = "2024-02-01"\nbasis = "overlay"\n', "utf-8"
    )
    window = '[[window]]\nrequest = "funding"\ncloses = 2026-06-30\npublished = 2025-12-01\nsource = "OWN"\n'
    (tmp_path / "schemes" / "HOP-DPI-VA2.toml").write_text(f'code = "HOP-DPI-VA2"\n\n{window}', "utf-8")

    called = call(capsys, "rules", "diff", "2025-11-30", "2025-12-02", "--rules", tmp_path)

    assert "Avance : clôture" in called.out.replace("\u00a0", " ")
    assert "30\u00a0juin\u00a02026" in called.out
    assert "Note ‹U+202E›perso" in called.out
