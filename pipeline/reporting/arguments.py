"""The values of a finding's message in words: amounts and dates, and the codes and keys that a check names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.reporting.context import Context, attribute_of, kind_label, piece_place, subject_label
from pipeline.reporting.seen import Argument
from pipeline.reporting.wording import canonical, value_text
from validators.model import Said

RATE = "rate"  # a bare number of this name is a percentage, any other is in euros


def tell_arguments(context: Context, said: Mapping[str, Said]) -> tuple[Argument, ...]:
    """Say the values of a finding's message, by name."""
    return tuple(_argument(context, name, said[name]) for name in sorted(said))


def _argument(context: Context, name: str, said: Said) -> Argument:
    code_in_words = _CODES.get(said.attribute or "")
    if code_in_words is not None:
        return _told(name, said, code_in_words(context, str(said.value)))
    if said.attribute is None:
        kind = RATE if name == RATE else None
        return _told(name, said, _keys_in_words(context, said) or value_text(said.value, kind, context.lang))
    attribute = attribute_of(context, said.attribute)
    return Argument(
        name=name,
        value=canonical(said.value),
        text=value_text(said.value, attribute.type, context.lang),
        attribute=attribute.name,
        type=attribute.type,
        personal=attribute.personal,
    )


def _told(name: str, said: Said, text: str) -> Argument:
    return Argument(
        name=name, value=canonical(said.value), text=text, attribute=said.attribute, type=None, personal=False
    )


def _keys_in_words(context: Context, said: Said) -> str | None:
    """Name the subjects, or the places of the pieces, whose keys are said; None when one of them is no key."""
    names = []
    for key in str(said.value).split(", "):
        if key in context.pieces:
            names.append(piece_place(context, context.pieces[key]))
        elif key in context.beneficiaries:
            names.append(subject_label(context, key))
        else:
            return None
    return ", ".join(names)


def _attribute_label(context: Context, name: str) -> str:
    return context.say(attribute_of(context, name).label)


def _tax_basis(context: Context, code: str) -> str:
    return context.words["tax_basis"].get(code, code)


def _ceiling_document(context: Context, scheme: str) -> str:
    known = context.rulebook.scheme(scheme)
    return context.say(known.ceiling_document) if known else scheme


def _register_label(context: Context, key: str) -> str:
    register = context.rulebook.registers.get(key)
    return context.say(register.label) if register else key


def _same_name(context: Context, why: str) -> str:
    return context.words["names_same"][why]


def _doubtful_name(context: Context, why: str) -> str:
    return context.words["names_doubtful"][why]


# What a check may say in place of an attribute, for a code of the rules.
_CODES: Mapping[str, Callable[[Context, str], str]] = {
    "piece.kind": kind_label,
    "attribute": _attribute_label,
    "basis": _tax_basis,
    "ceiling_document": _ceiling_document,
    "register": _register_label,
    "same_name": _same_name,
    "doubtful_name": _doubtful_name,
}
