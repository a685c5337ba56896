"""The typed facts of one piece, each with its witness: where its labels, sections and rows say it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from pipeline.reading.page import SURE
from pipeline.understanding import values
from pipeline.understanding.announcing import announces_nothing
from pipeline.understanding.carried import on_the_next_line
from pipeline.understanding.dated import date_after, date_beside_title
from pipeline.understanding.labels import ABOVE, BELOW, Labelled, Labels, fills_its_cell, in_wording, values_of
from pipeline.understanding.layout import Sheet
from pipeline.understanding.lexicon import KindWords
from pipeline.understanding.machine_zone import zone_facts
from pipeline.understanding.mailboxes import MAILBOX, unlabelled_mailbox
from pipeline.understanding.numbers import Number, overlaps, party_numbers
from pipeline.understanding.phrases import Mark, longest_of
from pipeline.understanding.prices.columns import amounts_for, rates_in_columns
from pipeline.understanding.prices.rows import heads_items, segur_amounts
from pipeline.understanding.prices.segur import segur_facts, segur_with_tax
from pipeline.understanding.prices.totals import TOTALS, by_their_sum, completed, values_read
from pipeline.understanding.replaced import of_this_paper
from pipeline.understanding.rib import IBAN, account_facts, with_unlabelled
from pipeline.understanding.seen import Seen
from pipeline.understanding.settling import settle
from pipeline.understanding.sought import Sought, seek
from pipeline.understanding.values.found import Found
from pipeline.understanding.weighing import DOUBTFUL, how_sure, rivalled
from pipeline.understanding.whose.debited import without_debited
from pipeline.understanding.whose.owners import TOLD, Owners
from pipeline.understanding.whose.proper import is_person, named, whole_version
from pipeline.understanding.wrapped import broken_marks
from rules.model import Attribute, FactRule
from validators.model import Fact, Witness

_PROPER = {"solution.name", "proof.signatory", "applicant.legal_representative", "applicant.depositor"}
_NEVER_ABOVE = {"name", "scenario"}  # of these any words have the look
_HEALTH = re.compile(r"(?<!\w)(?:finess|rpps)(?: ej| et)? (?:sous )?(?:le )?(?:numero|no) *$")
_IN_WORDINGS = {"name", "version"}  # what an item says in passing: « Prestation Ségur, logiciel Exemple version 5 »

_RATE = "invoice.vat_rate"
_ASKED = {"date", "amount"}  # of these a label without its value leaves what a weak one tells in doubt
_BESIDE_TITLE = 0.9


def draw(
    words: KindWords, sheets: Sequence[Sheet], vocabulary: Mapping[str, Attribute], file: str, piece: str
) -> tuple[Fact, ...]:
    """Draw every fact that a kind of piece promises from its pages."""
    kind = words.kind
    seen: list[Seen] = []
    told: set[str] = set()
    unanswered: set[str] = set()
    for sheet in sheets:
        numbers = tuple(party_numbers(sheet.folded))
        marks = [mark for mark in words.phrases.every(sheet.flat, sheet.words) if sheet.reads_on(mark.start, mark.end)]
        broken = broken_marks(sheet, words.phrases)
        named = longest_of(sorted([*marks, *broken], key=lambda mark: (mark.start, -mark.end)))
        labels = Labels(sheet, of_this_paper(sheet, named))
        seen += _labelled(words, labels, vocabulary, numbers, told, unanswered)
        seen += _of_parties(words, sheet, marks, vocabulary, numbers)
        if kind.kind == "rib":
            seen += [Seen(name, sheet, found, 1.0, weak=False) for name, found in account_facts(sheet)]
        if any(rule.attribute == IBAN for rule in kind.facts):
            seen = with_unlabelled(seen, sheet)
        if any(rule.attribute == MAILBOX for rule in kind.facts):
            seen += [Seen(MAILBOX, sheet, found, 1.0, weak=True) for found in unlabelled_mailbox(sheet)]
    if kind.kind != "rib":
        seen = without_debited(seen, vocabulary)
    prefix = {"invoice": "invoice", "purchase_order": "order"}.get(kind.kind)
    if prefix and sheets:
        date = date_beside_title(sheets[0], kind.headings)
        seen += [Seen(f"{prefix}.date", sheets[0], date, _BESIDE_TITLE, weak=True)] if date else []
    if prefix == "invoice":
        seen += [Seen(_RATE, sheet, found, BELOW, weak=False) for sheet in sheets for found in rates_in_columns(sheet)]
    if kind.kind == "identity_document":
        seen += [Seen(name, sheet, found, sure, False) for name, sheet, found, sure in zone_facts(sheets)]
    seen = by_their_sum(settle(seen, vocabulary, unanswered), sheets)
    if prefix:
        seen += _amounts(prefix, sheets, seen)
    weighed = [item._replace(confidence=how_sure(item, vocabulary[item.attribute].type)) for item in rivalled(seen)]
    return tuple(_fact(item, file, piece) for item in _unique(weighed))


def _labelled(
    words: KindWords,
    labels: Labels,
    vocabulary: Mapping[str, Attribute],
    numbers: Sequence[Number],
    told: set[str],
    unanswered: set[str],
) -> list[Seen]:
    """Read the value of every label of the kind on a page.

    `told` grows with the attributes that no weak label is asked for any more, `unanswered` with those of which a label
    has its cell for itself and no value near it.
    """
    sheet = labels.sheet
    taken = [(found.start, found.end) for _, found in numbers]
    sought: dict[str, Sought] = {}
    seen = [
        Seen(rule.attribute, sheet, found, 1.0, weak=False)
        for rule in words.kind.facts
        if rule.anywhere
        for found in values.FINDERS[vocabulary[rule.attribute].type](sheet.folded)
    ]
    for mark in labels.marks:
        for rule, weak in words.rules.get(mark.label, ()):
            kind_of_value = vocabulary[rule.attribute].type
            if weak and rule.attribute in told and (rule.then is None or rule.then in told):
                continue
            if announces_nothing(mark, labels, words, rule, kind_of_value, weak=weak):
                continue
            if kind_of_value not in sought:
                sought[kind_of_value] = seek(sheet.folded, kind_of_value)
            answers = _values(mark, labels, kind_of_value, sought[kind_of_value])
            if not answers and not weak and kind_of_value in _ASKED and labels.fill_cell(mark):
                unanswered.add(rule.attribute)
            for answer in answers:
                if kind_of_value == "reference" and (
                    overlaps(answer.found, taken) or _is_health_number(sheet, answer.found)
                ):
                    continue  # « immatriculée sous le n° 732 829 320 » is no document's number
                found = _whole(rule, kind_of_value, sheet, answer.found, of_party=mark.label in words.parties)
                if found is None:
                    continue
                labelled = answer._replace(found=found)
                if weak and labelled.confidence == ABOVE and kind_of_value == "reference":
                    continue
                if _has_lost_its_head(sheet, mark, labelled.found):
                    labelled = labelled._replace(confidence=DOUBTFUL)
                if kind_of_value == "amount" and labelled.confidence == BELOW and _heads_items(sheet, mark):
                    continue
                own = amounts_for(labels, mark, labelled) if rule.attribute in TOTALS else [labelled]
                read = [Seen(rule.attribute, sheet, one.found, one.confidence, weak) for one in own]
                read += _then(rule, labelled.found, sheet, sought, weak)
                seen += read
                if not weak:
                    told.update(item.attribute for item in read)
    return seen


def _whole(rule: FactRule, kind_of_value: str, sheet: Sheet, found: Found, *, of_party: bool) -> Found | None:
    """Return a value with all its words; None for a name that is none, « la solution installée », and for words in the place of a BIC.

    The label of a party, « le client », heads a person's name or an establishment's.
    """
    if rule.attribute in _PROPER:
        name = named(sheet, found)
        return name if name is None or not of_party or is_person(str(name.value)) else None
    if kind_of_value == "bic" and not sheet.text[found.start : found.end].isupper():
        return None  # « BIC : virements en euros »
    return whole_version(sheet, found) if kind_of_value == "version" else found


def _has_lost_its_head(sheet: Sheet, mark: Mark, found: Found) -> bool:
    """Tell whether the label of another cell may be the end of a longer one: of « Éditeur de la solution » only « r de la solution »."""
    cell = sheet.cell_at(mark.start)
    if sheet.how in SURE or cell is None or cell == sheet.cell_at(found.start):
        return False
    start = sheet.cells[cell][0]
    return start < mark.start and sheet.text[start].islower() and fills_its_cell(mark, sheet)


def _is_health_number(sheet: Sheet, found: Found) -> bool:
    """Tell whether a number is told to be a FINESS or an RPPS: « enregistré au FINESS sous le numéro 504765454 »."""
    return _HEALTH.search(sheet.flat[max(0, found.start - 40) : found.start]) is not None


def _heads_items(sheet: Sheet, mark: Mark) -> bool:
    cell = sheet.cell_at(mark.start)
    return cell is not None and heads_items(sheet, cell)


def _values(mark: Mark, labels: Labels, kind_of_value: str, sought: Sought) -> list[Labelled]:
    if kind_of_value == "mss_case":  # the boxes to tick may stand anywhere in the lines that follow
        boxes = [Labelled(found, 1.0) for found in sought.near(mark.end) if mark.end <= found.start < mark.end + 300]
        if boxes:
            return boxes
    following = _name_after(mark, labels.sheet.folded, sought) if kind_of_value == "name" else []

    def near(position: int) -> list[Found]:  # a name is whatever follows, so only what follows is looked at
        return following if kind_of_value == "name" else sought.near(position)

    if kind_of_value in _IN_WORDINGS and not fills_its_cell(mark, labels.sheet):
        said = in_wording(mark, labels, sought.find, near)
        return [_cut_at_line_end(one, labels.sheet) for one in said] if kind_of_value == "name" else said
    whole = kind_of_value == "reference"
    found = values_of(mark, labels, sought.find, near, whole=whole)
    found = found or on_the_next_line(mark, labels, sought.find, whole=whole)
    return [one for one in found if one.confidence != ABOVE or kind_of_value not in _NEVER_ABOVE]


def _cut_at_line_end(labelled: Labelled, sheet: Sheet) -> Labelled:
    """Doubt what a wording says up to the end of its line: it may go on under it."""
    end = labelled.found.end
    ends = not sheet.folded[end : end + 1].strip(" \n\t")
    return labelled._replace(found=labelled.found._replace(doubt="cut")) if ends else labelled


def _name_after(mark: Mark, folded: str, sought: Sought) -> list[Found]:
    line_end = folded.find("\n", mark.end)
    start = len(folded) - len(folded[mark.end :].lstrip(" :.-\t(*)"))
    return [found.moved(start) for found in sought.find(folded[start : line_end if line_end >= 0 else len(folded)])[:1]]


def _then(rule: FactRule, number: Found, sheet: Sheet, sought: dict[str, Sought], weak: bool) -> list[Seen]:
    """The date that follows a number: « facture n° F-118 du 12 mars 2024 »."""
    if rule.then is None:
        return []
    if "date" not in sought:
        sought["date"] = seek(sheet.folded, "date")
    dates = date_after(sheet, number.end, sought["date"])
    return [Seen(rule.then, sheet, found, 1.0, weak) for found in dates]


def _of_parties(
    words: KindWords,
    sheet: Sheet,
    marks: Sequence[Mark],
    vocabulary: Mapping[str, Attribute],
    numbers: Sequence[Number],
) -> list[Seen]:
    """Read SIRETs, SIRENs and VAT numbers, each given to its party, and the parties' names."""
    if not words.kind.parties:
        return []
    owners = Owners(sheet, words, marks, numbers)
    seen: list[Seen] = []
    for (kind_of_number, found), party, confidence, _ in owners.owned():
        attribute = f"{party.subject}.{kind_of_number}" if party else f"party.{kind_of_number}"
        if attribute not in vocabulary:
            continue  # a third party's number bears witness to nothing here
        seen.append(Seen(attribute, sheet, found, confidence or DOUBTFUL, False))
    called = [(f"{party.subject}.name", name, confidence) for party, name, confidence in owners.named()]
    promised = {rule.attribute for rule in words.kind.facts}
    for party, name in owners.represented():
        if (attribute := f"{party.subject}.legal_representative") in promised:
            called.append((attribute, name, TOLD))
    for attribute, name, confidence in called:
        if attribute in vocabulary:
            told = Found(name.start, name.end, name.value, words=name.words)
            seen.append(Seen(attribute, sheet, told, confidence if name.sure else DOUBTFUL, False))
    return seen


