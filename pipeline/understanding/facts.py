"""The typed facts of one piece, each with its witness: where its labels, sections and rows say it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from pipeline.reading.page import SURE
from pipeline.understanding import values
from pipeline.understanding.columns import IN_PART, amounts_for
from pipeline.understanding.dated import date_after
from pipeline.understanding.labels import BELOW, Labelled, Labels, values_of
from pipeline.understanding.layout import Sheet
from pipeline.understanding.lexicon import KindWords
from pipeline.understanding.machine_zone import zone_facts
from pipeline.understanding.parties import Sections
from pipeline.understanding.phrases import Mark, longest_of
from pipeline.understanding.rib import rib_boxes
from pipeline.understanding.rows import heads_items
from pipeline.understanding.seen import Seen
from pipeline.understanding.segur import segur_facts
from pipeline.understanding.sought import Sought, seek
from pipeline.understanding.sums import TOTALS, borne_out
from pipeline.understanding.totals import strays
from pipeline.understanding.values import identifiers
from pipeline.understanding.values.found import Found
from rules.model import Attribute, FactRule
from validators.identifiers import EXAMINERS
from validators.model import Fact, Witness

_MANY = {"finess", "rpps", "adeli", "mssante", "siret", "siren", "vat_number", "iban", "amount"}
SOLUTION = "solution.name"
_DOUBTFUL = 0.5
_ONE_ENGINE = 0.7  # share of its confidence that is left to what a single engine read from pixels
Number = tuple[str, Found]  # the type of an identifier and where it stands


def draw(
    words: KindWords, sheets: Sequence[Sheet], vocabulary: Mapping[str, Attribute], file: str, piece: str
) -> tuple[Fact, ...]:
    """Draw every fact that a kind of piece promises from its pages."""
    kind = words.kind
    seen: list[Seen] = []
    told: set[str] = set()
    for sheet in sheets:
        numbers = tuple(_party_identifiers(sheet))
        marks = words.phrases.every(sheet.flat, sheet.words)
        seen += _labelled(words, Labels(sheet, longest_of(marks)), vocabulary, numbers, told)
        seen += _of_parties(words, sheet, marks, vocabulary, numbers)
        if kind.kind == "rib":
            seen += [Seen("applicant.rib", sheet, found, 1.0, False) for found in rib_boxes(sheet)]
    if kind.kind == "identity_document":
        seen += [Seen(name, sheet, found, sure, False) for name, sheet, found, sure in zone_facts(sheets)]
    seen = _without_strays(borne_out(_settle(seen, vocabulary)))
    prefix = {"invoice": "invoice", "purchase_order": "order"}.get(kind.kind)
    if prefix:
        seen += [
            Seen(name, sheet, found, sure, False)
            for name, sheet, found, sure in segur_facts(prefix, sheets, _totals(prefix, seen))
        ]
    weighed = [item._replace(confidence=_confidence(item, vocabulary[item.attribute].type)) for item in seen]
    return tuple(_fact(item, file, piece) for item in _unique(weighed))


def _labelled(
    words: KindWords, labels: Labels, vocabulary: Mapping[str, Attribute], numbers: Sequence[Number], told: set[str]
) -> list[Seen]:
    """Read the value of every label of the kind on a page.

    `told` grows with the attributes that no weak label is asked for any more.
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
            if weak and rule.attribute in told and (rule.then is None or rule.then in told):
                continue
            kind_of_value = vocabulary[rule.attribute].type
            if kind_of_value not in sought:
                sought[kind_of_value] = seek(sheet.folded, kind_of_value)
            for labelled in _values(mark, labels, kind_of_value, sought[kind_of_value]):
                if kind_of_value == "reference" and _overlaps(labelled.found, taken):
                    continue  # « immatriculée sous le n° 732 829 320 » is no document's number
                if rule.attribute == SOLUTION and _is_plain_word(sheet, labelled.found):
                    continue  # « la solution installée », « logiciel de gestion » name none
                if kind_of_value == "amount" and labelled.confidence == BELOW and _heads_items(sheet, mark):
                    continue
                own = amounts_for(labels, mark, labelled) if rule.attribute in TOTALS else [labelled]
                read = [Seen(rule.attribute, sheet, one.found, one.confidence, weak) for one in own]
                read += _then(rule, labelled.found, sheet, sought, weak)
                seen += read
                if not weak:
                    told.update(item.attribute for item in read)
    return seen


def _overlaps(found: Found, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start < found.end and found.start < end for start, end in spans)


def _is_plain_word(sheet: Sheet, found: Found) -> bool:
    return sheet.text[found.start : found.start + 1].islower()


def _heads_items(sheet: Sheet, mark: Mark) -> bool:
    cell = sheet.cell_at(mark.start)
    return cell is not None and heads_items(sheet, cell)


def _values(mark: Mark, labels: Labels, kind_of_value: str, sought: Sought) -> list[Labelled]:
    if kind_of_value == "mss_case":  # the boxes to tick may stand anywhere in the lines that follow
        near = [Labelled(found, 1.0) for found in sought.near(mark.end) if mark.end <= found.start < mark.end + 300]
        if near:
            return near
    if kind_of_value == "name":  # a name is whatever follows, so only what follows is looked at
        following = _name_after(mark, labels.sheet.folded, sought)
        return values_of(mark, labels, sought.find, lambda _: following)
    return values_of(mark, labels, sought.find, sought.near, whole=kind_of_value == "reference")


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
    dates = date_after(sheet.folded, number.end, sought["date"])
    return [Seen(rule.then, sheet, found, 1.0, weak) for found in dates]


