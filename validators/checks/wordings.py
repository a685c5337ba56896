"""Checks of what a piece must mention: wordings, the MSSanté address, the deployment case, mandatory fields."""

from __future__ import annotations

import itertools
import re

from validators import names
from validators.checks.identity import prose, reference_stands_in
from validators.checks.instalments import instalments
from validators.context import Context, failed, inconclusive, not_applicable, on_piece, passed, sure, unseen
from validators.identifiers import EXAMINERS
from validators.model import Answer, Said

_DATE = re.compile(r"\d{1,2}(?:er)?[ /.-]+(?:\d{1,2}|[a-z]{3,9})[ /.-]+\d{2,4}|\d{4}-\d{2}-\d{2}")
_LOOK_ALIKES = str.maketrans("i1|!05", "llllos", " '")  # letters and figures alike to an engine; spaces it loses
_SCENARIO = re.compile(r"(?<!\w)scenario[ :]*(?:no ?)?([a-z]?\d{1,2}[a-z]?)(?!\w)(?![ ]?[/.-][ ]?\d)")
_VAT_NUMBER = re.compile(r"fr[0-9a-z]{2}\d{9}")
_AFTER_COUNTRY = re.compile(r"(?<!\w)\d\d(?: ?\d{3}){3}(?!\w)")  # what follows "FR", left at the end of a line
_REFERENCE = re.compile(
    r"[ :]*(?:no|numero)?[ .:]*(?!\d{1,2}[/.]\d{1,2}[/.])([a-z0-9][\w/.-]*\d[\w/-]*)(?![\w%])(?! ?(?:%|€|eur))"
)
_REACH = 30  # letters before a wording that may deny it: « n'a pas donné lieu à facture intermédiaire »
_DENIED = re.compile(r"(?<!\w)(?:sans|aucune?|ni|pas(?: donne lieu)?(?: a)?)(?: d'| de| une?| la)? ?\Z")
# What terms of sale say of any order: « un acompte de 30 % peut être demandé à la commande ».
_BY_RULE = re.compile(r"[^.;]{0,60}?(?<!\w)(?:peut|peuvent|pourra|pourront|doit|devra|sera|seront)(?!\w)")
_NUMBER = re.compile(r"[ :.]*[a-z]{0,5}[ /-]?\d")


def wording_present(context: Context) -> Answer:
    """The piece bears one of the wordings; accents, case, spacing and line breaks aside."""
    return _bears(context)


def _bears(context: Context) -> Answer:
    wordings = context.words("wordings")
    file = Said(value=context.piece.id)
    shown = Said(value=context.word("shown") if "shown" in context.parameters else wordings[0])
    if any(wording in context.piece.text for wording in wordings):
        return passed(wording=shown, file=file)
    if context.piece.ocr_pages and any(_look_alike(one) in _look_alike(context.piece.text) for one in wordings):
        return passed(wording=shown, file=file)
    if not context.piece.surely_whole:
        return inconclusive(unseen(context.piece), wording=shown, file=file)
    return failed(wording=shown, file=file)


def _look_alike(text: str) -> str:
    """Return a text as engines confuse it: « par I'Etat », « par |'Etat », « parl'Etat » are one."""
    return text.translate(_LOOK_ALIKES)


def wording_absent(context: Context) -> Answer:
    """The piece bears none of the wordings; two invoices in one file may each say which part they are.

    Of the `citable` ones, one that the number of another invoice follows is a mention of that one, for a person to look at.
    """
    file = Said(value=context.piece.id)
    if instalments(context):
        return not_applicable()
    cited = None
    for wording in context.words("wordings"):
        stated = _stated(context.piece.text, wording)
        if not all(wording in context.words("citable") and _cites_another(context, after) for after in stated):
            return failed(wording=Said(value=wording), file=file)
        cited = wording if stated else cited
    if cited:
        return inconclusive("another_invoice_cited", wording=Said(value=cited), file=file)
    if not context.piece.surely_whole:
        return inconclusive(unseen(context.piece), wording=Said(value=context.words("wordings")[0]), file=file)
    return passed(wording=Said(value=context.words("wordings")[0]), file=file)


