"""One letter per addressee of a plan, in French: what is asked, why, until when and what waits on it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pipeline.packing.letters import Letter
from pipeline.packing.names import fold, unique_names
from pipeline.planning.model import Asked, Plan, PlannedAction
from pipeline.planning.parties import company_of
from pipeline.reporting.hiding import Secrets, french_ibans_masked
from pipeline.reporting.model import Report
from pipeline.reporting.wording import day_text, fill, identifier_text, no_break
from pipeline.reporting.words import plural
from validators.model import Dossier, Moment

LANG = "fr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """In whose name letters are written: the applicant of a request, and who signs for it."""

    name: str
    siret: str
    signatory: str


def sender_of(dossier: Dossier) -> Sender:
    """Return the applicant that a request declares, with its depositor or legal representative."""
    applicant = company_of(dossier.declared, "applicant")
    signatory = applicant.get("depositor") or applicant.get("legal_representative") or ""
    return Sender(
        name=str(applicant.get("name") or ""), siret=str(applicant.get("siret") or ""), signatory=str(signatory)
    )


def letters_of(plan: Plan, senders: Mapping[str, Sender], on: Moment) -> tuple[tuple[str, Letter], ...]:
    """Return each letter of a French plan with its file name; `senders` by the reference of the request."""
    written = [_letter(asked, plan, senders[asked.requests[0].reference], on) for asked in plan.asked]
    stems = unique_names(
        f"{fold(f'{asked.party.role}_{asked.party.name}')[:80].strip('_-.')}.pdf" for asked in plan.asked
    )
    names = (f"{stem.removesuffix('.pdf')}.docx" for stem in stems)
    return tuple(zip(names, written, strict=True))


def ibans_of(report: Report) -> tuple[str, ...]:
    """Return the IBANs that a report knows."""
    return tuple(seen.value for claim in report.claims if claim.type == "iban" for seen in claim.witnesses)


def without_ibans(letter: Letter, ibans: Iterable[str]) -> Letter:
    """Return a letter whose IBANs are masked: those given, and whatever has the form of a French one."""
    secrets = Secrets((iban, "iban") for iban in ibans)

    def hidden(texts: Iterable[str]) -> tuple[str, ...]:
        return tuple(secrets.hidden(french_ibans_masked(text)) for text in texts)

    return replace(
        letter,
        sender=hidden(letter.sender),
        addressee=hidden(letter.addressee),
        references=hidden(letter.references),
        before=hidden(letter.before),
        rows=tuple(map(hidden, letter.rows)),
        after=hidden(letter.after),
        signature=hidden(letter.signature),
    )


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    table = tomllib.loads(Path(__file__).with_name("letters.toml").read_text("utf-8"))
    return {
        section: {name: no_break(text, LANG) for name, text in entries.items()} for section, entries in table.items()
    }


def _letter(asked: Asked, plan: Plan, sender: Sender, on: Moment) -> Letter:
    lines, own = _words()["lines"], asked.party.own
    count = plural(lines["pieces"], len(asked.actions), LANG)
    why = "why_own" if own else "why_client" if asked.party.role == "client" else "why_other"
    siret = (fill(lines["siret"], {"siret": identifier_text(sender.siret, "siret")}),) if sender.siret else ()
    return Letter(
        sender=tuple(filter(None, (sender.name, *siret))),
        addressee=tuple(filter(None, (asked.party.name, asked.party.label))),
        day=fill(lines["day"], {"day": day_text(on.at.date(), LANG)}),
        subject=fill(lines["subject_own" if own else "subject"], {"pieces": count}),
        references=tuple(_references(asked, plan, lines)),
        before=(lines["bare_greeting" if own else "greeting"], lines[why]),
        head=tuple(_words()["head"].values()),
        rows=tuple(_row(action, own=own) for action in asked.actions),
        after=(*_terms(asked, lines), lines["how_own" if own else "how"], lines["thanks_own" if own else "thanks"]),
        signature=tuple(filter(None, (_signature(sender, lines), sender.signatory))),
        notes=tuple(_notes(asked, plan, lines)),
    )


def _signature(sender: Sender, lines: Mapping[str, str]) -> str:
    return fill(lines["signature"], {"applicant": sender.name}) if sender.name else lines["signature_bare"]


def _references(asked: Asked, plan: Plan, lines: Mapping[str, str]) -> Iterator[str]:
    references = dict.fromkeys(request.reference for request in asked.requests)
    yield fill(lines["reference"], {"references": ", ".join(references)})
    known = [one.scheme for one in plan.dossiers if one.scheme and one.reference in references]
    if known:
        yield fill(lines["scheme"], {"schemes": " ; ".join(dict.fromkeys(f"{one.code}, {one.label}" for one in known))})


def _row(action: PlannedAction, *, own: bool) -> tuple[str, str, str]:
    replaces = f"\n{fill(_words()['lines']['replaces'], {'files': ', '.join(action.files)})}" if action.files else ""
    wrong = "\n".join(dict.fromkeys(found.message for found in action.findings))
    remedies = [found.remedy for found in action.findings if found.remedy] if own else []
    return f"{action.title}{replaces}", wrong, "\n".join(dict.fromkeys((action.ask, *remedies)))


def _terms(asked: Asked, lines: Mapping[str, str]) -> Iterator[str]:
    """Say for each request the deadline, and what money waits on what is asked here."""
    for request in asked.requests:
        form = "due_unknown" if request.due.closes is None else "due_past" if request.due.past else "due"
        yield fill(lines[form], {"reference": request.reference, "due": request.due.text})
        if request.money is not None:
            yield fill(lines["money"], {"reference": request.reference, "money": request.money.text})


def _notes(asked: Asked, plan: Plan, lines: Mapping[str, str]) -> Iterator[str]:
    cited = {action.source for action in asked.actions}
    cited |= {found.source for action in asked.actions for found in action.findings}
    cited |= {action.due.source for action in asked.actions if action.due.source}
    cited |= {action.money.source for action in asked.actions if action.money and action.money.source}
    titles = [f"{source.key} : {source.title}" for source in plan.sources if source.key in cited]
    yield fill(lines["sources"], {"sources": " ; ".join(titles)})
