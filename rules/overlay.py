"""A user's own rules laid over the shipped ones: what may be added, what replaces, what is refused."""

from __future__ import annotations

from collections.abc import Iterable

from rules.datafiles import DataFile
from rules.errors import RulesError
from rules.references import check_references, names_of
from rules.rulebook import normalised_code
from rules.tables import Table, Tables, collected, decoded, schema_of
from rules.validation import check_shape

_APPENDED = ("aliases", "window", "ceiling", "piece")  # to a scheme
_GAINED = ("decoys", "party", "fact")  # by a kind of piece


def laid_over(shipped: Tables, files: Iterable[DataFile]) -> Tables:
    """Return the shipped tables with those of an overlay's files laid over them.

    A scheme of a known code or alias gains the overlay's windows, ceilings, pieces and aliases, and its other keys
    are replaced; a control, a kind of piece or a register is replaced whole, but a kind whose file says `extends` gains
    the overlay's words. What an overlay says must cite the overlay's own sources, so that no report shows a user's value
    under an official text. Raises RulesError.
    """
    tables = decoded(files)
    for path, table in tables.items():
        check_shape(str(schema_of(path)), path, table, only=_enough(shipped, table))
    added = collected(tables)
    _check_sources(shipped, added)
    merged = _merged(shipped, added)
    names = {**names_of(merged), "source": set(added.sources)}
    for path, table in tables.items():
        check_references(path, table, names)
    return merged


def _check_sources(shipped: Tables, added: Tables) -> None:
    for key, table in added.sources.items():
        if key in shipped.sources:
            raise RulesError(
                file="sources.toml",
                key=key,
                fr="cette clé est celle d'une source livrée avec l'outil ; choisissez-en une autre.",
                en="this is the key of a source shipped with the tool; choose another one.",
            )
        if table["basis"] != "overlay":
            raise RulesError(
                file="sources.toml",
                key=f"{key}.basis",
                fr='une source que vous apportez porte basis = "overlay".',
                en='a source of your own has basis = "overlay".',
            )


def _merged(shipped: Tables, added: Tables) -> Tables:
    schemes = dict(shipped.schemes)
    for table in added.schemes.values():
        code = _known_code(shipped, table)
        if code is None:
            schemes[normalised_code(table["code"])] = table
        else:
            schemes[code] = _merged_scheme(schemes[code], table)
    return Tables(
        sources=shipped.sources | added.sources,
        attributes=shipped.attributes,
        registers=shipped.registers | added.registers,
        schemes=schemes,
        controls=shipped.controls | added.controls,
        kinds=shipped.kinds | {kind: _merged_kind(shipped.kinds.get(kind), own) for kind, own in added.kinds.items()},
        hand_checks=shipped.hand_checks,
        rejections=shipped.rejections,
    )


def _merged_scheme(shipped: Table, added: Table) -> Table:
    appended = {key: [*shipped.get(key, ()), *added.get(key, ())] for key in _APPENDED}
    levels = shipped.get("levels", {}) | added.get("levels", {})
    return {**shipped, **added, **appended, "levels": levels, "code": shipped["code"]}


def _merged_kind(shipped: Table | None, added: Table) -> Table:
    """Return the overlay's kind, or, when it extends a shipped one, that one with the words of both."""
    if shipped is None or not added.get("extends"):
        return added
    lists = {key: [*shipped.get(key, ()), *added.get(key, ())] for key in _GAINED}
    own, further = shipped["recognition"], added.get("recognition", {})
    recognition = {key: [*own.get(key, ()), *further.get(key, ())] for key in {**own, **further}}
    return {**shipped, **added, **lists, "recognition": recognition}


def _enough(shipped: Tables, table: Table) -> str | None:
    """Return the only key that a table needs because it adds to one that is shipped; None when it stands alone."""
    if _known_code(shipped, table) is not None:
        return "code"
    return "kind" if table.get("extends") and table.get("kind") in shipped.kinds else None


def _known_code(shipped: Tables, table: Table) -> str | None:
    """Return the shipped code that a scheme's table is about, by code or alias."""
    code = table.get("code")
    if not isinstance(code, str):
        return None
    wanted = normalised_code(code)
    for known, scheme in shipped.schemes.items():
        if wanted == known or wanted in map(normalised_code, scheme.get("aliases", ())):
            return known
    return None
