"""What public registers say of a dossier: numbers exist, establishments are open, names are theirs; silence proves nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.judgement_samples import (
    CLIENT_SIRET,
    FINESS,
    NOON,
    SIRET,
    ask,
    book,
    client,
    dossier,
    fact,
    findings,
    judged,
    on,
    piece,
    request,
)
from validators.model import Dossier, Level, Outcome, RegisterAnswer, RegisterEntry

PASSED, FAILED, OPEN, SILENT = Outcome.PASSED, Outcome.FAILED, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE
DAY = date(2024, 10, 1)  # two weeks before the moment of judgement
RPPS = "10999760092"
RULES = [rule for rule in book().rules.values() if rule.family == "registers"]


def entry(number: str, *names: str, **changes: Any) -> RegisterEntry:
    """Return what a register knows of an establishment that is open since 2010."""
    made = RegisterEntry(number=number, names=names, created_on=date(2010, 1, 1), closed=False, since=date(2010, 1, 1))
    return replace(made, **changes)


def answer(register: str, *entries: RegisterEntry, **changes: Any) -> RegisterAnswer:
    """Return the answer of a register in good order."""
    described = book().registers[register]
    made = RegisterAnswer(
        register=register,
        attributes=described.attributes,
        max_age_days=described.max_age_days,
        file=f"{register}.parquet",
        sha256="a" * 64,
        taken_on=DAY,
        entries=entries,
    )
    return replace(made, **changes)


ANSWERS = {
    "sirene": answer("sirene", entry(SIRET, "POLYCLEE"), entry(CLIENT_SIRET, "LES GLYCINES")),
    "sirene_units": answer(
        "sirene_units", entry(SIRET, "POLYCLEE CONSEIL"), entry(CLIENT_SIRET, "CLINIQUE DES GLYCINES")
    ),
    "finess": answer("finess", entry(FINESS, "CLINIQUE LES GLYCINES")),
    "finess_operators": answer("finess_operators"),
    "rpps": answer("rpps", entry(RPPS, "Anne MARTIN")),
    "solutions": answer("solutions", entry("ANS-337405", "Polyclée Dossier")),
}
SOLUTION = {"listing_number": "ANS-337405", "name": "Polyclée Dossier", "listed_on": "2024-05-02"}


def case(**changes: RegisterAnswer) -> Dossier:
    """Return a good dossier whose registers answer well, but for the changes."""
    declared = request(solution=SOLUTION, beneficiaries=client(rpps=RPPS, order_date="2024-09-10"))
    return dossier(declared, registers=tuple({**ANSWERS, **changes}.values()))


def cannot(register: str, reason: str = "register_absent") -> RegisterAnswer:
    """Return the answer of a register that cannot be asked."""
    return answer(register, reason=reason, taken_on=None, file="")


def test_there_is_a_rule_for_every_register() -> None:
    """Every register in the data is asked by a rule, every rule asks registers that exist, and all of them only warn."""
    asked = {str(name) for rule in RULES for name in rule.versions[0].parameters["registers"]}  # type: ignore[attr-defined]
    assert asked == book().registers.keys()
    assert {rule.level for rule in RULES} == {"warning"}
    for rule in RULES:
        attributes = set(rule.versions[0].parameters["attributes"])  # type: ignore[call-overload]
        known = {one for key in rule.versions[0].parameters["registers"] for one in book().registers[key].attributes}  # type: ignore[attr-defined]
        assert attributes <= known


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_dossier_that_the_registers_know_passes(rule: Any) -> None:
    """Every rule passes on a dossier whose numbers, states and names are those of the registers."""
    assert ask(rule.id, case()) == (PASSED, None)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_registers_that_nobody_asked_concern_nobody(rule: Any) -> None:
    """Without a folder of snapshots no rule has anything to say."""
    assert ask(rule.id, replace(case(), registers=None)) == (SILENT, None)


def test_registers_never_change_a_verdict() -> None:
    """Unasked, absent, or knowing nobody: the verdict is the same, for no rule about registers blocks."""
    absent = {name: cannot(name) for name in ANSWERS}
    empty = {name: answer(name) for name in ANSWERS}
    cases = (replace(case(), registers=None), case(**absent), case(**empty), case())
    assert len({judged(one).verdict for one in cases}) == 1
    for one in (case(**absent), case(**empty)):
        found = [finding for finding in judged(one).findings if finding.rule.startswith("RG-")]
        assert {finding.level for finding in found} == {Level.WARNING}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_absent_registers_leave_every_rule_open(rule: Any) -> None:
    """Where registers are asked and none is there, nothing passes and nothing fails."""
    assert ask(rule.id, case(**{name: cannot(name) for name in ANSWERS})) == (OPEN, "register_absent")


@pytest.mark.parametrize(
    ("rule", "register"),
    [("RG-01", "sirene"), ("RG-02", "sirene"), ("RG-07", "finess"), ("RG-08", "rpps"), ("RG-09", "solutions")],
)
@pytest.mark.parametrize(
    "reason",
    [
        *("register_absent", "register_several", "register_undated", "register_unreadable", "register_too_slow"),
        "register_library_missing",
    ],
)
def test_a_number_that_a_register_does_not_know_fails_only_when_it_was_asked(
    rule: str, register: str, reason: str
) -> None:
    """A register that answers without the number says that it does not exist; one that cannot answer says why."""
    assert ask(rule, case(**{register: answer(register)})) == (FAILED, None)
    assert ask(rule, case(**{register: cannot(register, reason)})) == (OPEN, reason)


@pytest.mark.parametrize(("days", "expected"), [(45, PASSED), (46, OPEN)])
def test_a_snapshot_is_too_old_one_day_after_its_limit(days: int, expected: Outcome) -> None:
    """Its age counts from the moment of judgement, not from the clock."""
    taken_on = NOON.at.date() - timedelta(days=days)
    outcome, reason = ask("RG-02", case(sirene=replace(ANSWERS["sirene"], taken_on=taken_on)))
    assert (outcome, reason) == (expected, None if expected == PASSED else "register_too_old")
    if expected == OPEN:
        earlier = on(2024, 10, 14, 12)
        assert ask("RG-02", case(sirene=replace(ANSWERS["sirene"], taken_on=taken_on)), earlier)[0] == PASSED


def test_an_old_snapshot_does_not_condemn_either() -> None:
    """A number that an outdated file does not know is left open too."""
    outdated = answer("sirene", taken_on=date(2023, 1, 1))
    assert ask("RG-02", case(sirene=outdated)) == (OPEN, "register_too_old")


def test_the_entity_of_an_establishment_has_a_finess_too() -> None:
    """A legal FINESS is known by the establishments that it runs."""
    known = {"finess": answer("finess"), "finess_operators": answer("finess_operators", entry(FINESS))}
    assert ask("RG-07", case(**known)) == (PASSED, None)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"closed": True, "since": date(2024, 9, 10)}, (FAILED, "register_closed")),
        ({"closed": True, "since": date(2024, 9, 11)}, (OPEN, "register_earlier_state")),
        ({"created_on": date(2024, 9, 10), "since": date(2024, 9, 10)}, (PASSED, None)),
        ({"created_on": date(2024, 9, 11), "since": date(2024, 9, 11)}, (FAILED, "register_not_created")),
        ({"since": date(2024, 9, 11)}, (OPEN, "register_earlier_state")),
        ({"closed": None}, (OPEN, "register_state_unknown")),
        ({"since": None}, (OPEN, "register_state_unknown")),
        ({"closed": True, "since": None}, (OPEN, "register_state_unknown")),
    ],
)
def test_an_establishment_is_open_on_the_day_of_the_order(
    changes: dict[str, Any], expected: tuple[Outcome, str | None]
) -> None:
    """Ordered on 10 September: closed that day fails, closed the day after leaves what was before unknown."""
    known = answer("sirene", entry(SIRET), entry(CLIENT_SIRET, **changes))
    assert ask("RG-04", case(sirene=known)) == expected


def test_a_state_is_known_until_the_day_of_the_snapshot() -> None:
    """What happened to an open establishment after the file was made is not known."""
    declared = request("balance", beneficiaries=client(order_date="2024-09-10", invoice_date="2024-10-02"))
    later = dossier(declared, registers=tuple(ANSWERS.values()))
    assert ask("RG-04", later) == (OPEN, "register_later_day")
    fresh = replace(ANSWERS["sirene"], taken_on=date(2024, 10, 2))
    assert ask("RG-04", replace(later, registers=(fresh,))) == (PASSED, None)


def test_a_supplier_is_open_on_the_day_of_the_snapshot() -> None:
    """Nobody dates a supplier's state: the snapshot's day does."""
    closed = answer("sirene", entry(SIRET, closed=True, since=DAY), entry(CLIENT_SIRET))
    assert ask("RG-03", case(sirene=closed)) == (FAILED, "register_closed")


def test_a_number_that_is_not_known_has_no_state_and_no_name() -> None:
    """One rule says that it does not exist; the others do not repeat it."""
    empty = {name: answer(name) for name in ANSWERS}
    for rule in ("RG-03", "RG-04", "RG-05", "RG-06", "RG-10"):
        assert ask(rule, case(**empty)) == (SILENT, None)


@pytest.mark.parametrize(
    ("official", "expected"),
    [
        (("CLIN. DES GLYCINES",), (PASSED, None)),
        (("HOLDING SANTE OUEST", "CLINIQUE DES GLYCINES"), (PASSED, None)),
        (("CLINIQUE GLYCINE",), (OPEN, "register_name_doubtful")),
        (("ASSOCIATION SAINT-ELOI",), (OPEN, "register_name_of_entity")),
        ((), (OPEN, "register_no_name")),
    ],
)
def test_a_name_is_one_of_the_official_ones(official: tuple[str, ...], expected: tuple[Outcome, str | None]) -> None:
    """Names are compared as people write them; a doubtful one is for a person, and none at all proves nothing."""
    names = {"sirene": answer("sirene", entry(CLIENT_SIRET)), "finess": answer("finess")}
    names["sirene_units"] = answer("sirene_units", entry(CLIENT_SIRET, *official))
    assert ask("RG-06", case(**names)) == expected


def test_another_name_fails_only_when_all_registers_of_the_number_were_asked() -> None:
    """The legal unit may bear the name that the establishment does not; a register of other numbers does not matter."""
    other = answer("sirene", entry(SIRET, "PHARMACIE DU MARCHE"))
    assert ask("RG-05", case(sirene=other, sirene_units=cannot("sirene_units"))) == (OPEN, "register_absent")
    units = answer("sirene_units", entry(SIRET, "PHARMACIE DU MARCHE"))
    assert ask("RG-05", case(sirene=other, sirene_units=units, rpps=cannot("rpps"))) == (FAILED, None)


def test_the_name_of_an_establishment_condemns_that_of_its_entity_does_not() -> None:
    """A home run by an association bears its own name: only an establishment that is called otherwise is told."""
    entity = answer("sirene_units", entry(CLIENT_SIRET, "ASSOCIATION SAINT-ELOI"))
    own = answer("sirene", entry(CLIENT_SIRET, "PHARMACIE DU MARCHE"))
    asked = {"sirene_units": entity, "finess": answer("finess")}
    assert ask("RG-06", case(**asked, sirene=own)) == (FAILED, None)
    assert ask("RG-06", case(**asked, sirene=answer("sirene", entry(CLIENT_SIRET)))) == (
        OPEN,
        "register_name_of_entity",
    )
    site = answer("finess", entry(FINESS, "CLINIQUE DES GLYCINES"))
    assert ask("RG-06", case(sirene=own, sirene_units=entity, finess=site)) == (PASSED, None)


def test_a_solution_has_the_name_of_its_number() -> None:
    """A number that is another product's is told."""
    assert ask("RG-10", case(solutions=answer("solutions", entry("ANS-337405", "Biolab Expert")))) == (FAILED, None)


