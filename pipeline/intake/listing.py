"""Lists every file of a submission, those of the archives in it included, within the limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from pipeline.intake.describe import describe, too_large
from pipeline.intake.disk import UniquePaths
from pipeline.intake.junk import is_junk
from pipeline.intake.model import Item, ListedFile, Listing, Role, Seen, SubmissionPath
from pipeline.intake.walk import walk_folder
from pipeline.limits import MEGABYTE, Limits
from pipeline.reading.archive import Allowance, unpack
from pipeline.reading.child import ChildFailure
from pipeline.reading.mail.unpacking import MessageTask, take_attachments
from pipeline.reading.pool import ChildPool
from pipeline.reading.worker import MESSAGES
from validators.model import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class _Means:
    """What archives and messages are opened with: the limits, what is left of them, where to, by whom."""

    limits: Limits
    allowance: Allowance
    targets: Iterator[Path]
    children: ChildPool


def list_files(submission: SubmissionPath, limits: Limits, workspace: Path, children: ChildPool) -> Listing:
    """List the files of a submission in the order of their paths; nothing that is wrong with one stops the others.

    Archives and, by `children`, the attachments of messages are unpacked into `workspace`, an empty folder that the
    caller owns and removes. Raises SegurDossierError when that folder cannot take them.
    """
    root = submission.path.resolve()
    allowance = Allowance(bytes=limits.max_total_bytes, files=limits.max_files)
    targets = (workspace / f"f{number:05d}" for number in count(1))
    means = _Means(limits=limits, allowance=allowance, targets=targets, children=children)
    if submission.archive:
        seen = _without_wrapper(unpack(root, targets, limits, allowance))
    else:
        seen = _admitted(walk_folder(root, limits), limits, allowance)
    paths = UniquePaths()
    files = []
    for item in seen.items:
        file = describe(item, limits, at_root="/" not in item.path)
        files += _with_entries(file, means, level=0)
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


def _with_entries(file: ListedFile, means: _Means, level: int) -> list[ListedFile]:
    """The file and, when it is an archive or a message that may be opened, the files in it."""
    if file.location is None or file.role is not Role.PIECE or file.content not in ("zip", *MESSAGES):
        return [file]
    if level >= means.limits.max_nesting:
        code = "archive_nested" if file.content == "zip" else "message_nested"
        return [_noted(file, Problem(code=code, arguments={"limit": means.limits.max_nesting}))]
    if file.content == "zip":
        return _with_archived(file, file.location, means, level)
    return _with_attached(file, file.location, means, level)


def _with_archived(file: ListedFile, location: Path, means: _Means, level: int) -> list[ListedFile]:
    seen = unpack(location, means.targets, means.limits, means.allowance)
    if seen.problems and not seen.items:
        return [_noted(file, *seen.problems)]
    opened = Problem(code="archive_opened", arguments={"files": len(seen.items)})
    archive = replace(_noted(file, opened, *seen.problems), role=Role.ARCHIVE, set_aside=True)
    return [archive, *_below(file, seen, means, level)]


def _with_attached(file: ListedFile, location: Path, means: _Means, level: int) -> list[ListedFile]:
    """The message, which is still to be read for what it says itself, and its attachments."""
    packed = next(means.targets)
    task = MessageTask(location=location, content=file.content, target=packed, limits=means.limits)
    try:
        attached = means.children.submit(take_attachments, task).result()
        if isinstance(attached, ChildFailure):
            return [replace(_noted(file, Problem(code=attached.code)), location=None)]
        if not attached.files:
            return [_noted(file, *attached.problems)]
        seen = unpack(packed, means.targets, means.limits, means.allowance)
    finally:
        packed.unlink(missing_ok=True)
    opened = Problem(code="message_opened", arguments={"files": len(seen.items)})
    return [_noted(file, opened, *attached.problems, *seen.problems), *_below(file, seen, means, level)]


def _below(file: ListedFile, seen: Seen, means: _Means, level: int) -> Iterator[ListedFile]:
    """Describe what was in a file, and open it in its turn."""
    for item in seen.items:
        inner = describe(replace(item, path=f"{file.path}/{item.path}"), means.limits, at_root=False)
        yield from _with_entries(inner, means, level + 1)


def _noted(file: ListedFile, *problems: Problem) -> ListedFile:
    return replace(file, problems=(*file.problems, *problems))


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
