"""Lists every file of a submission, those of the archives in it included, within the limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

from pipeline.intake.describe import describe, too_large
from pipeline.intake.disk import UniquePaths
from pipeline.intake.junk import is_junk
from pipeline.intake.model import Item, ListedFile, Listing, Role, Seen, SubmissionPath
from pipeline.intake.walk import walk_folder
from pipeline.limits import MEGABYTE, Limits
from pipeline.reading.archive import Allowance, unpack
from validators.model import Problem


def list_files(submission: SubmissionPath, limits: Limits, workspace: Path) -> Listing:
    """List the files of a submission in the order of their paths; nothing that is wrong with one stops the others.

    Archives are unpacked into `workspace`, an empty folder that the caller owns and removes. Raises
    SegurDossierError when that folder cannot take them.
    """
    root = submission.path.resolve()
    allowance = Allowance(bytes=limits.max_total_bytes, files=limits.max_files)
    targets = (workspace / f"f{number:05d}" for number in count(1))
    if submission.archive:
        seen = _without_wrapper(unpack(root, targets, limits, allowance))
    else:
        seen = _admitted(walk_folder(root, limits), limits, allowance)
    paths = UniquePaths()
    files = []
    for item in seen.items:
        file = describe(item, limits, at_root="/" not in item.path)
        files += _with_entries(file, targets, limits, allowance, level=0)
    files = [replace(file, path=paths.take(file.path)) for file in sorted(files, key=lambda file: file.path)]
    return Listing(files=_marked_duplicates(files), problems=seen.problems + _beyond_total(files, limits))


def _admitted(seen: Seen, limits: Limits, allowance: Allowance) -> Seen:
    """The items of a folder; those beyond the limits of bytes are not to be read."""
    allowance.files -= len(seen.items)
    return replace(seen, items=tuple(_within(item, limits, allowance) for item in seen.items))


def _within(item: Item, limits: Limits, allowance: Allowance) -> Item:
    if item.location is None:
        return item
    if item.size > limits.max_file_bytes:
        return replace(item, location=None, problem=too_large(limits))
    if not allowance.take(item.size):
        return replace(item, location=None, problem=Problem(code="beyond_total"))
    return item


def _without_wrapper(seen: Seen) -> Seen:
    """The items without the one folder that holds them all, as most tools pack a folder with itself."""
    tops = {item.path.partition("/")[0] for item in seen.items if not is_junk(item.path)}
    prefix = "".join(tops) + "/"
    if len(tops) != 1 or not all(item.path.startswith(prefix) or is_junk(item.path) for item in seen.items):
        return seen
    return replace(seen, items=tuple(replace(item, path=item.path.removeprefix(prefix)) for item in seen.items))


def _with_entries(
    file: ListedFile, targets: Iterator[Path], limits: Limits, allowance: Allowance, level: int
) -> list[ListedFile]:
    """The file and, when it is an archive that may be opened, the files in it."""
    if file.content != "zip" or file.location is None or file.role is not Role.PIECE:
        return [file]
    if level >= limits.max_nesting:
        nested = Problem(code="archive_nested", arguments={"limit": limits.max_nesting})
        return [replace(file, problems=(*file.problems, nested))]
    seen = unpack(file.location, targets, limits, allowance)
    if seen.problems and not seen.items:
        return [replace(file, problems=file.problems + seen.problems)]
    opened = Problem(code="archive_opened", arguments={"files": len(seen.items)})
    files = [replace(file, role=Role.ARCHIVE, set_aside=True, problems=(*file.problems, opened, *seen.problems))]
    for item in seen.items:
        inner = describe(replace(item, path=f"{file.path}/{item.path}"), limits, at_root=False)
        files += _with_entries(inner, targets, limits, allowance, level + 1)
    return files


def _beyond_total(files: Iterable[ListedFile], limits: Limits) -> tuple[Problem, ...]:
    unread = sum(problem.code == "beyond_total" for file in files for problem in file.problems)
    if not unread:
        return ()
    arguments: dict[str, str | int] = {"limit": limits.max_total_bytes // MEGABYTE, "unread": unread}
    return (Problem(code="too_many_bytes", arguments=arguments),)


def _marked_duplicates(files: Iterable[ListedFile]) -> tuple[ListedFile, ...]:
    """The files in their order, each later piece with the bytes of an earlier one marked as its duplicate."""
    first: dict[str, str] = {}
    marked = []
    for file in files:
        original = first.setdefault(file.sha256, file.path) if _can_repeat(file) else file.path
        marked.append(file if original == file.path else _as_duplicate(file, original))
    return tuple(marked)


def _as_duplicate(file: ListedFile, original: str) -> ListedFile:
    duplicate = Problem(code="duplicate", arguments={"original": original})
    return replace(file, duplicate_of=original, problems=(*file.problems, duplicate))


def _can_repeat(file: ListedFile) -> bool:
    return file.role is Role.PIECE and file.sha256 != "" and file.size > 0