def test_numbers_that_no_register_lists_are_not_looked_for() -> None:
    """An establishment of Monaco, or a number whose key is wrong, is not said to be missing from Sirene."""
    for number in ("MONACOCONFO001", "73282932000075"):
        declared = request(beneficiaries=client(siret=number))
        assert ask("RG-02", dossier(declared, registers=(answer("sirene"),))) == (SILENT, None)


def test_every_number_of_the_pieces_is_looked_for_once() -> None:
    """A second SIRET on an order is asked for too, and the one that is missing is named with where it was seen."""
    order = piece(
        "purchase_order", fact("beneficiary.siret", "35600000000048"), fact("beneficiary.siret", CLIENT_SIRET)
    )
    declared = request(beneficiaries=client())
    (found,) = findings(dossier(declared, order, registers=tuple(ANSWERS.values())), "RG-02")
    assert found.outcome == FAILED
    assert [(one.value, one.witness.file) for one in found.evidence] == [("35600000000048", "purchase_order.pdf")]


def test_the_register_is_a_witness_under_its_file_name() -> None:
    """What passes shows the number as it was declared, and the register's own line beside it."""
    (found,) = findings(case(), "RG-02")
    declared, seen = found.evidence
    assert (declared.witness.how, seen.witness.how, seen.witness.file) == ("request_file", "register", "sirene.parquet")
    assert seen.words == "LES GLYCINES"