def _stated(text: str, wording: str) -> list[str]:
    """Return what follows a wording wherever a text says so of itself: it neither denies it nor says what happens in general."""
    said = text.split(wording)
    return [
        after
        for before, after in itertools.pairwise(said)
        if not _DENIED.search(before[-_REACH:]) and not (before.endswith("un ") and _BY_RULE.match(after))
    ]


def _cites_another(context: Context, after: str) -> bool:
    """Tell whether the number of another invoice than this one follows a wording: « (facture d'acompte VF-221203) »."""
    own = {str(fact.value).replace(" ", "").lower() for fact in sure(on_piece(context.piece, "invoice.number"))}
    number = _REFERENCE.match(after)
    return number is not None and bool(own) and number[1] not in own


def conditional_wording(context: Context) -> Answer:
    """An order passed before the listing bears the condition."""
    listed = context.facts.day("solution.listed_on")
    ordered = list(sure(on_piece(context.piece, "order.date")))
    if listed is None:
        return inconclusive("not_declared", key=Said(value="solution.listed_on"))
    if not ordered:
        return inconclusive("date_not_seen", file=Said(value=context.piece.id))
    if all(fact.value >= listed for fact in ordered):  # type: ignore[operator]
        return not_applicable()
    return _bears(context)


def clause_unless_own(context: Context) -> Answer:
    """The clause is there when the distributor does not hold the habilitation itself."""
    holds = context.facts.declared("applicant.edc_psc_operator")
    if holds is True:
        return not_applicable()
    answer = _bears(context)
    if answer.outcome.value == "failed" and holds is None:
        return inconclusive("not_declared", key=Said(value="applicant.edc_psc_operator"))
    return answer


def mssante_stated(context: Context) -> Answer:
    """The piece states an MSSanté address."""
    file = Said(value=context.piece.id)
    facts = sure(on_piece(context.piece, "beneficiary.mssante"))
    if facts:
        return passed(facts, value=Said(value=facts[0].value, attribute="beneficiary.mssante"), file=file)
    addresses = [word for word in context.piece.text.replace("- ", "-").split() if "@" in word]  # cut at a line's end
    named = [word for word in addresses if "mss" in word]
    if named:
        return passed(value=Said(value=named[0].strip(".,;:()"), attribute="beneficiary.mssante"), file=file)
    if not context.piece.surely_whole:
        return inconclusive(unseen(context.piece), file=file)
    if addresses and "mss" in context.piece.text:
        return inconclusive("address_unlabelled", file=file)
    return failed(file=file)


def choice_agrees(context: Context) -> Answer:
    """The choice on the piece is the declared one."""
    attribute, key = context.word("attribute"), context.word("key")
    declared = context.facts.text(key, context.beneficiary)
    file = Said(value=context.piece.id)
    facts = sure(on_piece(context.piece, attribute))
    values = {str(fact.value) for fact in facts}
    if context.facts.is_derived(key, context.beneficiary):
        return inconclusive("not_declared", facts, key=Said(value=key), file=file)
    if declared is None:
        found = Said(value=" / ".join(sorted(values)) or "-", attribute=attribute)
        return failed(facts, "choice_not_declared", expected=Said(value="-"), found=found, file=file)
    expected = Said(value=declared, attribute=attribute)
    if (
        not values
        and context.piece.surely_whole
        and not any(word in context.piece.text for word in context.words("doubts"))
    ):
        return failed(expected=expected, found=Said(value="-", attribute=attribute), file=file)
    if len(values) != 1:
        return inconclusive("choice_not_read", facts, expected=expected, file=file)
    answer = passed if values == {declared} else failed
    return answer(facts, expected=expected, found=Said(value=facts[0].value, attribute=attribute), file=file)


def one_of_attributes(context: Context) -> Answer:
    """The piece carries at least one of the attributes."""
    file = Said(value=context.piece.id)
    facts = sure(on_piece(context.piece, *context.words("attributes")))
    if facts:
        return passed(facts, file=file)
    if not context.piece.surely_whole:
        return inconclusive(unseen(context.piece), file=file)
    if any(word in context.piece.text for word in context.words("doubts")):
        return inconclusive("value_not_read", file=file)
    return failed(file=file)


