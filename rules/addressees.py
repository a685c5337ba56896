"""Whom a repair is asked of, what settles which finding, and how much of the Prestation each request pays."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rules.model import Texts

FILE = Path(__file__).with_name("addressees.toml")
OFFICE = "office"  # whose work is whatever is asked of nobody else


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """A role that something is asked of; `each` tells of whom there is one: beneficiary, applicant, publisher or all."""

    key: str
    each: str
    own: bool  # of the applicant's own house
    label: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Giver:
    """Who gives a kind of piece, what is asked of them in a sentence, and the text that says so."""

    addressee: str
    source: str
    ask: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to settle a finding: piece, entry, source, file, look, document, call, ask or nothing, and its key."""

    what: str
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many percent of the Prestation Ségur a kind of request pays, but in the lanes where no text says."""

    request: str
    percent: int
    source: str
    except_lanes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressees:
    """All of `rules/addressees.toml`: roles by key, givers by kind of piece, ways by rule and by reason, shares."""

    roles: Mapping[str, Addressee]
    givers: Mapping[str, Giver]
    by_rule: Mapping[str, tuple[Way, ...]]
    by_reason: Mapping[str, tuple[Way, ...]]
    shares: Mapping[str, Share]


@cache
def load_addressees() -> Addressees:
    """Return what `rules/addressees.toml` says."""
    table = tomllib.loads(FILE.read_text("utf-8"))
    return Addressees(
        roles=MappingProxyType({key: _role(key, entry) for key, entry in table["addressee"].items()}),
        givers=MappingProxyType({kind: _giver(entry) for kind, entry in table["piece"].items()}),
        by_rule=MappingProxyType({rule: _ways(entry) for rule, entry in table["rule"].items()}),
        by_reason=MappingProxyType({reason: _ways(entry) for reason, entry in table["reason"].items()}),
        shares=MappingProxyType({entry["request"]: _share(entry) for entry in table["share"]}),
    )


def _role(key: str, entry: Mapping[str, Any]) -> Addressee:
    label = {"fr": entry["fr"], "en": entry["en"]}
    return Addressee(key=key, each=entry["each"], own=entry.get("own", False), label=label)


def _giver(entry: Mapping[str, str]) -> Giver:
    ask = {"fr": entry["ask_fr"], "en": entry["ask_en"]}
    return Giver(addressee=entry["addressee"], source=entry["source"], ask=ask)


def _ways(entry: Mapping[str, list[str]]) -> tuple[Way, ...]:
    parts = (way.partition(":") for way in entry["settled_by"])
    return tuple(Way(what=what, key=key or None) for what, _, key in parts)


def _share(entry: Mapping[str, Any]) -> Share:
    return Share(
        request=entry["request"],
        percent=entry["percent"],
        source=entry["source"],
        except_lanes=tuple(entry.get("except_lanes", ())),
    )
