"""The controls as data: sourced, in both languages, each with a check that exists and a defect that breaks it."""

from __future__ import annotations

import ast
import re
from itertools import pairwise
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.defects import WITHOUT_MUTATOR, every_rule_of
from fixtures.mutators import EVERY
from rules.instants import moment
from rules.model import Rule
from rules.problems import load_problems
from tests.judgement_samples import book
from validators.checks import CHECKS
from validators.checks.presence import TAKEN_FOR
from validators.identifiers import EXAMINERS

ROOT = Path(__file__).parent.parent
RULES = tuple(book().rules.values())
OUTCOMES = {"passed", "failed", "inconclusive", "remedy"}
LEVELS = ("info", "warning", "blocking")
# Checks that only say whether a piece is there: what a folder's listing would tell, no judgement.
PRESENCE = {"piece_present", "scheme_pieces_present", "mandate_per_partner", "one_piece_each"}

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def fields(text: str) -> set[str]:
    """Return the arguments that a text asks for."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_there_are_rules_that_judge() -> None:
    """At least thirty rules by fifteen different checks, and twenty-six of them more than a piece's presence."""
    assert len(RULES) >= 30
    assert len({rule.check for rule in RULES}) >= 15
    assert len([rule for rule in RULES if rule.check not in PRESENCE]) >= 26


def test_an_id_is_the_name_of_its_file() -> None:
    """A rule is found by its id, and its family is the folder it stands in; no id is used twice."""
    files = sorted((ROOT / "rules" / "controls").rglob("*.toml"))
    assert [(file.parent.name, file.stem) for file in files] == sorted((rule.family, rule.id) for rule in RULES)
    assert len({file.stem for file in files}) == len(files)


def test_every_check_is_used() -> None:
    """The table of checks holds those that the rules call, and no other."""
    assert CHECKS.keys() == {rule.check for rule in RULES}


def test_every_check_of_the_table_is_written_under_its_name() -> None:
    """The name that data uses is the name of the function, so that a reader finds it."""
    assert {name: function.__name__ for name, function in CHECKS.items()} == {name: name for name in CHECKS}


@every_rule
def test_every_version_has_a_known_source(rule: Rule) -> None:
    """What a rule asks for stands in a text that is listed with its address and how sure it is."""
    assert rule.versions
    for version in rule.versions:
        source = book().sources[version.source]
        assert source.title
        assert (version.basis or source.basis) in ("sourced", "secondary", "inferred")


@every_rule
def test_every_text_is_there_in_both_languages(rule: Rule) -> None:
    """A French and an English reader are told the same, with the same values."""
    assert set(rule.title) == set(rule.messages) == {"fr", "en"}
    for key in OUTCOMES:
        french, english = (rule.messages[lang][key] for lang in ("fr", "en"))
        assert french.strip()
        assert english.strip()
        assert fields(french) == fields(english), key
    assert set(rule.messages["fr"]) == set(rule.messages["en"]) == OUTCOMES


@every_rule
def test_a_text_says_nothing_twice(rule: Rule) -> None:
    """French and English differ, and what fails is not said in the words of what passes."""
    for lang in ("fr", "en"):
        assert rule.messages[lang]["passed"] != rule.messages[lang]["failed"]
    assert rule.messages["fr"]["remedy"] != rule.messages["en"]["remedy"]


@every_rule
def test_every_doubt_gives_its_reason(rule: Rule) -> None:
    """What could not be told is told with why."""
    assert all("reason" in fields(rule.messages[lang]["inconclusive"]) for lang in ("fr", "en"))


@every_rule
def test_what_the_engine_leaves_open_is_said_without_gaps(rule: Rule) -> None:
    """When no check was asked, because the scheme, the role, the hour or a need is wanting, the message is still whole."""
    asked = fields(rule.messages["fr"]["inconclusive"]) - {"reason", "subject"}
    applies = rule.applies
    hours = [start for version in rule.versions if hasattr(start := version.start, "hour")]
    if applies.roles or applies.schemes or applies.lanes or applies.waves or hours:
        assert not asked
    if rule.needs:
        assert asked <= {"need"}
    if rule.subject == "piece":
        assert asked <= {"file", "kind", "other"}


