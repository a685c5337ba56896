"""Writes a drafted request as TOML: what was read as values, what remains as comments, where each was read at the end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipeline.intake.drafting import BENEFICIARIES, Client, Draft
from pipeline.intake.settling import Entry
from rules.rulebook import Rulebook

Say = Callable[..., str]

# The keys of each section that a kind of request asks for; those that were not read are written as comments.
APPLICANT = ("role", "name", "siret", "vat_status", "vat_number", "iban", "bic", "legal_representative")
DEPOSITOR = ("depositor", "depositor_status")
ORDER = ("order_number", "order_date", "order_amount_excl_tax", "order_amount_incl_tax")
DECLARED = ("declared_excl_tax", "declared_incl_tax")
INVOICE = ("invoice_number", "invoice_date", "invoice_amount_excl_tax", "invoice_amount_incl_tax")
PROOF = ("proof_reference", "proof_date", "signatory", "mssante_address", "mss_case")
CLIENT = ("name", "siret", "finess", "rpps", *ORDER)
SOLUTION = ("name", "version", "listing_number", "listed_on", "evidence_complete_on")
ASKED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "listing": {
        "applicant": (*APPLICANT[:5], "nie", "legal_representative", *DEPOSITOR),
        "solution": ("name", "version", "nil", "profile"),
    },
    "enrolment": {
        "applicant": (*APPLICANT, *DEPOSITOR),
        "publisher": ("name", "siret"),
        "solution": SOLUTION,
    },
    "funding": {
        "applicant": APPLICANT,
        "publisher": ("name", "siret"),
        "solution": SOLUTION,
        BENEFICIARIES: (*CLIENT, *DECLARED, "scenario"),
    },
    "balance": {
        "applicant": APPLICANT,
        "publisher": ("name", "siret"),
        "solution": SOLUTION,
        "advance": ("reference", "decision_number", "decided_on", "status", "paid_amount", "paid_basis", "perimeter"),
        BENEFICIARIES: (*CLIENT, *DECLARED, *INVOICE, *PROOF),
    },
}

QUOTES = '""'
EMPTY = {"perimeter": "[]"}  # what to fill in, where it is not between quotes


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the person said on the command line, and need not be confirmed."""

    kind: str | None
    scheme: str | None


def request_text(draft: Draft, given: Given, rulebook: Rulebook, say: Say, lang: str) -> str:
    """Return the text of `request.toml`, comments in the language of the call; valid against the request schema."""
    writer = _Writer(draft, given.kind or draft.kind, rulebook, say, lang)
    lines = [*writer.head(given)]
    for name in ("applicant", "publisher", "solution", "advance"):
        lines += writer.section(name)
    lines += (*writer.beneficiaries(), *writer.left_aside(), *writer.derived())
    return "\n".join(lines) + "\n"


