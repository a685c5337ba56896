"""Reads single values of a request by their key, `applicant.siret` or `beneficiaries[2].order_date`, as typed values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_AMOUNT = re.compile(r"[0-9]+(?:[.,][0-9]{1,2})?")


def value_at(declared: Mapping[str, object], key: str) -> object | None:
    """Return what stands at a key, or None when there is nothing."""
    node: object = declared
    for name, index in _STEP.findall(key):
        if name and isinstance(node, Mapping):
            node = node.get(name)
        elif index and isinstance(node, list) and int(index) < len(node):
            node = node[int(index)]
        else:
            return None
    return node


def amount(declared: Mapping[str, object], key: str) -> Decimal | None:
    """Return the amount at a key in euros, exact; a text may have a point or a comma. None when there is none.

    >>> amount({"advance": {"paid_amount": "1234,50"}}, "advance.paid_amount")
    Decimal('1234.50')
    """
    value = value_at(declared, key)
    if isinstance(value, str) and _AMOUNT.fullmatch(value):
        return Decimal(value.replace(",", "."))
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return Decimal(value)
    return None


def day(declared: Mapping[str, object], key: str) -> date | None:
    """Return the day at a key, written `2024-09-12`, or None when there is none."""
    value = text(declared, key)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def text(declared: Mapping[str, object], key: str) -> str | None:
    """Return the text at a key, or None when there is none."""
    value = value_at(declared, key)
    return value if isinstance(value, str) else None