@every_rule
def test_needs_are_known_and_weigh_as_much(rule: Rule) -> None:
    """A rule waits for rules that exist and are of its level or higher: a warning never holds a blocking rule back."""
    for need in rule.needs:
        assert LEVELS.index(book().rules[need].level) >= LEVELS.index(rule.level)


def test_needs_have_no_circle() -> None:
    """No rule waits for itself, however far round."""
    for rule in RULES:
        reached: set[str] = set()
        waiting = list(rule.needs)
        while waiting:
            need = waiting.pop()
            assert need != rule.id
            if need not in reached:
                reached.add(need)
                waiting += book().rules[need].needs


@every_rule
def test_versions_follow_each_other(rule: Rule) -> None:
    """At no instant do two versions of a rule hold: each ends before the next begins."""
    for earlier, later in pairwise(rule.versions):
        assert earlier.until is not None
        assert moment(earlier.start) < moment(earlier.until) <= moment(later.start)


@every_rule
def test_a_rule_names_what_exists(rule: Rule) -> None:
    """Kinds of piece, attributes, lanes and schemes of a rule are those of the other data files."""
    assert set(rule.pieces) <= book().kinds.keys()
    assert bool(rule.pieces) == (rule.subject == "piece")
    assert set(rule.applies.lanes) <= {scheme.lane for scheme in book().schemes.values()}
    for version in rule.versions:
        named = {version.parameters.get("attribute"), *_listed(version.parameters.get("attributes"))} - {None}
        assert {part for name in named for part in str(name).split("|")} <= book().attributes.keys()
        if rule.check == "piece_present":
            assert set(_listed(version.parameters["kinds"])) <= {"proof", *book().kinds}


def _listed(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list | tuple) else ()


@every_rule
def test_wordings_are_looked_for_as_text_is_folded(rule: Rule) -> None:
    """A wording is written as the pieces' text is compared: small letters, no accents, single spaces."""
    for version in rule.versions:
        for name in ("wordings", "exemptions"):
            for wording in _listed(version.parameters.get(name)):
                assert re.fullmatch(r"[a-z0-9 '.,%/-]+", str(wording)), wording
                assert "  " not in str(wording)


@every_rule
def test_every_rule_can_be_made_to_fail(rule: Rule) -> None:
    """A rule has a defect of the fixtures that breaks it, or it is told why it has none."""
    broken_by = [name for name in EVERY if rule.id in every_rule_of(name)]
    assert bool(broken_by) != (rule.id in WITHOUT_MUTATOR)


@every_rule
def test_only_a_warning_may_fail_from_pixels(rule: Rule) -> None:
    """Nothing that blocks fails for what was read from a picture; what compares two scans warns."""
    for version in rule.versions:
        if version.parameters.get("from_pixels"):
            assert rule.level == "warning"
            assert version.basis == "inferred"


def test_rejection_reasons_are_those_of_the_fact_file() -> None:
    """The numbers R1 to R15 of the known rejection reasons: each is told in the data, and a rule looks for it."""
    used = {reason for rule in RULES for reason in rule.rejection_reasons}
    assert used == book().rejections.keys() == {f"R{number}" for number in range(1, 16)}


# --- identifiers -----------------------------------------------------------------------------------------------------

IDENTIFIER_RULES = [rule for rule in RULES if rule.check in ("identifier_valid", "identifier_ordinary")]


def whys(kind: str) -> set[str]:
    """Return the faults of a type of identifier that make some rule fail."""
    parameters = [version.parameters for rule in IDENTIFIER_RULES for version in rule.versions]
    return {str(why) for one in parameters if one["type"] == kind for why in _listed(one.get("whys"))}


