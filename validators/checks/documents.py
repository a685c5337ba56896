"""Checks of documents as things: no page wanting, both sides of a card, what its machine-readable zone says."""

from __future__ import annotations

from validators.context import Context, failed, inconclusive, not_applicable, on_piece, passed, sure, unseen
from validators.identifiers import mrz
from validators.model import Answer, Fate, Piece, Said


def pages_complete(context: Context) -> Answer:
    """The pages that a piece counts, « page 2/3 », are all there, as far as its pages say which they are."""
    piece = context.piece
    totals = {mark[1] for mark in piece.page_marks if mark}
    if not totals:
        return not_applicable()
    file = Said(value=piece.id)
    for total in sorted(totals):
        wanting = _wanting(piece, total)
        if not wanting:
            continue
        loose = [other for other in context.dossier.pieces if other is not piece and _wanting(other, total)]
        left = wanting.difference(*(_numbers(other, total) for other in loose))
        if left and len(wanting) > piece.page_marks.count(None):  # a page that says nothing may be the one
            if _some_page_unread(context):
                return inconclusive("page_may_be_unread", file=file)
            pages = ", ".join(str(number) for number in sorted(left))
            return failed(file=file, total=Said(value=total), pages=Said(value=pages))
        if any(other.file != piece.file for other in loose):
            return inconclusive("page_elsewhere", file=file)
        return not_applicable()  # the numbers are the file's, or those of a document with its attachments
    return passed(file=file, total=Said(value=max(totals)))


def _numbers(piece: Piece, total: int) -> set[int]:
    return {mark[0] for mark in piece.page_marks if mark and mark[1] == total}


def _wanting(piece: Piece, total: int) -> set[int]:
    """Return the pages of so many that a piece does not show, none when it does not count so many."""
    numbers = _numbers(piece, total)
    return set(range(1, total + 1)) - numbers if numbers else set()


def _some_page_unread(context: Context) -> bool:
    beyond = any(problem.code == "too_many_pages" for file in context.dossier.files for problem in file.problems)
    unreadable = any(file.fate == Fate.UNREADABLE for file in context.dossier.files)
    return beyond or unreadable or any(piece.unread_pages for piece in context.dossier.pieces)


def both_sides(context: Context) -> Answer:
    """Both sides of a card are there, by the words that each bears. Parameters: `front`, `back`, `booklet`, `permit`."""
    piece = context.piece
    if _says(piece, context.words("booklet")):
        return not_applicable()
    kind = "residence_permit" if _says(piece, context.words("permit")) else "identity_card"
    said = {"file": Said(value=piece.id), "kind": Said(value=kind, attribute="piece.kind")}
    front, back = (_says(piece, context.words(side)) for side in ("front", "back"))
    if front and back:
        return passed(**said)
    if not piece.surely_whole:
        return inconclusive(unseen(piece), **said)
    alike = [one for one in context.dossier.pieces if one is not piece and one.kind in (piece.kind, "other")]
    if alike or context.facts.unread():
        return inconclusive("side_elsewhere", **said)
    return failed((), "back_not_seen" if front else "front_not_seen", **said)


def _says(piece: Piece, words: tuple[str, ...]) -> bool:
    return any(word in piece.text for word in words)


def zone_keys_hold(context: Context) -> Answer:
    """Every check digit of the machine-readable zone holds; a document without a zone has none to hold."""
    keys = on_piece(context.piece, "identity.machine_keys")
    if not keys:
        return not_applicable()
    codes = [str(fact.value) for fact in on_piece(context.piece, "identity.machine_zone")]
    kind = Said(value=mrz.sort_of(codes[0]), attribute="piece.kind")
    file = Said(value=context.piece.id)
    if len(sure(keys)) < len(keys):
        return inconclusive("machine_zone_not_read", keys, kind=kind, file=file)
    broken = [fact for fact in keys if len(set(str(fact.value).split("/"))) > 1]  # "4/5": one of five does not hold
    if broken:
        return failed(broken, kind=kind, file=file, held=Said(value=broken[0].value))
    return passed(keys, kind=kind, file=file, held=Said(value=keys[0].value))


def expiries_agree(context: Context) -> Answer:
    """The expiry date in the machine-readable zone is printed on the document too."""
    printed = on_piece(context.piece, "identity.expires_on")
    machine = on_piece(context.piece, "identity.machine_expires_on")
    if not printed or not machine:
        return not_applicable()
    both = printed + machine
    file = Said(value=context.piece.id)
    if len(sure(both)) < len(both):
        return inconclusive("expiry_not_read", both, file=file)
    places = {"page": Said(value=printed[0].witness.page or 0), "zone_page": Said(value=machine[0].witness.page or 0)}
    agree = {fact.value for fact in machine} <= {fact.value for fact in printed}
    return (passed if agree else failed)(both, file=file, **places)
