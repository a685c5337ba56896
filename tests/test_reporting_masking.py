"""No IBAN, name or identity number of a person leaks through a masked report."""

from __future__ import annotations

import json
import re
import time
import unicodedata
from dataclasses import replace
from datetime import date

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.reporting.encode import SCHEMA_FILE, to_json
from pipeline.reporting.hiding import Secrets, french_ibans_masked, initials, mask
from pipeline.reporting.masking import masked
from pipeline.reporting.terminal import render_text
from tests.reporting_rules import SHA
from tests.reporting_samples import (
    IBAN,
    RPPS,
    dossier,
    fact,
    failing_report,
    finding,
    large_report,
    report,
)
from validators.model import (
    REQUEST,
    Agreement,
    Beneficiary,
    Claim,
    Decision,
    Fate,
    FileRecord,
    Outcome,
    Said,
    Verdict,
)


def compact(text: str) -> str:
    """Keep letters and digits, without case and accents."""
    folded = unicodedata.normalize("NFKD", text).lower()
    return "".join(letter for letter in folded if letter.isalnum())


@pytest.mark.parametrize(
    ("value", "value_type", "expected"),
    [
        (IBAN, "iban", "FR76 •••• 0189"),
        ("FR76 3000", "iban", "••••"),
        ("Camille de Pina", "name", "C. d. P."),
        (RPPS, "rpps", "•••• 001"),
        ("759999990", "adeli", "•••• 990"),
        ("camille.pina@medecin.mssante.fr", "mssante", "••••@medecin.mssante.fr"),
        ("30006 00001 12345678901 89", "rib", "••••"),
        ("whatever", "text", "••••"),
    ],
)
def test_each_sort_of_value_keeps_just_enough(value: str, value_type: str, expected: str) -> None:
    """A person who knows the value recognises it; one who does not learns nothing of use."""
    assert mask(value, value_type) == expected


@pytest.mark.parametrize(
    "written",
    [
        "Camille de Pina",
        "CAMILLE DE PINA",
        "de Pina, Camille",
        "Pina_Camille-de",
        "Câmille  de\u00a0Pinà",
        "Camille de Pin\u0061\u0300",
        "x/camille-de-pina.pdf",
    ],
)
def test_a_name_is_found_however_it_is_written(written: str) -> None:
    """Case, accents, order and separators do not uncover a name."""
    hidden = Secrets([("Cabinet du Dr Camille de Pina", "name")]).hidden(written)

    assert "C. d. D. C. d. P." in hidden
    assert "amille" not in hidden


def test_a_name_inside_another_word_is_left_alone() -> None:
    """Masking « Pina » does not tear « Pinard » apart."""
    assert Secrets([("Pina", "name")]).hidden("Pinard et Pina") == "Pinard et P."


def test_an_identifier_is_found_inside_other_characters() -> None:
    """An RPPS number behind its leading 8, or glued to a word, is masked all the same."""
    hidden = Secrets([(RPPS, "rpps")]).hidden(f"rpps8{RPPS}x et 100 0000 0001")

    assert RPPS not in compact(hidden)


def test_any_french_iban_is_masked_known_or_not() -> None:
    """An IBAN that a person typed into a reason or a file name does not get through; a VAT number does."""
    assert french_ibans_masked(f"voir {IBAN.lower()}.") == "voir fr76 •••• 0189."
    assert french_ibans_masked("FR76 3000 6000 0112 3456 7890 189") == "FR76 •••• 0189"
    assert french_ibans_masked("TVA FR44732829320 du 12") == "TVA FR44732829320 du 12"


def test_a_masked_report_still_holds_against_its_schema() -> None:
    """A program reads a masked report like any other."""
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))

    assert (
        list(jsonschema.Draft202012Validator(schema).iter_errors(json.loads(to_json(masked(failing_report()))))) == []
    )


def test_masking_changes_nothing_but_values() -> None:
    """Verdict, counts, rules, outcomes and digests are the same; masking twice is masking once."""
    told = failing_report()
    hidden = masked(told)

    assert (hidden.verdict, hidden.counts, hidden.coverage.applicable) == (told.verdict, told.counts, 46)
    assert [(one.rule, one.outcome, one.sha256) for one in hidden.findings] == [
        (one.rule, one.outcome, one.sha256) for one in told.findings
    ]
    assert masked(hidden) == hidden


def test_keys_made_of_a_name_stay_distinct() -> None:
    """Two clients whose keys are their names are still two clients once masked."""
    twins = tuple(
        Beneficiary(key=f"beneficiary:{name}", id=name, name=name.replace("-", " "))
        for name in ("anne-dupont", "alix-durand")
    )
    findings = [finding("PC-07", Outcome.FAILED, client.key) for client in twins]
    told = report(dossier(beneficiaries=twins, pieces=(), claims=()), findings, Verdict.NON_CONFORMING)

    hidden = masked(told)

    assert len({one.key for one in hidden.beneficiaries}) == 2
    assert {one.subject for one in hidden.findings} == {one.key for one in hidden.beneficiaries}
    assert "dupont" not in to_json(hidden).decode()


def test_who_decided_and_what_linked_a_piece_are_masked_everywhere() -> None:
    """A name known only from a decision or from the link of a piece is masked in messages too."""
    base = dossier(1)
    (piece,) = base.pieces
    linked = replace(piece, linked_by=(fact("proof.signatory", "Ysé Lachenal", "Mme Lachenal Ysé", piece.file),))
    decision = Decision(
        action="waive", rule="AM-08", subject=REQUEST, sha256=SHA, who="Oriane Delfosse", when=date(2026, 1, 1),
        reason="vu", expires=date(2027, 1, 1),
    )  # fmt: skip
    said = {"client": Said(value="Delfosse Oriane pour Lachenal Ysé")}
    judged = replace(base, pieces=(linked,), decisions=(decision,))
    told = report(judged, [finding("PC-07", Outcome.FAILED, REQUEST, arguments=said)], Verdict.NON_CONFORMING)

    written = to_json(masked(told)).decode()

    assert "Delfosse" not in written
    assert "Lachenal" not in written


