"""The parties of a contract's prose: « entre X, SIRET …, ci-après « le client », et la société Y …, ci-après « le fournisseur »."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.understanding.layout import Sheet
from pipeline.understanding.numbers import Number, siren_in
from pipeline.understanding.phrases import Mark
from pipeline.understanding.whose.blocks import Name
from pipeline.understanding.whose.proper import is_person
from pipeline.understanding.whose.prose import names_told
from rules.model import Party

# What ends the clause of a party, up to the words that it goes by.
_NAMED = r"(?:denomm|design|appele|nomm)\w*(?:\(e\))?"
_CALLED = re.compile(rf"(?<!\w)(?:ci-? ?apres|{_NAMED})(?:,? {_NAMED})*(?: sous le nom de| par)?[ :,]*[\"'(]* ?")
_ARTICLE = re.compile(r"(?:(?:le|la|les) ?|l')?[\"' ]*")
_BETWEEN = re.compile(r"(?<!\w)entre(?![\w-])(?: (?:les )?(?:soussignee?s|parties))?")
# Between the words of one party and the name of the next: « le client », d'une part, et la société …
_NEXT = re.compile(r"[^,;.()]{0,40}?[\"')]*[ ,;.)-]*(?:d'une part|de premiere part)?[ ,;.-]*(?<!\w)et(?!\w)[ :-]*")
_FIRST = re.compile(r"[ :.-]*")
_REPRESENTED = re.compile(r"(?<!\w)(?:represente(?:e|\(e\))?(?: legalement)? par|en la personne de)[ :]+")
_LONGEST = 700  # characters of a clause: what stands further before "ci-après" is another sentence


class Clause(NamedTuple):
    """The words of a contract that are one party's: from its name to what it is called."""

    party: Party
    start: int
    end: int


def clauses_of(
    sheet: Sheet, parties: Mapping[str, Party], marks: Sequence[Mark], numbers: Sequence[Number]
) -> list[Clause]:
    """Return the clauses of a page, in order; one that holds two entities' numbers, or crosses columns, tells nothing."""
    calls = [call for call in _CALLED.finditer(sheet.flat) if call[0][0] == "c" or call[0].rstrip()[-1] in "\"'("]
    clauses = []
    for place, call in enumerate(calls):
        mark = next((mark for mark in marks if _is_called(sheet, call, mark)), None)
        start = _start(sheet, call, calls[place - 1] if place else None)
        if mark is None or start is None or "\t" in sheet.folded[start : call.start()]:
            continue
        inside = {siren_in(number) for number in numbers if start <= number[1].start < call.start()}
        if len(inside) < 2:
            clauses.append(Clause(parties[mark.label], start, call.start()))
    return clauses


def names_of(sheet: Sheet, clauses: Sequence[Clause]) -> list[tuple[Party, Name]]:
    """Return the names that clauses open with."""
    found = names_told(sheet, [(clause.party, Mark(clause.start, clause.start, "")) for clause in clauses])
    ends = {clause.start: clause.end for clause in clauses}
    return [
        (party, name) for party, name in found if any(start <= name.start < name.end <= ends[start] for start in ends)
    ]


def representatives_of(sheet: Sheet, clauses: Sequence[Clause]) -> list[tuple[Party, Name]]:
    """Return the persons by whom clauses say that their parties are represented; one that says it twice tells nothing."""
    said = ((clause, list(_REPRESENTED.finditer(sheet.flat, clause.start, clause.end))) for clause in clauses)
    once = [(clause.party, Mark(words[0].start(), words[0].end(), "")) for clause, words in said if len(words) == 1]
    return [(party, name) for party, name in names_told(sheet, once) if is_person(name.value)]


def _is_called(sheet: Sheet, call: re.Match[str], mark: Mark) -> bool:
    return call.end() <= mark.start and _ARTICLE.fullmatch(sheet.flat, call.end(), mark.start) is not None


def _start(sheet: Sheet, call: re.Match[str], before: re.Match[str] | None) -> int | None:
    """Return where the clause that a call ends begins: after « entre », or after the « et » that follows the one before."""
    earliest = max(call.start() - _LONGEST, before.end() if before else 0, 0)
    between = [match.end() for match in _BETWEEN.finditer(sheet.flat, earliest, call.start())]
    if between:
        opening = _FIRST.match(sheet.flat, between[-1])
    else:
        opening = _NEXT.match(sheet.flat, before.end()) if before and earliest == before.end() else None
    return opening.end() if opening else None
