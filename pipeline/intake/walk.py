"""Walks the folder of a submission within the limits: every file once, links and devices named but never opened."""

from __future__ import annotations

import os
import stat
from itertools import islice
from pathlib import Path

from pipeline.intake.disk import UniquePaths, is_link, readable_name, refusal
from pipeline.intake.junk import is_junk_file, is_junk_folder
from pipeline.intake.model import Item, Seen
from pipeline.limits import Limits
from validators.model import Problem

COUNTED = 100_000  # files beyond the limit that are still counted, to say how many are not read

Folder = tuple[str, Path, int]  # path from the root with its final "/", where it is, how deep


def walk_folder(root: Path, limits: Limits) -> Seen:
    """List the files below a folder in a stable order; a folder that cannot be listed or is too deep is a problem."""
    walk = _Walk(limits)
    pending: list[Folder] = [("", root, 0)]
    visited = 0
    while pending and visited <= limits.max_files and walk.unread < COUNTED:
        pending += reversed(walk.visit(pending.pop()))
        visited += 1
    return Seen(items=tuple(walk.items), problems=walk.all_problems(len(pending)))


class _Walk:
    """What was seen so far: files by path, folders that were not entered, files beyond the limit."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.items: list[Item] = []
        self.paths = UniquePaths()
        self.problems: list[Problem] = []
        self.too_deep: list[str] = []
        self.unread = 0

    def visit(self, folder: Folder) -> list[Folder]:
        """Take in the files of one folder and return those of its folders that are to be visited."""
        prefix, where, depth = folder
        try:
            entries = self.entries(where)
        except OSError:
            self.problems.append(Problem(code="folder_unreadable", arguments={"folder": prefix or "./"}))
            return []
        below: list[Folder] = []
        for entry in entries:
            path = self.paths.take(prefix + readable_name(entry.name))
            if not _is_plain_folder(entry):
                self.add(path, entry)
            elif is_junk_folder(entry.name):
                self.items.append(Item(path=path, location=None, size=0, problem=Problem(code="junk_folder")))
            elif depth >= self.limits.max_depth:
                self.too_deep.append(path)
            else:
                below.append((path + "/", Path(entry.path), depth + 1))
        return below

    def entries(self, folder: Path) -> list[os.DirEntry[str]]:
        """List a folder in a stable order, and never more of it than is sure to be beyond a limit."""
        with os.scandir(folder) as scan:
            entries = list(islice(scan, 2 * self.limits.max_files + COUNTED))
        return sorted(entries, key=lambda entry: (readable_name(entry.name), entry.name))

    def add(self, path: str, entry: os.DirEntry[str]) -> None:
        """Take in one file, unless there are too many already."""
        if len(self.items) < self.limits.max_files:
            self.items.append(_item(path, entry))
        else:
            self.unread += 1

    def all_problems(self, unvisited: int) -> tuple[Problem, ...]:
        """Return the problems of the submission, the limits that were hit last."""
        problems = list(self.problems)
        if self.too_deep:
            problems.append(_limit("too_deep", self.limits.max_depth, len(self.too_deep), folder=min(self.too_deep)))
        if self.unread:
            problems.append(_limit("too_many_files", self.limits.max_files, self.unread))
        if unvisited:
            problems.append(_limit("too_many_folders", self.limits.max_files, unvisited))
        return tuple(problems)


def _limit(code: str, limit: int, unread: int, **more: str) -> Problem:
    return Problem(code=code, arguments={"limit": limit, "unread": unread, **more})


def _is_plain_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False) and not is_link(entry.stat(follow_symlinks=False))
    except OSError:
        return False


def _item(path: str, entry: os.DirEntry[str]) -> Item:
    try:
        info = entry.stat(follow_symlinks=False)
    except OSError as error:
        return Item(path=path, location=None, size=0, problem=refusal(error))
    if is_link(info):
        return Item(path=path, location=None, size=0, problem=Problem(code="link_not_followed"))
    if not stat.S_ISREG(info.st_mode):
        return Item(path=path, location=None, size=0, problem=Problem(code="not_a_file"))
    if is_junk_file(entry.name):
        return Item(path=path, location=None, size=info.st_size, problem=Problem(code="junk_file"))
    return Item(path=path, location=Path(entry.path), size=info.st_size)
