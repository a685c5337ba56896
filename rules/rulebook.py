"""All the rules of one run, by key, with the digest of the files they were read from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from rules.model import Attribute, HandCheck, PieceKind, Register, Rejection, RequirementList, Rule, Scheme, Source

_DASHES = re.compile(r"[\s_\-\u2010-\u2015]+")


def normalised_code(code: str) -> str:
    """Return a scheme code as the data files write it: upper case, no accents, plain dashes, no leading « SONS ».

    >>> normalised_code("SONS HOP-DPI-Va2"), normalised_code("sons-img-db-va2")
    ('HOP-DPI-VA2', 'IMG-DB-VA2')
    """
    letters = (letter for letter in unicodedata.normalize("NFKD", code.upper()) if not unicodedata.combining(letter))
    return _DASHES.sub("-", "".join(letters)).strip("-").removeprefix("SONS-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """The rules, schemes, kinds of piece, sources, attributes, registers, hand checks and rejection reasons in use.

    Those of an overlay are included; `requirements`, by scheme, come from there alone.

    `digest` is the SHA-256 over every data file, `overlay_digest` over those of the overlay alone, and
    `overlay_files` names these, so that a report can say what was not shipped with the tool.
    """

    rules: Mapping[str, Rule]
    schemes: Mapping[str, Scheme]
    kinds: Mapping[str, PieceKind]
    sources: Mapping[str, Source]
    attributes: Mapping[str, Attribute]
    registers: Mapping[str, Register]
    hand_checks: tuple[HandCheck, ...]
    rejections: Mapping[str, Rejection]
    digest: str
    overlay_digest: str | None = None
    overlay_files: tuple[str, ...] = ()
    requirements: Mapping[str, RequirementList] = field(default_factory=dict)

    def scheme(self, code: str) -> Scheme | None:
        """Return the scheme of this code or alias, however it is written, or `None` when it is not known."""
        wanted = normalised_code(code)
        by_alias = (scheme for scheme in self.schemes.values() if wanted in scheme.aliases)
        return self.schemes.get(wanted) or next(by_alias, None)