def test_what_the_page_prints_of_a_personal_value_is_masked_even_when_misread() -> None:
    """The words of a personal value are hidden though they are not letter for letter the value."""
    seen = (fact("applicant.iban", IBAN, "FR7G 3OOO 6OOO O112 3456 789O I89", "RIB.pdf"),)
    told = report(dossier(1), [finding("IT-03", Outcome.FAILED, REQUEST, evidence=seen)], Verdict.NON_CONFORMING)

    (evidence,) = masked(told).findings[0].evidence

    assert evidence.words == evidence.text == evidence.value == "FR76 •••• 0189"


@pytest.mark.parametrize("name", ["Passed", "request", "Used", "failed", "pdf", "AM-08", "beneficiary", "fr", "2026"])
def test_a_client_called_like_a_code_breaks_nothing(name: str) -> None:
    """A hostile or unlucky name cannot make a masked report unreadable."""
    client = Beneficiary(key="beneficiary:1", id="1", name=name)
    judged = dossier(beneficiaries=(client,), pieces=(), claims=())

    hidden = masked(report(judged, [finding("AM-08", Outcome.PASSED, client.key)], Verdict.CONFORMING))

    assert hidden.verdict is Verdict.CONFORMING
    assert render_text(hidden, colour=False, width=80)


words = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéèàçïôœABCDEFGHIJ", min_size=3, max_size=12)
names = st.lists(words, min_size=2, max_size=4).map(" ".join)
digits = st.integers(10**10, 10**11 - 1).map(lambda number: f"{number:011}")
ibans = st.text(alphabet="0123456789", min_size=25, max_size=25).map(lambda tail: "FR" + tail)
separators = st.sampled_from([" ", "\u00a0", "-", "_", "  ", ". "])


@settings(max_examples=60, deadline=None)
@given(name=names, person=names, iban=ibans, rpps=digits, separator=separators, upper=st.booleans())
def test_nothing_personal_leaks(name: str, person: str, iban: str, rpps: str, separator: str, upper: bool) -> None:
    """Whatever the values and the way they are written, none is left in messages, evidence, claims, labels or paths."""
    spaced = separator.join(name.split())
    written = spaced.upper() if upper else spaced
    grouped = separator.join(iban[at : at + 4] for at in range(0, 27, 4))
    path = f"{written}/{grouped}.pdf"
    client = Beneficiary(key="beneficiary:B1", id="B1", name=name)
    seen = (
        fact("beneficiary.name", name, f"Client {written}", path),
        fact("applicant.iban", iban, grouped, path),
        fact("beneficiary.rpps", rpps, f"RPPS {rpps}", path),
        fact("applicant.depositor", person, person, path),
        fact("beneficiary.finess", "920000650", f"{written} {grouped} {rpps}", path),
    )
    decision = Decision(
        action="waive", rule="AM-08", subject=client.key, sha256=SHA, who=person, when=date(2026, 1, 1),
        reason=f"Vu avec {written}, {grouped}, {rpps}", expires=date(2027, 1, 1),
    )  # fmt: skip
    arguments = {
        "amount": Said(value=written),
        "ceiling": Said(value=rpps, attribute="beneficiary.rpps"),
        "client": Said(value=grouped),
    }
    judged = dossier(
        beneficiaries=(client,),
        pieces=(),
        claims=tuple(
            Claim(attribute=one.attribute, subject=client.key, facts=(one,), state=Agreement.SINGLE) for one in seen
        ),
        files=(FileRecord(path=path, size=1, sha256=SHA, content="pdf", fate=Fate.USED),),
        decisions=(decision,),
    )
    findings = [
        finding("AM-08", Outcome.FAILED, client.key, arguments=arguments, evidence=seen, decision=decision),
        finding("PC-07", Outcome.FAILED, f"file:{path}", arguments=arguments),
    ]

    hidden = masked(report(judged, findings, Verdict.NON_CONFORMING))

    every = [compact(one) for one in re.findall(r'"((?:[^"\\]|\\.)*)"', to_json(hidden).decode())]
    for secret in (compact(name), compact(person), compact(iban), rpps):
        kept = compact(initials(name)), compact(initials(person))
        assert secret in kept or not any(secret in one for one in every), secret
    assert compact(name) not in compact(render_text(hidden, colour=False, width=100)) or compact(name) in compact(
        person
    )


def test_a_report_without_anything_personal_is_left_as_it_is() -> None:
    """Masking touches what is personal and nothing else."""
    told = report(dossier(0), [finding("AM-08", Outcome.PASSED, REQUEST)], Verdict.CONFORMING)

    assert masked(told) == told


def test_amounts_and_public_numbers_stay_readable() -> None:
    """What an engineer needs to understand a failure in a CI log is still there."""
    text = render_text(masked(failing_report()), colour=False, width=120)

    assert "25 000,01 €".replace(" ", "\u00a0") in text
    assert "920150059" in text
    assert "FR76 •••• 0189" in text
    assert "Pina" not in text


def test_masking_a_large_report_is_fast() -> None:
    """A log line is not worth more than the judgement: well below a second for 1,500 findings."""
    told = large_report()
    start = time.perf_counter()
    masked(told)

    assert time.perf_counter() - start < 1


def test_the_files_of_the_output_folder_are_not_masked_by_themselves() -> None:
    """Masking is asked for, never silent: the report itself says the values."""
    assert IBAN in to_json(failing_report()).decode()