def _of_parties(
    words: KindWords,
    sheet: Sheet,
    marks: Sequence[Mark],
    vocabulary: Mapping[str, Attribute],
    numbers: Sequence[Number],
) -> list[Seen]:
    """Read SIRETs, SIRENs and VAT numbers, each given to the party in whose section it stands."""
    if not words.kind.parties:
        return []
    sections = Sections(sheet, words, longest_of(mark for mark in marks if mark.label in words.parties))
    seen: list[Seen] = []
    for name, found in numbers:
        party, confidence = sections.party_at(found.start)
        attribute = f"{party.subject}.{name}" if party else f"party.{name}"
        if attribute not in vocabulary:
            attribute, confidence = f"party.{name}", 0.0
            if party is not None:
                continue  # a third party's number bears witness to nothing here
        seen.append(Seen(attribute, sheet, found, confidence or _DOUBTFUL, False))
    for section in sections.sections:
        attribute, span = f"{section.party.subject}.name", sections.name_in(section)
        if attribute in vocabulary and span is not None:
            for found in values.FINDERS["name"](sheet.folded[span[0] : span[1]])[:1]:
                if found.value not in words.parties:  # "Client | Fournisseur" heads two columns, it names nobody
                    seen.append(Seen(attribute, sheet, found.moved(span[0]), 0.95, False))
    return seen


_SIRET_LABEL = re.compile(r"siret(?<!\wsiret)(?!\w)[^\n\d]{0,25}")
_SIREN_LABEL = re.compile(
    r"[sr](?<!\w.)(?:(?<=s)iren|(?<=r)cs(?:[ \t]+[a-z' .-]{2,30}?(?:[ \t]+[a-d])?)?)[ \t]*(?:no|:)?[ \t:.]*(?=\d)"
)


def _party_identifiers(sheet: Sheet) -> Iterable[Number]:
    """The SIRETs, VAT numbers and labelled SIRENs of a page, none inside another."""
    taken: list[tuple[int, int]] = [(found.start, found.end) for found in identifiers.iban(sheet.folded)]

    def free(found: Found) -> bool:
        if _overlaps(found, taken):
            return False
        taken.append((found.start, found.end))
        return True

    for found in identifiers.vat_number(sheet.folded):
        if free(found):
            yield "vat_number", found
    for found in identifiers.free_siret(sheet.folded):
        if free(found):
            yield "siret", found
    for label in _SIRET_LABEL.finditer(sheet.folded):
        near = sheet.folded[label.end() : label.end() + 24]
        for found in identifiers.siret(near)[:1]:
            moved = found.moved(label.end())
            if found.start < 3 and free(moved):
                yield "siret", moved
    for label in _SIREN_LABEL.finditer(sheet.folded):
        for found in identifiers.siren(sheet.folded[label.end() : label.end() + 14])[:1]:
            moved = found.moved(label.end())
            if found.start < 2 and free(moved):
                yield "siren", moved


def _settle(seen: list[Seen], vocabulary: Mapping[str, Attribute]) -> list[Seen]:
    """Keep of each attribute the surest readings: weak labels give way, and of single values the first place wins ties."""
    by_attribute: dict[str, list[Seen]] = {}
    for item in seen:
        by_attribute.setdefault(item.attribute, []).append(item)
    kept: list[Seen] = []
    for name, items in by_attribute.items():
        strong = [item for item in items if not item.weak]
        if strong:
            best = max(item.confidence for item in strong)
            chosen = [item for item in strong if item.confidence >= best - 0.06]
        else:
            chosen = ([item for item in items if item.confidence > IN_PART] or items)[:1]
        if vocabulary[name].type == "name" or (vocabulary[name].type not in _MANY and not strong):
            chosen = chosen[:1]
        elif vocabulary[name].type in _MANY - {"amount"}:
            chosen = strong or items
        kept += chosen
    return kept


def _without_strays(seen: list[Seen]) -> list[Seen]:
    values: dict[str, list[object]] = {}
    for item in seen:
        values.setdefault(item.attribute, []).append(item.found.value)
    stray = strays(values)
    return [item for item in seen if item.found.value not in stray.get(item.attribute, ())]


def _totals(prefix: str, seen: list[Seen]) -> dict[str, set[object]]:
    return {
        basis: {item.found.value for item in seen if item.attribute == f"{prefix}.total_{basis}_tax"}
        for basis in ("excl", "incl")
    }


def _fact(item: Seen, file: str, piece: str) -> Fact:
    found, sheet = item.found, item.sheet
    return Fact(
        attribute=item.attribute,
        value=found.value,
        words=sheet.text[found.start : found.end],
        witness=Witness(
            file=file,
            how="form_field" if found.start >= sheet.typed_from else sheet.how,
            piece=piece,
            page=sheet.number,
            box=sheet.box(found.start, found.end),
            confidence=item.confidence,
        ),
    )


def _confidence(item: Seen, kind_of_value: str) -> float:
    """Return how sure a reading is: from pixels, only what two engines read alike, and a number only if its key holds."""
    found, sheet = item.found, item.sheet
    if found.doubt:
        return _DOUBTFUL
    if sheet.how in SURE or found.start >= sheet.typed_from:
        return item.confidence
    examine = EXAMINERS.get(kind_of_value)
    sure = sheet.is_confirmed(found.start, found.end) and (examine is None or examine(str(found.value)).valid)
    return item.confidence if sure else item.confidence * _ONE_ENGINE


def _unique(seen: Iterable[Seen]) -> Iterable[Seen]:
    """Keep the surest witness of each value."""
    best: dict[tuple[str, object], Seen] = {}
    for item in seen:
        key = (item.attribute, item.found.value)
        if key not in best or item.confidence > best[key].confidence:
            best[key] = item
    return best.values()
