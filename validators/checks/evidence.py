"""Checks of the evidence of conformity: each line of the lane's requirement list has its files, each file its line."""

from __future__ import annotations

from collections.abc import Iterable

from validators.context import Context, failed, inconclusive, not_applicable, passed
from validators.evidence import LISTED, Expected
from validators.model import Answer, Fact, Fate, FileRecord, Said, Witness

# What may hold files that were not seen.
_CLOSED = frozenset(
    (
        *("archive_damaged", "archive_nested", "archive_too_long", "archive_unsupported", "too_many_entries"),
        *("message_damaged", "message_nested", "message_too_large", "message_unopened"),
    )
)
_NAMED_BY_ENDING = ("text", "html", "xml", "video", "unknown")  # contents that a file's ending tells more of
_SAME_FORMAT = {"jpg": "jpeg", "tif": "tiff", "htm": "html", "heif": "heic"}


def requirements_known(context: Context) -> Answer:
    """The requirement list of the scheme was supplied: no public text gives it in readable form."""
    scheme, evidence = context.scheme, context.dossier.evidence
    if scheme is None:
        return inconclusive("no_scheme")
    if evidence is None:
        document = Said(value=f"REM {scheme.code}")
        return inconclusive("requirement_list_missing", document=document, code=Said(value=scheme.code))
    return passed(count=Said(value=len(evidence.expected)), file=Said(value=evidence.list_file))


def evidence_present(context: Context) -> Answer:
    """The line has a file; what was not seen, or names no line for sure, could be it."""
    expected = context.expected
    said = _said(expected)
    if expected.files:
        count, facts = Said(value=len(expected.files)), _facts(context, expected)
        if len(expected.files) >= expected.beside:
            return passed(facts, count=count, **said)
        return inconclusive("fewer_files_than_expected", facts, count=count, lines=Said(value=expected.beside), **said)
    if expected.doubtful:
        return inconclusive("evidence_line_unsaid", file=Said(value=expected.doubtful[0]), **said)
    closed = _closed(context)
    if closed:
        return inconclusive("evidence_not_seen", file=Said(value=closed), **said)
    evidence = context.dossier.evidence
    loose = () if evidence is None or expected.how == LISTED else evidence.loose
    if loose:
        return inconclusive("may_be_loose_file", file=Said(value=loose[0]), **said)
    return failed(**said)


def evidence_format(context: Context) -> Answer:
    """The line's files have one of the formats that the list gives; a list that gives none asks for none."""
    expected, formats = context.expected, context.expected.requirement.formats
    if not formats or not expected.files:
        return not_applicable()
    wanted = {_SAME_FORMAT.get(one, one) for one in formats}
    said = _said(expected) | {"formats": Said(value=", ".join(formats))}
    files = {file.path: file for file in context.dossier.files}
    odd = next((path for path in expected.files if _format(files[path]) not in wanted), None)
    if odd is None:
        return passed(_facts(context, expected), **said)
    return failed(_facts(context, expected), file=Said(value=odd), format=Said(value=_format(files[odd])), **said)


def evidence_attributed(context: Context) -> Answer:
    """The file is evidence of some line of the list."""
    file, evidence = context.file, context.dossier.evidence
    if evidence is None or file.fate == Fate.SET_ASIDE:
        return not_applicable()
    path = Said(value=file.path)
    lines = evidence.lines_of.get(file.path, ())
    if lines:
        return passed(file=path, lines=Said(value=", ".join(one.key for one in lines)))
    doubts = evidence.doubts_of.get(file.path, ())
    if doubts:
        keys = ", ".join(one.key for one in doubts)
        return inconclusive("evidence_hesitates", file=path, lines=Said(value=keys))
    return failed(file=path)


def evidence_told_apart(context: Context) -> Answer:
    """The same bytes do not stand for two requirements under two names, unless one of the names says so."""
    file, evidence = context.file, context.dossier.evidence
    if evidence is None or file.duplicate_of is None:
        return not_applicable()
    own = evidence.lines_of.get(file.path, ())
    copies = [one.path for one in context.dossier.files if file.duplicate_of in (one.path, one.duplicate_of)]
    others = {path: evidence.lines_of.get(path, ()) for path in copies if path != file.path}
    told = {path: lines for path, lines in others.items() if lines}
    if not own or not told:
        return not_applicable()
    name = Said(value=file.path)
    for path, lines in told.items():
        if not _numbers(own) & _numbers(lines):
            keys = ", ".join(one.key for one in (*own, *lines))
            return failed(file=name, other=Said(value=path), lines=Said(value=keys))
    return passed(file=name, other=Said(value=next(iter(told))))


def _numbers(lines: Iterable[Expected]) -> set[str]:
    return {one.requirement.number for one in lines}


def _said(expected: Expected) -> dict[str, Said]:
    requirement = expected.requirement
    return {
        "line": Said(value=requirement.line),
        "requirement": Said(value=expected.key),
        "evidence": Said(value=requirement.evidence),
    }


def _facts(context: Context, expected: Expected) -> tuple[Fact, ...]:
    """Return for each file of a line the fact that it is called by it."""
    number = expected.requirement.number
    return tuple(
        Fact(attribute="requirement.number", value=number, words=path, witness=Witness(file=path, how=expected.how))
        for path in expected.files
    )


def _closed(context: Context) -> str | None:
    """Name what was not looked into and may hold files: an archive, or the folder itself where a limit stopped it."""
    if any(context.problems[problem.code].outcome == "inconclusive" for problem in context.dossier.problems):
        return context.dossier.reference
    held = (file.path for file in context.dossier.files if any(one.code in _CLOSED for one in file.problems))
    return next(held, None)


def _format(file: FileRecord) -> str:
    _, dot, ending = file.path.rpartition("/")[2].casefold().rpartition(".")
    return _SAME_FORMAT.get(ending, ending) if dot and file.content in _NAMED_BY_ENDING else file.content
