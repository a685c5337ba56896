"""From a judged dossier to its report: a pure function, so that the same inputs give the same bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.reporting import model
from pipeline.reporting.codes import tell_codes
from pipeline.reporting.context import (
    Context,
    attribute_of,
    build_context,
    evidence,
    kind_label,
    problem,
    sighting,
    source,
    subject_label,
    subject_order,
)
from pipeline.reporting.evidence import tell_evidence
from pipeline.reporting.findings import count_findings, cover, tell_findings
from pipeline.reporting.fingerprints import fingerprinted
from pipeline.reporting.guards import Guards, LimitHit
from pipeline.reporting.seen import Reason
from pipeline.reporting.signatures import tell_signatures
from pipeline.reporting.stated import tell_scheme
from pipeline.reporting.view import Gravity, gravity
from pipeline.reporting.voices import of_claim, spellings
from pipeline.reporting.words import load_words
from rules.model import Texts
from rules.problems import ProblemText
from rules.rulebook import Rulebook
from validators.model import (
    Claim,
    Decision,
    Dossier,
    FileRecord,
    Finding,
    Moment,
    Outcome,
    Piece,
    Problem,
    RegisterAnswer,
    Verdict,
)

TOOL = "segur-dossier"
# Problems that are limits though their wording does not name one.
_OTHER_LIMITS = frozenset(("beyond_total", "child_memory", "child_nesting", "child_timeout"))


def build_report(
    *,
    dossier: Dossier,
    findings: Sequence[Finding],
    verdict: Verdict,
    beneficiary_verdicts: Mapping[str, Verdict],
    moment: Moment,
    rulebook: Rulebook,
    problem_texts: Mapping[str, ProblemText],
    lang: str,
    tool_version: str,
    guard: str,
    to_check_by_hand: Sequence[tuple[Texts, str]] = (),
) -> model.Report:
    """Say in one language, `fr` or `en`, all that was found of a dossier.

    `beneficiary_verdicts` holds every beneficiary's key; `problem_texts` is what `load_problems()` returns; `guard` names what
    bounds the readers' memory; `to_check_by_hand` pairs what a person has to look at with the key of its source.
    """
    context = build_context(dossier, rulebook=rulebook, problem_texts=problem_texts, lang=lang, words=load_words(lang))
    told = tell_findings(context, findings)
    by_hand = tuple(model.HandCheck(text=context.say(text), source=key) for text, key in to_check_by_hand)
    values = _scheme_values(context, dossier.scheme, moment)
    cited = {finding.source for finding in told} | {check.source for check in by_hand}
    cited |= {value.source for value in values if value.source}
    report = model.Report(
        schema=model.SCHEMA_VERSION,
        lang=lang,
        tool=model.Tool(name=TOOL, version=tool_version),
        reference=dossier.reference,
        kind=model.Named(code=dossier.kind, label=context.words["kinds"][dossier.kind]),
        kind_declared=dossier.kind_declared,
        scheme=_scheme(context, dossier.scheme),
        scheme_values=values,
        request_file=dossier.request_file,
        derived=tuple(sorted(dossier.derived)),
        digest=dossier.digest,
        judged_on=_judged_on(moment),
        verdict=verdict,
        decisions=_decisions(context, dossier.decisions, findings),
        beneficiaries=_beneficiaries(dossier, told, beneficiary_verdicts),
        counts=count_findings(told),
        coverage=cover(context, told),
        findings=told,
        claims=_claims(context, dossier.claims),
        pieces=tuple(_piece(context, piece) for piece in dossier.pieces),
        files=tuple(_file(context, file) for file in dossier.files),
        problems=tuple(problem(context, found) for found in dossier.problems),
        to_check_by_hand=by_hand,
        sources=tuple(source(context, key) for key in sorted(cited)),
        rules=_rules(rulebook),
        registers=tuple(_register(context, answer) for answer in dossier.registers or ()),
        guards=_guards(context, dossier, guard),
        portfolio=_beside(dossier),
        evidence=tell_evidence(dossier, findings),
    )
    return fingerprinted(report)


def _scheme(context: Context, code: str | None) -> model.Named | None:
    if code is None:
        return None
    known = context.rulebook.scheme(code)
    return model.Named(code=known.code if known else code, label=context.say(known.label) if known else code)


def _scheme_values(context: Context, code: str | None, moment: Moment) -> tuple[model.SchemeValue, ...]:
    known = context.rulebook.scheme(code) if code else None
    return tell_scheme(known, context.rulebook, moment.at, context.lang) if known else ()


def _judged_on(moment: Moment) -> model.JudgedOn:
    at = moment.at.isoformat(timespec="seconds") if moment.hour_known else moment.at.date().isoformat()
    return model.JudgedOn(at=at, hour_known=moment.hour_known)


def _decisions(
    context: Context, decisions: Sequence[Decision], findings: Sequence[Finding]
) -> tuple[model.DecisionUsed, ...]:
    in_use = [finding.decision for finding in findings if finding.decision]
    told = (
        model.DecisionUsed(
            action=decision.action,
            rule=decision.rule,
            subject=decision.subject,
            subject_label=subject_label(context, decision.subject),
            sha256=decision.sha256,
            who=decision.who,
            when=decision.when,
            reason=decision.reason,
            expires=decision.expires,
            used=decision in in_use,
        )
        for decision in decisions
    )
    return tuple(
        sorted(told, key=lambda one: (not one.used, one.rule, subject_order(context, one.subject), one.sha256))
    )


def _beneficiaries(
    dossier: Dossier, findings: Sequence[model.Finding], verdicts: Mapping[str, Verdict]
) -> tuple[model.Beneficiary, ...]:
    open_findings = (one for one in findings if one.outcome in (Outcome.FAILED, Outcome.INCONCLUSIVE))
    graded = Counter((finding.beneficiary, gravity(finding)) for finding in open_findings)
    return tuple(
        model.Beneficiary(
            key=one.key,
            id=one.id,
            name=one.name,
            verdict=verdicts[one.key],
            failed=graded[one.key, Gravity.BLOCKING_FAILED],
            to_review=graded[one.key, Gravity.BLOCKING_OPEN],
            warnings=graded[one.key, Gravity.WARNING_FAILED],
        )
        for one in dossier.beneficiaries
    )


def _claims(context: Context, claims: Sequence[Claim]) -> tuple[model.Claim, ...]:
    places = {name: place for place, name in enumerate(context.rulebook.attributes)}
    ordered = sorted(
        claims, key=lambda one: (subject_order(context, one.subject), places.get(one.attribute, len(places)))
    )
    return tuple(_claim(context, claim) for claim in ordered)


def _claim(context: Context, claim: Claim) -> model.Claim:
    attribute = attribute_of(context, claim.attribute)
    return model.Claim(
        attribute=attribute.name,
        label=context.say(attribute.label),
        type=attribute.type,
        personal=attribute.personal,
        subject=claim.subject,
        subject_label=subject_label(context, claim.subject),
        state=claim.state,
        witnesses=tuple([sighting(context, fact, attribute.type) for fact in claim.facts]),
        voices=of_claim(context, claim),
        spellings=spellings(context, claim) if attribute.type == "name" else (),
    )


def _piece(context: Context, piece: Piece) -> model.Piece:
    runner_up = piece.runner_up and model.Named(code=piece.runner_up, label=kind_label(context, piece.runner_up))
    return model.Piece(
        id=piece.id,
        kind=piece.kind,
        label=kind_label(context, piece.kind),
        file=piece.file,
        first_page=piece.first_page,
        last_page=piece.last_page,
        whole_file=piece.whole_file,
        recognised_by=piece.recognised_by,
        margin=piece.margin,
        runner_up=runner_up or None,
        subject=piece.subject,
        subject_label=None if piece.subject is None else subject_label(context, piece.subject),
        linked_by=evidence(context, piece.linked_by),
        candidates=tuple(model.Subject(key=key, label=subject_label(context, key)) for key in piece.candidates),
        unread_pages=piece.unread_pages,
        ocr_pages=piece.ocr_pages,
        signatures=tell_signatures(context, piece),
        codes=tell_codes(context, piece),
        next_pages=piece.files[1:],
    )


def _file(context: Context, file: FileRecord) -> model.File:
    return model.File(
        path=file.path,
        size=file.size,
        sha256=file.sha256,
        content=file.content,
        fate=file.fate,
        pages=file.pages,
        problems=tuple(problem(context, found) for found in file.problems),
        duplicate_of=file.duplicate_of,
    )


def _rules(rulebook: Rulebook) -> model.Rules:
    return model.Rules(
        digest=rulebook.digest, overlay_digest=rulebook.overlay_digest, overlay_files=rulebook.overlay_files
    )


def _register(context: Context, answer: RegisterAnswer) -> model.RegisterAsked:
    known = context.rulebook.registers.get(answer.register)
    label = context.say(known.label) if known else answer.register
    text = context.problem_texts.get(answer.reason or "")
    reason = text and Reason(code=text.code, text=context.say(text.words, {"register": label}))
    return model.RegisterAsked(
        code=answer.register,
        label=label,
        file=answer.file or None,
        sha256=answer.sha256 or None,
        taken_on=answer.taken_on,
        known=len(answer.entries),
        reason=reason or None,
    )


def _beside(dossier: Dossier) -> model.Beside | None:
    found = dossier.portfolio
    if found is None:
        return None
    return model.Beside(dossiers=found.dossiers, earlier=found.earlier, digest=found.digest)


def _guards(context: Context, dossier: Dossier, memory: str) -> Guards:
    met: list[tuple[str | None, Problem]] = [(None, one) for one in dossier.problems]
    met += [(file.path, one) for file in dossier.files for one in file.problems]
    hit = (
        LimitHit(file=path, code=one.code, text=problem(context, one).text)
        for path, one in met
        if one.code in _OTHER_LIMITS or "limit" in one.arguments
    )
    return Guards(memory=memory, limits_hit=tuple(hit))
