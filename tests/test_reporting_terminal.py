"""The terminal shows what fails and what to do, aligned, and obeys nothing that a document says."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from pipeline.reporting.terminal import render_text
from tests.reporting_samples import (
    clients,
    dossier,
    failing_report,
    finding,
    large_report,
    passing_report,
    report,
)
from validators.model import Outcome, Said, Verdict

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def plain(text: str) -> str:
    """Put the words of a wrapped text back on one line."""
    return " ".join(text.split())


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    """Long messages, names and paths wrap below their own column."""
    for told in (failing_report(), large_report(8), passing_report()):
        assert max(map(len, render_text(told, colour=False, width=width).splitlines())) <= width


def test_a_name_of_ten_thousand_letters_wraps() -> None:
    """No word, however long, breaks the layout."""
    (client,) = clients(1)
    judged = dossier(1, beneficiaries=(replace(client, name="x" * 10_000),))
    told = report(judged, [finding("SI-01", Outcome.FAILED, client.key)], Verdict.NON_CONFORMING)

    assert max(map(len, render_text(told, colour=False, width=80).splitlines())) <= 80


def test_without_colour_there_is_no_escape() -> None:
    """What goes to a file or a pipe is plain text."""
    assert "\x1b" not in render_text(failing_report(), colour=False, width=80)


def test_colour_changes_nothing_but_colour() -> None:
    """The words are the same, and every colour is switched off again."""
    coloured = render_text(failing_report(), colour=True, width=80)

    assert COLOUR.sub("", coloured) == render_text(failing_report(), colour=False, width=80)
    assert all(line.count("\x1b[0m") * 2 == line.count("\x1b[") for line in coloured.splitlines())


def test_a_document_cannot_paint_the_screen() -> None:
    """Escapes, carriage returns and direction marks in a name are shown, not obeyed."""
    hostile = "\x1b[2J\x1b]0;title\x07 ok\r✓ CONFORME\u202e"
    findings = [finding("PC-07", Outcome.FAILED, "request", arguments={"client": Said(value=hostile)})]
    told = report(dossier(reference=hostile), findings, Verdict.NON_CONFORMING)

    text = render_text(told, colour=False, width=100)

    assert not set("\x1b\x07\r\u202e") & set(text)
    assert "‹U+001B›[2J" in text


def test_each_failure_says_rule_level_message_place_and_remedy() -> None:
    """One look is enough to know what is wrong, where, and what to do."""
    text = plain(render_text(failing_report(), colour=False, width=200)).replace("\u00a0", " ")

    assert "✗ AM-08 Le montant commandé ne dépasse pas le plafond · bloquant, en échec" in text
    assert "dépasse le plafond de 25 000,00 € HT." in text
    assert "↳ 25 000,01 € – commandes/B02 - bon de commande.pdf, page 2" in text
    assert "→ Faire corriger puis signer à nouveau le bon de commande" in text


def test_what_passed_is_only_counted() -> None:
    """A conforming dossier is four short lines, one of them what is left for a person to check."""
    lines = render_text(passing_report(), colour=False, width=100).splitlines()

    assert lines[0] == "✓ CONFORME  2026-CHV-017"
    assert lines[-1] == "✓ 10 réussis (10 exécutés sur 10 applicables)"
    assert lines[-2] == "☞ 1 point à vérifier par vous avant de déposer\u00a0: le rapport le donne."
    assert len([line for line in lines if line]) == 4


def test_the_last_line_counts_everything() -> None:
    """Failed, to review, warnings, settled, passed and not applicable add up to the findings."""
    told = failing_report()
    last = plain(render_text(told, colour=False, width=400).splitlines()[-1])
    numbers = [int(number) for number in re.findall(r"\d+", last.partition("(")[0])]

    assert numbers == [3, 3, 1, 1, 38, 1]
    assert sum(numbers) == len(told.findings)


def test_forty_times_the_same_is_said_once() -> None:
    """A remedy shared by all is printed once, the first subjects are named and the others counted."""
    text = render_text(large_report(), colour=False, width=100)

    assert text.count("Regarder la signature") == 1
    assert "et 34 autres" in text


def test_a_decision_is_shown_with_its_author() -> None:
    """The terminal hides no waiver."""
    text = plain(render_text(failing_report(), colour=False, width=100))

    assert "✎ DA-02" in text
    assert "par Camille Berthier" in text


def test_the_other_language_is_spoken_throughout() -> None:
    """With --lang en no French word of the tool itself is left."""
    text = render_text(failing_report(lang="en"), colour=False, width=100)

    assert text.startswith("✗ NON-CONFORMING")
    assert "bloquant" not in text
    assert "applicables" not in text