def attributes_present(context: Context) -> Answer:
    """The piece carries every one of the attributes.

    Parameter `number_words`: after these, a word with a digit is a number that is there, only not read as such.
    """
    file = Said(value=context.piece.id)
    for attribute in context.words("attributes"):
        if on_piece(context.piece, attribute) or _declared_stands(context, attribute):
            continue
        if not context.piece.surely_whole:
            return inconclusive(unseen(context.piece), file=file)
        if _may_stand(context, attribute):
            return inconclusive("value_not_read", file=file)
        return failed(file=file, missing=Said(value=attribute, attribute="attribute"))
    return passed(file=file)


def _declared_stands(context: Context, attribute: str) -> bool:
    """Tell whether the number that the request declares stands on the piece, away from the words that announce it."""
    key = context.vocabulary[attribute].request
    declared = context.facts.text(key, context.beneficiary) if key else None
    return declared is not None and reference_stands_in(declared, context.piece.text)


def _may_stand(context: Context, attribute: str) -> bool:
    """Tell whether a piece seems to show an attribute that was not read: any date, or a number after its words."""
    text = context.piece.text
    if context.vocabulary[attribute].type == "date":
        return _DATE.search(text) is not None
    after = (
        text[start + len(word) :][:20] for word in context.words("number_words") if (start := text.find(word)) >= 0
    )
    return any(_NUMBER.match(rest) for rest in after)


def scenario_agrees(context: Context) -> Answer:
    """The one installation scenario that the piece names is the declared one; « Scénario 4 » and « 4 » are one.

    One that has a name and no number is seen or left to a person: a piece may word it in another way.
    """
    declared = context.facts.text("scenario", context.beneficiary)
    if declared is None or "scenario" not in context.piece.text:
        return not_applicable()
    named = sorted(set(_SCENARIO.findall(context.piece.text)))
    expected = Said(value=declared, attribute="deployment.scenario")
    said = {"expected": expected, "file": Said(value=context.piece.id)}
    if not named and any(map(str.isdigit, declared)):
        return not_applicable()
    if not named:  # one that has a name and no number: « RIS local »
        seen = names.stands_in(declared, prose(context.piece))
        return passed(**said) if seen else inconclusive("scenario_not_seen", **said)
    if len(named) > 1:  # a form that offers several, or an order of several establishments
        return inconclusive("choice_not_read", **said)
    if named == [declared.split()[-1].lower()]:
        return passed(**said)
    return failed(found=Said(value=named[0].upper(), attribute="deployment.scenario"), **said)


def vat_number_stated(context: Context) -> Answer:
    """The invoice of a supplier who is liable to VAT states a VAT number."""
    file = Said(value=context.piece.id)
    if context.facts.text("applicant.vat_status") == "exempt":
        return not_applicable()
    client = "".join(filter(str.isdigit, context.facts.text("siret", context.beneficiary) or ""))[:9]
    stated = [str(fact.value) for fact in on_piece(context.piece, "applicant.vat_number", "party.vat_number")]
    text = context.piece.text
    cut = (number.replace(" ", "") for number in _AFTER_COUNTRY.findall(text))
    written = (*_VAT_NUMBER.findall(text.replace(" ", "")), *cut)
    stated += [number for number in written if EXAMINERS["vat_number"](number).valid]  # an IBAN begins like one
    if any(number[-9:] != client for number in stated):
        return passed(file=file)
    if not context.piece.surely_whole:
        return inconclusive(unseen(context.piece), file=file)
    return failed(file=file)


def exemption_stated(context: Context) -> Answer:
    """An invoice that charges no VAT states why. Parameter `wordings`: what such a reason is written with."""
    file = Said(value=context.piece.id)
    charged = sure(on_piece(context.piece, "invoice.total_vat", "invoice.vat_rate"))
    if any(fact.value for fact in charged):
        return not_applicable()
    if any(wording in context.piece.text for wording in context.words("wordings")):
        return passed(charged, file=file)
    if not charged:
        return not_applicable()  # whether VAT is charged is the question of the totals' own rules
    if not context.piece.surely_whole:
        return inconclusive(unseen(context.piece), file=file)
    return failed(charged, file=file)