class _Writer:
    """Writes one request line by line, and keeps where each value was read."""

    def __init__(self, draft: Draft, kind: str, rulebook: Rulebook, say: Say, lang: str) -> None:
        self._draft, self._kind, self._rulebook, self._say, self._lang = draft, kind, rulebook, say, lang
        self._asked = ASKED[kind]
        self._derived: list[tuple[str, str]] = []
        self._labels = {one.request: one.label[lang] for one in rulebook.attributes.values() if one.request}

    def head(self, given: Given) -> Iterator[str]:
        """Write what the file is and the keys of its top."""
        yield from self._comment("draft_head")
        yield "schema = 1"
        yield ""
        yield from self._comment("draft_kind")
        yield f"kind = {_quoted(self._kind)}"
        if given.kind is None:
            kinds = (self._rulebook.kinds[kind].label[self._lang] for kind in self._draft.piece_kinds)
            self._derived.append(("kind", ", ".join(kinds)))
        yield ""
        yield from self._comment("draft_scheme")
        for code, place in () if given.scheme else self._draft.schemes:
            yield f"# {self._say('draft_scheme_seen', code=code, place=place)}"
        yield f"scheme = {_quoted(given.scheme)}" if given.scheme else '# scheme = ""'
        yield ""
        yield from self._comment("draft_reference")
        yield '# reference = ""'

    def section(self, name: str) -> Iterator[str]:
        """Write one section; one of which nothing was read and which may not be needed is a comment as a whole."""
        entries = self._draft.sections.get(name, ())
        if not entries and name not in self._asked:
            return
        bare = name == "publisher" and not any(entry.settled for entry in entries)
        yield ""
        yield from self._comment(f"draft_{name}")
        yield f"# [{name}]" if bare else f"[{name}]"
        yield from self._keys(name, entries, f"{name}.")

    def beneficiaries(self) -> Iterator[str]:
        """Write an entry for each client, or how to write one when none was recognised."""
        if BENEFICIARIES not in self._asked and not self._draft.clients:
            return
        yield ""
        yield from self._comment("draft_beneficiaries")
        for place, client in enumerate(self._draft.clients):
            yield from ("",) if place else ()
            yield from self._client(client)
        if not self._draft.clients:
            yield f"# [[{BENEFICIARIES}]]"
            yield '# id = "client-01"'
            yield from self._keys(BENEFICIARIES, (), "")

    def left_aside(self) -> Iterator[str]:
        """Name what was not taken up: pieces of nobody, of no certain kind, files not read."""
        for key, things in (
            ("draft_unattributed", self._draft.unattributed),
            ("draft_unclear", self._draft.unclear),
            ("draft_unread", self._draft.unread),
        ):
            if things:
                yield ""
                yield from self._comment(key)
                yield from (f"#   {thing}" for thing in things)

    def derived(self) -> Iterator[str]:
        """Write where each value was read."""
        yield ""
        yield from self._comment("draft_derived")
        yield "[derived_from]"
        yield from (f"{_quoted(key)} = {_quoted(place)}" for key, place in self._derived)

    def _client(self, client: Client) -> Iterator[str]:
        prefix = f"{BENEFICIARIES}.{client.id}."
        yield f"[[{BENEFICIARIES}]]"
        yield f"id = {_quoted(client.id)}"
        yield from self._keys(BENEFICIARIES, client.entries, prefix)
        if client.files:
            yield f"pieces = [{', '.join(map(_quoted, client.files))}]"
            self._derived.append((f"{prefix}pieces", client.recognised_on))

    def _keys(self, section: str, entries: tuple[Entry, ...], prefix: str) -> Iterator[str]:
        """Write the keys of a section in the order in which they are asked for, then whatever else was read."""
        found = {entry.key: entry for entry in entries}
        asked = self._asked.get(section, ())
        for key in (*asked, *(key for key in found if key not in asked)):
            entry = found.get(key)
            label = self._label(section, key)
            if entry is None:
                yield f"# {key} = {EMPTY.get(key, QUOTES)}  # {label}"
            elif entry.settled is None:
                seen = " ; ".join(f"{one.value} ({one.place})" for one in entry.candidates)
                yield f"# {self._say('draft_' + entry.why, label=label, seen=seen)}"
                yield f"# {key} = {QUOTES}"
            else:
                yield f"{key} = {_literal(entry.settled.value)}"
                self._derived.append((f"{prefix}{key}", entry.settled.place))

    def _label(self, section: str, key: str) -> str:
        full = key if section == BENEFICIARIES else f"{section}.{key}"
        return self._labels.get(full) or self._say(f"draft_{section}_{key}")

    def _comment(self, key: str) -> Iterator[str]:
        return (f"# {line}" for line in self._say(key).splitlines())


def _literal(value: str | Decimal) -> str:
    return str(value) if isinstance(value, Decimal) else _quoted(value)


def _quoted(text: str) -> str:
    """Write a text as TOML does; it holds no control character, and TOML escapes the rest as JSON does."""
    return json.dumps(text, ensure_ascii=False)
