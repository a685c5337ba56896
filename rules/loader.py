"""Reads the rules that are shipped, and those that a user lays over them, into one rulebook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rules import parsing
from rules.datafiles import DataFile, digest_of, overlay_files, shipped_files
from rules.errors import RulesError
from rules.model import RequirementList
from rules.overlay import laid_over
from rules.requirements import requirement_lists
from rules.rulebook import Rulebook
from rules.tables import Tables, collected, decoded

__all__ = ["Rulebook", "RulesError", "load"]


def load(overlay: Path | None = None) -> Rulebook:
    """Return the rulebook of the shipped data files, with those of an overlay folder laid over them.

    The digest is a SHA-256 over the paths and bytes of every file read, those of the overlay under `overlay/`.
    Raises RulesError when the overlay does not parse, does not fit its schema, or names what does not exist.
    """
    shipped = shipped_files()
    tables = collected(decoded(shipped))
    if overlay is None:
        return _rulebook(tables, digest=digest_of(shipped))
    own = overlay_files(overlay)
    marked = [DataFile(path=f"overlay/{file.path}", content=file.content) for file in own]
    merged = laid_over(tables, own)
    return _rulebook(
        merged,
        requirements=requirement_lists(own, merged),
        digest=digest_of([*shipped, *marked]),
        overlay_digest=digest_of(own),
        files=tuple(file.path for file in own),
    )


def _rulebook(
    tables: Tables,
    *,
    digest: str,
    overlay_digest: str | None = None,
    files: tuple[str, ...] = (),
    requirements: Mapping[str, RequirementList] | None = None,
) -> Rulebook:
    controls = sorted(tables.controls.items())
    return Rulebook(
        rules={key: parsing.rule(family, table) for key, (family, table) in controls},
        schemes={code: parsing.scheme(table) for code, table in sorted(tables.schemes.items())},
        kinds={kind: parsing.piece_kind(table) for kind, table in sorted(tables.kinds.items())},
        sources={key: parsing.source(key, table) for key, table in tables.sources.items()},
        attributes={name: parsing.attribute(name, table) for name, table in tables.attributes.items()},
        registers={key: parsing.register(key, table) for key, table in tables.registers.items()},
        hand_checks=tuple(parsing.hand_check(key, table) for key, table in tables.hand_checks.items()),
        rejections={key: parsing.rejection(key, table) for key, table in tables.rejections.items()},
        digest=digest,
        overlay_digest=overlay_digest,
        overlay_files=files,
        requirements=requirements or {},
    )
