"""Which identities a dossier bears: what a second dossier must not bear too, or only of the same owner."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from validators.context import Facts, clear, sure
from validators.identifiers import EXAMINERS
from validators.model import REQUEST, Beneficiary, Dossier, Fact
from validators.portfolio import ACCOUNT, FINANCING, INVOICE, SCAN, Bearer

SCANNED = (
    "purchase_order",
    "invoice",
    "va",
    "mom",
)  # pieces that are of one client; a RIB is the same in every request
_DECLARED = "request_file"
_SEALED = ("rpps", "iban")
_ROUNDS = 20_000  # milliseconds for who knows the number, years for who tries all the numbers there are

Seal = Callable[[str, str], str]  # what stands for a personal number, from its kind and the number


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """A dossier whose identities are looked for, and how its personal numbers are told."""

    facts: Facts
    scheme: str
    seal: Seal
    hashes: Mapping[str, str]  # SHA-256 of each file, by path


@lru_cache(maxsize=4096)
def sealed(kind: str, number: str) -> str:
    """Return what stands for a personal number where it is kept: the same for the same number, and slow to guess.

    A plain hash of an IBAN or RPPS would give it back to whoever tries them all; the 16 bits that a baseline keeps would
    make two of one in a large ledger. The salt is the same everywhere, so that the same dossiers give the same bytes.
    """
    return hashlib.pbkdf2_hmac("sha256", number.encode(), f"segur-dossier/{kind}".encode(), _ROUNDS).hex()[:32]


def hashed(kind: str, number: str) -> str:
    """Return what stands for a personal number in what is gone when the run ends: nobody has the time to guess."""
    return hashlib.sha256(f"segur-dossier/{kind}/{number}".encode()).hexdigest()[:32]


def bearers_of(dossier: Dossier, scheme: str, seal: Seal) -> tuple[Bearer, ...]:
    """Return every identity that a dossier bears, in order; `scheme` is its code as the rules write it, "" for none."""
    hashes = {file.path: file.sha256 for file in dossier.files}
    case = _Case(facts=Facts(dossier), scheme=scheme, seal=seal, hashes=hashes)
    found = {*_accounts(case), *_scans(case)}
    for beneficiary in dossier.beneficiaries:
        found |= {*_financings(case, beneficiary), *_invoices(case, beneficiary)}
    return tuple(sorted(found, key=lambda one: (one.sort, one.subject, one.value, one.file)))


def owner_of(facts: Facts, beneficiary: Beneficiary, seal: Seal) -> str:
    """Return who a client is: a person is its RPPS; a house is its SIREN, which its sites share; else its FINESS."""
    for kind, sort, length in (("rpps", "rpps", 32), ("siret", "siren", 9), ("finess", "finess", 9)):
        number = _number(facts, kind, beneficiary, seal)
        if number:
            return f"{sort}:{number[:length]}"
    return ""


def fact_of(bearer: Bearer, facts: Facts) -> Fact | None:
    """Return the fact by which a dossier bears an identity of its own."""
    subject = "applicant" if bearer.sort == ACCOUNT else bearer.subject
    seen = facts.of(bearer.attribute, subject)
    return next((one for one in seen if (one.witness.file, one.witness.how) == (bearer.file, bearer.how)), None)


def _financings(case: _Case, beneficiary: Beneficiary) -> Iterator[Bearer]:
    """A beneficiary is known by its FINESS, its RPPS, or a SIRET that it may share with others who have these."""
    facts, scheme = case.facts, case.scheme
    if not scheme or facts.dossier.kind not in ("funding", "balance"):
        return
    numbers = {kind: _number(facts, kind, beneficiary, case.seal) for kind in ("finess", "rpps", "siret")}
    own = next((f"{kind}:{numbers[kind]}" for kind in ("finess", "rpps") if numbers[kind]), "")
    for kind, number in numbers.items():
        fact = _declared(facts, f"beneficiary.{kind}", beneficiary.key)
        if number and fact:
            owner = own if kind == "siret" else ""
            value = f"{kind}:{number}|{scheme}|{facts.dossier.kind}"
            yield _bearer(case, FINANCING, value, owner, beneficiary.key, fact)


def _invoices(case: _Case, beneficiary: Beneficiary) -> Iterator[Bearer]:
    supplier = _number(case.facts, "siret", None, case.seal)
    numbers, days = (_told(case.facts, f"invoice.{name}", beneficiary) for name in ("number", "date"))
    if not supplier or not days:
        return
    for fact in numbers:
        number = "".join(filter(str.isalnum, str(fact.value))).upper()
        value = f"{supplier[:9]}|{number}|{str(days[0].value)[:4]}"
        yield _bearer(case, INVOICE, value, owner_of(case.facts, beneficiary, case.seal), beneficiary.key, fact)


def _accounts(case: _Case) -> Iterator[Bearer]:
    """The applicant's own account: an invoice may show that of a factor, which is many people's."""
    ribs = {piece.id for piece in case.facts.pieces.get("rib", ()) if clear(piece)}
    holder = _number(case.facts, "siret", None, case.seal)
    for fact in sure(case.facts.of("applicant.iban", "applicant")):
        iban = EXAMINERS["iban"](str(fact.value))
        if iban.valid and (fact.witness.how == _DECLARED or fact.witness.piece in ribs):
            owner = f"siren:{holder[:9]}" if holder else ""
            yield _bearer(case, ACCOUNT, case.seal("iban", iban.compact), owner, REQUEST, fact)


def _scans(case: _Case) -> Iterator[Bearer]:
    facts = case.facts
    for kind in SCANNED:
        for piece in facts.pieces.get(kind, ()):
            client = facts.beneficiaries.get(piece.subject or "")
            if client is not None and clear(piece):
                yield Bearer(
                    sort=SCAN,
                    value=f"{piece.sha256}|{piece.first_page}-{piece.last_page}",
                    owner=owner_of(facts, client, case.seal),
                    reference=facts.dossier.reference,
                    scheme=case.scheme,
                    kind=facts.dossier.kind,
                    subject=f"piece:{piece.id}",
                    attribute="",
                    file=piece.file,
                    sha256=piece.sha256,
                    how="",
                )


def _bearer(case: _Case, sort: str, value: str, owner: str, subject: str, fact: Fact) -> Bearer:
    return Bearer(
        sort=sort,
        value=value,
        owner=owner,
        reference=case.facts.dossier.reference,
        scheme=case.scheme,
        kind=case.facts.dossier.kind,
        subject=subject,
        attribute=fact.attribute,
        file=fact.witness.file,
        sha256=case.hashes.get(fact.witness.file, ""),
        how=fact.witness.how,
    )


def _number(facts: Facts, kind: str, beneficiary: Beneficiary | None, seal: Seal) -> str:
    """Return a declared number in its compact form, sealed when it is a person's; "" when it has not even its form."""
    text = facts.text(kind if beneficiary else f"applicant.{kind}", beneficiary)
    examined = EXAMINERS[kind](text or "")
    if (
        not examined.valid and examined.why != "key"
    ):  # no text gives the keys: two who share a number share it all the same
        return ""
    return seal(kind, examined.compact) if kind in _SEALED else examined.compact


def _declared(facts: Facts, attribute: str, subject: str) -> Fact | None:
    return next((one for one in facts.of(attribute, subject) if one.witness.how == _DECLARED), None)


def _told(facts: Facts, attribute: str, beneficiary: Beneficiary) -> list[Fact]:
    """Return what is declared, else what the client's invoices surely say."""
    declared = _declared(facts, attribute, beneficiary.key)
    if declared is not None:
        return [declared]
    invoices = {piece.id for piece in facts.pieces_of(("invoice",), beneficiary.key) if clear(piece)}
    return [one for one in sure(facts.of(attribute, beneficiary.key)) if one.witness.piece in invoices]
