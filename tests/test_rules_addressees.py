"""Whom a repair is asked of, as data: it fits its schema, names what exists, and says where it is written."""

from __future__ import annotations

import tomllib

from rules.addressees import FILE, OFFICE, load_addressees
from rules.problems import load_problems
from rules.validation import check_shape
from tests.judgement_samples import book

DATA = load_addressees()
EACH_WAY = [way for ways in (*DATA.by_rule.values(), *DATA.by_reason.values()) for way in ways]


def test_the_file_fits_its_schema() -> None:
    """The shape of the file is the public one."""
    check_shape("addressees", FILE.name, tomllib.loads(FILE.read_text("utf-8")))


def test_every_piece_that_is_deposited_has_a_giver() -> None:
    """No piece can be found missing without the plan knowing of whom to ask it: every kind but the look-alikes."""
    kinds = {kind for kind, known in book().kinds.items() if not known.look_alike}
    assert kinds <= DATA.givers.keys() <= book().kinds.keys()


def test_givers_name_addressees_and_sources() -> None:
    """Who gives a piece is somebody, by a text that is listed or by the tool's own choice."""
    for kind, giver in DATA.givers.items():
        assert giver.addressee in DATA.roles, kind
        assert giver.source in book().sources, kind
        assert book().sources[giver.source].basis != "unread", kind
        assert giver.ask["fr"] != giver.ask["en"], kind
    assert OFFICE in DATA.roles


def test_ways_are_for_rules_and_reasons_that_exist() -> None:
    """No way is kept for a rule or a reason that is gone."""
    assert DATA.by_rule.keys() <= book().rules.keys()
    assert DATA.by_reason.keys() <= load_problems().keys()


def test_ways_name_kinds_and_addressees_that_exist() -> None:
    """A way to a piece names a kind, a way to an authority an addressee."""
    assert {way.key for way in EACH_WAY if way.what == "piece" and way.key} <= {"proof", *book().kinds}
    assert {way.key for way in EACH_WAY if way.what == "ask"} <= DATA.roles.keys()


def test_a_warning_needs_no_way() -> None:
    """Ways are kept for rules that block: warnings keep nobody from depositing."""
    assert {book().rules[rule].level for rule in DATA.by_rule} == {"blocking"}


def test_advance_and_balance_pay_the_whole() -> None:
    """The roadmap's 30 % and 70 % add up, and the lane whose split no text gives is left out of both."""
    shares = DATA.shares
    assert {request: share.percent for request, share in shares.items()} == {"funding": 30, "balance": 70}
    assert all(share.source == "ROADMAP-FR" and share.except_lanes == ("MSS",) for share in shares.values())