@pytest.mark.parametrize("kind", sorted({str(rule.versions[0].parameters["type"]) for rule in IDENTIFIER_RULES}))
@given(data=st.data())
def test_no_fault_of_an_identifier_goes_unsaid(kind: str, data: st.DataObject) -> None:
    """Whatever is wrong with a number, one of the rules about its type fails for it."""
    digits = st.text("0123456789", max_size=30)
    letters = st.text("0123456789ABCFRDE éx-", max_size=30)
    prefixed = st.builds(
        lambda head, tail: head + tail, st.sampled_from(["FR", "FR76", "MC", "BE", "XX", "2A"]), digits
    )
    examined = EXAMINERS[kind](
        data.draw(st.one_of(digits, letters, prefixed, st.just("0" * 14), st.just("FR" + "0" * 11)))
    )
    assert examined.valid or examined.why in whys(kind)


# --- reasons ---------------------------------------------------------------------------------------------------------

SOURCES = [ROOT / "validators" / "engine.py", *sorted((ROOT / "validators" / "checks").glob("*.py"))]


def reasons_in(source: str) -> tuple[set[str], set[str]]:
    """Return the reason codes of a source: those written out, and the beginnings of those that are composed.

    The first argument of `inconclusive()`, the second of `failed()`, and what `reason`-giving helpers return.
    """
    written: set[str] = set()
    composed: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        place = {"inconclusive": 0, "failed": 1, "_absent": 1}.get(node.func.id)
        if place is None or len(node.args) <= place:
            continue
        for leaf in ast.walk(node.args[place]):
            if isinstance(leaf, ast.JoinedStr):
                assert isinstance(leaf.values[0], ast.Constant)
                composed.add(str(leaf.values[0].value))
        if not isinstance(node.args[place], ast.JoinedStr):
            written |= {
                leaf.value
                for leaf in _branches(node.args[place])
                if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)
            }
    return written, composed


def _branches(node: ast.expr) -> list[ast.expr]:
    return [*_branches(node.body), *_branches(node.orelse)] if isinstance(node, ast.IfExp) else [node]


def composed_codes() -> set[str]:
    """Return the codes that checks compose: of the faults and notes that rules name, and of look-alike pieces."""
    parameters = [version.parameters for rule in IDENTIFIER_RULES for version in rule.versions]
    notes = {str(note) for one in parameters for note in _listed(one.get("notes"))}
    faults = {str(why) for one in parameters for why in _listed(one.get("whys"))}
    return (
        {f"identifier_{why}" for why in faults}
        | {f"note_{note}" for note in notes}
        | {f"only_{kind}" for kind in TAKEN_FOR}
    )


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_reason_has_its_words(path: Path) -> None:
    """No report shows a bare code for why something failed or stayed open."""
    written, composed = reasons_in(path.read_text("utf-8"))
    assert written <= load_problems().keys()
    assert composed <= {"identifier_", "note_"}


def test_every_composed_reason_has_its_words() -> None:
    """The faults and notes of identifiers, and every paper that is taken for another, are said in words."""
    assert composed_codes() <= load_problems().keys()


def test_what_is_taken_for_a_piece_is_a_known_look_alike() -> None:
    """A quote is taken for an order, not for an invoice: both kinds are known, and only the second is a piece."""
    alike = {kind.kind for kind in book().kinds.values() if kind.look_alike}
    assert TAKEN_FOR.keys() <= alike
    assert set().union(*TAKEN_FOR.values()) <= book().kinds.keys() - alike


def test_reading_the_reasons_finds_those_that_everybody_knows() -> None:
    """A test that reads no code at all would pass."""
    found = set().union(*(reasons_in(path.read_text("utf-8"))[0] for path in SOURCES))
    assert {"need_not_passed", "ceiling_unknown", "no_beneficiary", "too_late", "identity_not_seen"} <= found


@pytest.mark.parametrize("path", [ROOT / "rules" / "reasons.toml"], ids=lambda path: path.name)
def test_no_reason_is_left_over(path: Path) -> None:
    """Every reason in the data is given by a check, the engine or the pipeline."""
    sources = "\n".join(
        file.read_text("utf-8") for floor in ("validators", "pipeline") for file in (ROOT / floor).rglob("*.py")
    )
    codes = re.findall(r"^\[(\w+)\]", path.read_text("utf-8"), re.MULTILINE)
    assert [code for code in codes if f'"{code}"' not in sources and code not in composed_codes()] == []
