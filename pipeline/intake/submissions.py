"""Finds the submissions among the paths of a call: folders and zip archives, alone or gathered in a folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from pipeline.errors import SegurDossierError
from pipeline.intake.describe import REQUEST_FILES
from pipeline.intake.disk import readable_name
from pipeline.intake.junk import is_junk, is_junk_file, is_junk_folder
from pipeline.intake.model import Found, SubmissionPath
from pipeline.intake.walk import walk_folder
from pipeline.limits import Limits
from pipeline.reading.archive import archive_names

BATCH_DEPTH = 3  # folders from a batch down to its submissions: batch/2025/march/dossier

# What `build` leaves in its output folder: in each dossier's folder, beside them, and in what a killed run left.
REPORTS = ("report.json", "report.html")
SUMMARIES = ("index.html", "summary.csv")
UNFINISHED = ".segur-dossier-"


def find_submissions(paths: Sequence[Path]) -> tuple[SubmissionPath, ...]:
    """Return the submissions that the paths lead to, each once, in the order of the paths and then of names.

    A folder with a request file is a submission. Without, it is a batch when folders or archives in it hold request
    files, or when it holds nothing but archives and folders with PDFs; otherwise it is a submission all the same. What
    `build` wrote in a batch is no part of it.
    Raises SegurDossierError for a path that is missing, cannot be read, or is neither a folder nor a zip archive.
    """
    return survey(paths).submissions


def survey(paths: Sequence[Path]) -> Found:
    """Return the submissions as `find_submissions`, and what lies in batches beside them and is no part of any."""
    submissions: dict[Path, SubmissionPath] = {}
    left_out: dict[Path, None] = {}
    for path in paths:
        found, beside = _in_path(path)
        submissions |= {where.resolve(): _submission(where) for where in found if where.resolve() not in submissions}
        left_out |= dict.fromkeys(beside)
    return Found(submissions=tuple(submissions.values()), left_out=tuple(left_out))


def _submission(path: Path) -> SubmissionPath:
    archive = path.is_file()
    resolved = path.resolve()
    return SubmissionPath(path=path, name=readable_name(resolved.stem if archive else resolved.name), archive=archive)


def _in_path(path: Path) -> tuple[list[Path], list[Path]]:
    try:
        if path.is_dir():
            return _in_folder(path)
        if not path.exists():
            raise _missing(path)
        if not (path.is_file() and _is_archive(path)):
            raise _not_a_submission(path)
    except OSError as error:
        raise _unreadable(path) from error
    return [path], []


def _in_folder(folder: Path) -> tuple[list[Path], list[Path]]:
    """The submissions of a folder, and the files beside them. Raises OSError when it cannot be listed."""
    children, others = _content(folder)
    if _has_request(others):
        return [folder], []
    outputs = [child for child in children if _is_output(child)]
    children = [child for child in children if child not in outputs]
    with_request = {child for child in children if _holds_request(child, BATCH_DEPTH)}
    if not with_request:
        found, beside = _in_folder_without_request(folder, children, others)
        return found, beside + (outputs if found != [folder] else [])
    found = []
    beside = others + outputs
    for child in children:
        if child in with_request and child.is_dir():
            below, left = _in_folder(child)
            found, beside = found + below, beside + left
        elif child.is_file() or _any_file(child):
            found.append(child)  # a dossier whose request file was forgotten is judged, and says so
    return found, beside


def _in_folder_without_request(folder: Path, children: list[Path], others: list[Path]) -> tuple[list[Path], list[Path]]:
    filled = [child for child in children if child.is_file() or _any_file(child)]
    if not filled or any(not path.is_symlink() for path in others):
        return [folder] if filled or others else [], []
    if all(child.is_file() or _any_file(child, ".pdf") for child in filled):
        return filled, others
    return [folder], []


def _content(folder: Path) -> tuple[list[Path], list[Path]]:
    """What may be submissions, that is folders and archives, and everything else; by name, junk left out."""
    children: list[Path] = []
    others: list[Path] = []
    with os.scandir(folder) as scan:
        for entry in scan:
            path = folder / entry.name
            if entry.is_dir(follow_symlinks=False):
                children += [] if is_junk_folder(entry.name) else [path]
            elif not is_junk_file(entry.name):
                archive = entry.is_file(follow_symlinks=False) and _is_archive(path)
                (children if archive else others).append(path)
    return sorted(children, key=_by_name), sorted(others, key=_by_name)


def _is_output(child: Path) -> bool:
    """Say whether a folder is what `build` wrote there: dossiers with their reports, and no piece beside them."""
    try:
        children, others = ([], []) if child.is_file() else _content(child)
    except OSError:
        return False
    ours = (
        below.name.startswith(UNFINISHED) or all((below / report).is_file() for report in REPORTS) for below in children
    )
    pieces = [path for path in others if path.name not in SUMMARIES and path.suffix.casefold() in (".pdf", ".toml")]
    return bool(children) and all(ours) and not pieces


def _by_name(path: Path) -> tuple[str, str]:
    return readable_name(path.name), path.name


def _is_archive(path: Path) -> bool:
    return path.suffix.casefold() == ".zip"


def _has_request(files: list[Path]) -> bool:
    return any(path.name.casefold() in REQUEST_FILES for path in files)


def _holds_request(child: Path, depth: int) -> bool:
    """Say whether a request file lies in a folder, `depth` folders down at most, or at the root of an archive."""
    if child.is_file():
        return _archive_holds_request(child)
    try:
        children, others = _content(child)
    except OSError:
        return False
    return _has_request(others) or (depth > 1 and any(_holds_request(below, depth - 1) for below in children))


def _archive_holds_request(archive: Path) -> bool:
    names = [PurePosixPath(name) for name in archive_names(archive, Limits()) or () if not is_junk(name)]
    # One folder that holds everything is the root: most tools pack a folder with itself.
    root = 2 if len({name.parts[:1] for name in names}) == 1 else 1
    return any(len(name.parts) <= root and name.name.casefold() in REQUEST_FILES for name in names)


def _any_file(folder: Path, suffix: str = "") -> bool:
    """Say whether a file below the folder, junk aside, has a name that ends so; yes when that cannot be seen."""
    seen = walk_folder(folder, Limits())
    names = (item.path.casefold() for item in seen.items if not is_junk(item.path))
    return bool(seen.problems) or any(name.endswith(suffix) for name in names)


def _missing(path: Path) -> SegurDossierError:
    return SegurDossierError(
        fr=f"« {path} » est introuvable.",
        en=f"“{path}” cannot be found.",
        remedy_fr="Vérifiez le chemin ; mettez-le entre guillemets s'il contient des espaces.",
        remedy_en="Check the path; put it between quotes if it has spaces.",
    )


def _unreadable(path: Path) -> SegurDossierError:
    return SegurDossierError(
        fr=f"« {path} » ne peut pas être ouvert.",
        en=f"“{path}” cannot be opened.",
        remedy_fr="Vérifiez le chemin et vos droits de lecture sur ce dossier.",
        remedy_en="Check the path and your right to read this folder.",
    )


def _not_a_submission(path: Path) -> SegurDossierError:
    return SegurDossierError(
        fr=f"« {path} » n'est ni un dossier ni une archive zip.",
        en=f"“{path}” is neither a folder nor a zip archive.",
        remedy_fr="Indiquez le dossier qui contient les pièces (et, s'il existe, le fichier request.toml).",
        remedy_en="Name the folder that holds the pieces (and the request.toml file, if there is one).",
    )