def _amounts(prefix: str, sheets: Sequence[Sheet], seen: Sequence[Seen]) -> list[Seen]:
    """The total that only the two others tell, and the Prestation Ségur's amounts."""
    read = [
        Seen(name, sheet, found, sure, False)
        for name, sheet, found, sure in completed(prefix, sheets, values_read(seen))
    ]
    values = values_read([*seen, *read])
    totals = {basis: set(values.get(f"{prefix}.total_{basis}_tax", ())) for basis in ("excl", "incl")}
    rows = [(sheet, row) for sheet in sheets for row in segur_amounts(sheet)]
    segur = segur_facts(prefix, sheets, rows, totals)
    read += [Seen(name, sheet, found, sure, False) for name, sheet, found, sure in segur]
    before, after = f"{prefix}.segur_excl_tax", f"{prefix}.segur_incl_tax"
    values = values_read([*seen, *(item for item in read if item.confidence > DOUBTFUL)])
    place = None if after in values else segur_with_tax(sheets, rows, values.get(before, ()), totals)
    return read if place is None else [*read, Seen(after, *place, 0.95, False)]


def _fact(item: Seen, file: str, piece: str) -> Fact:
    found, sheet = item.found, item.sheet
    return Fact(
        attribute=item.attribute,
        value=found.value,
        words=found.words or sheet.text[found.start : found.end],
        witness=Witness(
            file=file,
            how="form_field" if found.start >= sheet.typed_from else sheet.how,
            piece=piece,
            page=sheet.number,
            box=sheet.box(found.start, found.end),
            confidence=item.confidence,
        ),
    )


def _unique(seen: Iterable[Seen]) -> Iterable[Seen]:
    """Keep the surest witness of each value."""
    best: dict[tuple[str, object], Seen] = {}
    for item in seen:
        key = (item.attribute, item.found.value)
        if key not in best or item.confidence > best[key].confidence:
            best[key] = item
    return best.values()
