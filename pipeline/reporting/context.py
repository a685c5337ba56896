"""What turns codes, keys and facts of one dossier into words: labels, values, problems and where things were seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.reporting.model import Problem
from pipeline.reporting.seen import Evidence, Sighting, Source
from pipeline.reporting.wording import beneficiary_text, canonical, fill, no_break, value_text
from pipeline.reporting.words import Words, pages_text
from rules.model import Attribute, Texts
from rules.problems import ProblemText
from rules.rulebook import Rulebook
from validators import model as judged

HIDDEN = "•••"  # for what an identity document prints: never shown, in no report
IDENTITY_KIND = "identity_document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The dossier that is reported, and the vocabulary to say it in one language."""

    lang: str
    words: Words
    rulebook: Rulebook
    problem_texts: Mapping[str, ProblemText]
    beneficiaries: Mapping[str, judged.Beneficiary]  # by key
    pieces: Mapping[str, judged.Piece]  # by id
    identity_pieces: frozenset[str]  # the pieces, by id, whose words are shown in no report
    order: Mapping[str, int]  # subject key → place in the dossier
    claims: Mapping[int, judged.Claim]  # by the identity of each of their facts
    told: dict[int, Evidence]  # what was said of a fact, by its identity: several findings rest on one fact
    labels: dict[str, str]  # what a subject was called

    def say(self, texts: Texts, arguments: Mapping[str, str] | None = None) -> str:
        """Choose the language of a text and, when there are arguments, fill it."""
        text = no_break(texts[self.lang], self.lang)
        return text if arguments is None else fill(text, arguments)


def build_context(
    dossier: judged.Dossier, *, rulebook: Rulebook, problem_texts: Mapping[str, ProblemText], lang: str, words: Words
) -> Context:
    """Index a dossier's beneficiaries, pieces and files by the keys that subjects use."""
    keys = [judged.REQUEST, "applicant", "publisher", "solution"]
    keys += [beneficiary.key for beneficiary in dossier.beneficiaries]
    keys += [f"piece:{piece.id}" for piece in dossier.pieces]
    keys += [f"file:{file.path}" for file in dossier.files]
    keys += [f"requirement:{one.key}" for one in dossier.evidence.expected] if dossier.evidence else []
    return Context(
        lang=lang,
        words=words,
        rulebook=rulebook,
        problem_texts=problem_texts,
        beneficiaries={beneficiary.key: beneficiary for beneficiary in dossier.beneficiaries},
        pieces={piece.id: piece for piece in dossier.pieces},
        identity_pieces=frozenset(piece.id for piece in dossier.pieces if piece.kind == IDENTITY_KIND),
        order={key: place for place, key in enumerate(keys)},
        claims={id(fact): claim for claim in dossier.claims for fact in claim.facts},
        told={},
        labels={},
    )


def subject_order(context: Context, subject: str) -> tuple[int, str]:
    """Sort subjects as the dossier has them: the request, its beneficiaries, pieces and files."""
    return context.order.get(subject, len(context.order)), subject


def subject_label(context: Context, subject: str) -> str:
    """Name a subject as a person would: « Cabinet du Parc (B07) », « Bon de commande – Cabinet du Parc (B07) »."""
    label = context.labels.get(subject)
    if label is None:
        label = context.labels[subject] = _subject_label(context, subject)
    return label


def _subject_label(context: Context, subject: str) -> str:
    beneficiary = context.beneficiaries.get(subject)
    if beneficiary is not None:
        return beneficiary_text(beneficiary.name, beneficiary.id)
    prefix, _, key = subject.partition(":")
    if prefix == "piece" and key in context.pieces:
        piece = context.pieces[key]
        kind = _capitalised(kind_label(context, piece.kind))
        owner = context.beneficiaries.get(piece.subject or "")
        return kind if owner is None else f"{kind} – {subject_label(context, owner.key)}"
    return context.words["subjects"].get(subject, key or subject)


def piece_place(context: Context, piece: judged.Piece) -> str:
    """Say where a piece is: its file, and the pages when it is not the whole of it."""
    if piece.whole_file:
        return piece.file
    return f"{piece.file}, {pages_text(piece.first_page, piece.last_page, context.words)}"


def kind_label(context: Context, kind: str) -> str:
    """Name a kind of piece."""
    known = context.rulebook.kinds.get(kind)
    return context.say(known.label) if known else context.words["kinds_of_piece"].get(kind, kind)


def attribute_of(context: Context, name: str) -> Attribute:
    """Look an attribute up; an unknown one is shown by its own name and treated as personal, to be on the safe side."""
    known = context.rulebook.attributes.get(name)
    if known is not None:
        return known
    return Attribute(name=name, type="text", subject=judged.REQUEST, label={context.lang: name}, personal=True)


def sighting(context: Context, fact: judged.Fact, value_type: str) -> Sighting:
    """Say a fact's value, of this type, and where and how it was seen."""
    witness = fact.witness
    return Sighting(
        value=canonical(fact.value),
        text=value_text(fact.value, value_type, context.lang),
        words=_words_seen(context, fact),
        file=witness.file,
        piece=witness.piece,
        page=witness.page,
        box=None if witness.box is None else _rounded(witness.box),
        how=witness.how,
        confidence=witness.confidence,
    )


def evidence(context: Context, facts: Sequence[judged.Fact]) -> tuple[Evidence, ...]:
    """Say the facts that a finding or a link rests on."""
    told = context.told
    for fact in facts:
        if id(fact) not in told:
            told[id(fact)] = _evidence(context, fact)
    return tuple([told[id(fact)] for fact in facts])


def problem(context: Context, found: judged.Problem) -> Problem:
    """Say what is wrong with a file or the submission."""
    filled = {name: value_text(value, None, context.lang) for name, value in found.arguments.items()}
    text = context.problem_texts.get(found.code)
    return Problem(
        code=found.code,
        text=context.say(text.words, filled) if text else found.code,
        remedy=(context.say(text.remedy, filled) or None) if text else None,
        page=found.page,
    )


def source(context: Context, key: str) -> Source:
    """Cite a text; a key nobody knows is shown as it is."""
    known = context.rulebook.sources.get(key)
    if known is None:
        return Source(key=key, title=key, address="", basis="unknown")
    return Source(key=key, title=known.title, address=known.address, basis=known.basis)


def _evidence(context: Context, fact: judged.Fact) -> Evidence:
    attribute, witness = attribute_of(context, fact.attribute), fact.witness
    return Evidence(
        value=canonical(fact.value),
        text=value_text(fact.value, attribute.type, context.lang),
        words=_words_seen(context, fact),
        file=witness.file,
        piece=witness.piece,
        page=witness.page,
        box=None if witness.box is None else _rounded(witness.box),
        how=witness.how,
        confidence=witness.confidence,
        attribute=attribute.name,
        label=context.say(attribute.label),
        type=attribute.type,
        personal=attribute.personal,
    )


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _rounded(box: judged.Box) -> judged.Box:
    left, bottom, right, top = box
    return round(left, 1), round(bottom, 1), round(right, 1), round(top, 1)


def _words_seen(context: Context, fact: judged.Fact) -> str:
    on_identity = fact.witness.piece in context.identity_pieces or fact.attribute.startswith("identity.")
    return HIDDEN if on_identity else fact.words
