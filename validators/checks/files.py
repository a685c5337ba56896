"""Checks of the files: read, needed once, recognised, and what the request says they are."""

from __future__ import annotations

from validators.context import Context, clear, failed, inconclusive, not_applicable, passed, rows, unseen
from validators.model import Answer, Fate, Problem, Said


def file_read(context: Context) -> Answer:
    """The file was read whole; what its problems make of that is in the problems' own data."""
    file = context.file
    name = Said(value=file.path)
    by_outcome: dict[str, Problem] = {}
    for problem in file.problems:
        by_outcome.setdefault(context.problems[problem.code].outcome, problem)
    for outcome in ("failed", "inconclusive"):
        if outcome in by_outcome:
            problem = by_outcome[outcome]
            said = {key: Said(value=value) for key, value in problem.arguments.items()} | {"file": name}
            return failed((), problem.code, **said) if outcome == "failed" else inconclusive(problem.code, **said)
    if file.fate in (Fate.SET_ASIDE, Fate.DUPLICATE):
        return not_applicable()
    here = context.facts.in_files.get(file.path, ())
    pages = [str(page) for piece in here if piece.file == file.path for page in piece.unread_pages]
    if pages:
        return inconclusive("pages_not_read", file=name, pages=Said(value=", ".join(pages)))
    return passed(file=name, pages=Said(value=file.pages))


def file_once(context: Context) -> Answer:
    """The file is not a copy of another."""
    file = context.file
    if file.duplicate_of is None:
        return passed(file=Said(value=file.path)) if file.fate == Fate.USED else not_applicable()
    return failed(file=Said(value=file.path), other=Said(value=file.duplicate_of))


def file_recognised(context: Context) -> Answer:
    """The file holds pieces of a known kind."""
    file = context.file
    pieces = context.facts.in_files.get(file.path)
    if file.fate in (Fate.SET_ASIDE, Fate.DUPLICATE, Fate.UNREADABLE) or not pieces:
        return not_applicable()
    if _was_opened(context) and all(piece.kind == "other" for piece in pieces):
        return not_applicable()
    name = Said(value=file.path)
    unclear = [piece for piece in pieces if piece.kind != "other" and not clear(piece)]
    if unclear:
        first = unclear[0]
        return inconclusive(
            "kind_unclear",
            file=name,
            kind=Said(value=first.kind, attribute="piece.kind"),
            other=Said(value=first.runner_up or "other", attribute="piece.kind"),
        )
    unsure = [piece for piece in pieces if piece.kind == "other" and not piece.surely_whole]
    if unsure:
        return inconclusive(unseen(unsure[0]), file=name)
    look_alikes = [piece for piece in pieces if piece.kind == "other" or context.labels[piece.kind].look_alike]
    if look_alikes:
        return failed(file=name, kind=Said(value=look_alikes[0].kind, attribute="piece.kind"))
    return passed(file=name, kind=Said(value=pieces[0].kind, attribute="piece.kind"))


def _was_opened(context: Context) -> bool:
    """Tell whether a file is the message or the archive that other files came in: these are what is looked at."""
    return any(other.path.startswith(f"{context.file.path}/") for other in context.dossier.files)


def kind_as_declared(context: Context) -> Answer:
    """The pieces that the request describes are what it says."""
    said = [row for row in rows(context.dossier.declared, "pieces") if row.get("kind")]
    if not said:
        return not_applicable()
    for row in said:
        path, kind = str(row["path"]), str(row["kind"])
        there = {file.path: file.duplicate_of or file.path for file in context.dossier.files}
        found = [piece for piece in context.dossier.pieces if there.get(path, path) in piece.files]
        arguments = {"file": Said(value=path), "declared": Said(value=kind, attribute="piece.kind")}
        if not found and path in there:
            return inconclusive("pages_not_read", **arguments)
        if not found:
            return failed((), "no_such_file", **arguments)
        if kind not in {piece.kind for piece in found}:
            if any(not (piece.surely_whole and clear(piece)) for piece in found):
                return inconclusive("kind_unclear", **arguments)
            return failed((), "other_kind", kind=Said(value=found[0].kind, attribute="piece.kind"), **arguments)
    return passed(count=Said(value=len(said)))
