"""The MSSanté address that no label tells: its domain does, « La boîte x@ch-exemple.mssante.fr a servi aux essais »."""

from __future__ import annotations

from pipeline.understanding.layout import Sheet
from pipeline.understanding.values.found import Found
from pipeline.understanding.values.identifiers import MSSANTE, mail_address

MAILBOX = "beneficiary.mssante"


def unlabelled_mailbox(sheet: Sheet) -> list[Found]:
    """Return the one address of a page that is of an MSSanté domain; none of two, for one may be the supplier's."""
    found = [one for one in mail_address(sheet.folded) if str(one.value).endswith(MSSANTE)]
    return found[:1] if len({one.value for one in found}) == 1 else []
