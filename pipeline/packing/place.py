"""The output folder: what may be written where, and how a package takes its place whole or not at all."""

from __future__ import annotations

import errno
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import ExitCode, SegurDossierError
from pipeline.packing.files import sync_folder
from pipeline.packing.names import REFERENCE_BYTES, is_safe

_PARTIAL, _FORMER = ".partial", ".former"
_LEFTOVER = re.compile(r"\.segur-dossier-(?P<name>.+)-[0-9a-f]{12}\.(?P<state>partial|former)")
_FULL = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)


def refuse_overlap(submissions: Iterable[Path], out: Path) -> None:
    """Raise `SegurDossierError` when the output folder lies in a submission, or a submission in it."""
    target = out.resolve()
    for submission in submissions:
        source = submission.resolve()
        if _inside(target, source) or _inside(source, target):
            raise SegurDossierError(
                fr=f"Le dossier de sortie {out} et le dossier à contrôler {submission} sont l'un dans l'autre.",
                en=f"The output folder {out} and the submission {submission} are one inside the other.",
                remedy_fr="Choisissez avec -o un dossier de sortie à part : rien n'est jamais écrit parmi vos pièces.",
                remedy_en="Choose a separate output folder with -o: nothing is ever written among your pieces.",
            )


def prepare_out(out: Path) -> None:
    """Create the output folder and sweep what killed runs left in it: once, before the first package of a run.

    One run at a time writes in an output folder; the partial folders of another one would be swept too.
    """
    with machine_errors(out):
        out.mkdir(parents=True, exist_ok=True)
        _sweep(out)


@contextmanager
def left_clean(out: Path) -> Iterator[None]:
    """Sweep from the output folder what a run that is cut short there leaves, wherever it was."""
    try:
        yield
    except BaseException:
        _sweep(out)
        raise


def new_partial(out: Path, name: str) -> Path:
    """Create the hidden folder in which the package called `name` is written before it takes its place."""
    out.mkdir(parents=True, exist_ok=True)
    partial = out / f".segur-dossier-{name}-{secrets.token_hex(6)}{_PARTIAL}"
    partial.mkdir()
    return partial


def refuse_foreign(final: Path) -> None:
    """Raise `SegurDossierError` when what stands at a package's place is not a package of ours."""
    if not (final.exists() or final.is_symlink()):
        return
    ours = final.is_dir() and not final.is_symlink() and final.name in _names_in(final.parent)
    names = _names_in(final) if ours else frozenset()
    if ours and (not names or "report.json" in names or "proof" in names):
        return
    raise SegurDossierError(
        fr=f"{final} existe déjà et n'a pas été écrit par segur-dossier (ou porte le même nom à la casse près).",
        en=f"{final} already exists and was not written by segur-dossier (or has the same name but for its case).",
        remedy_fr="Déplacez-le, ou choisissez un autre dossier de sortie avec -o.",
        remedy_en="Move it away, or choose another output folder with -o.",
    )


def put_in_place(partial: Path, final: Path) -> None:
    """Rename a finished folder to its place; the former one is renamed aside, then removed, or put back on failure."""
    sync_folder(partial)
    aside = partial.with_name(partial.name.removesuffix(_PARTIAL) + _FORMER) if final.exists() else None
    if aside:
        final.replace(aside)
    try:
        partial.replace(final)
    except BaseException:
        if aside:
            aside.replace(final)
        raise
    sync_folder(final.parent)
    if aside:
        shutil.rmtree(aside, ignore_errors=True)  # what remains of it is swept by the next run


@contextmanager
def machine_errors(place: Path) -> Iterator[None]:
    """Turn a full disk, a refused permission or any other error of the disk into a `SegurDossierError`."""
    try:
        yield
    except OSError as error:
        full = error.errno in _FULL
        reason = error.strerror or str(error)
        raise SegurDossierError(
            fr=f"Impossible d'écrire dans {place} : {'le disque est plein' if full else reason}.",
            en=f"Cannot write in {place}: {'the disk is full' if full else reason}.",
            remedy_fr="Libérez de l'espace et relancez : rien n'a été remplacé."
            if full
            else "Vérifiez les droits sur ce dossier, fermez les fichiers ouverts qu'il contient, puis relancez.",
            remedy_en="Free some space and run again: nothing was replaced."
            if full
            else "Check the rights on this folder, close the files open in it, then run again.",
            code=ExitCode.INTERNAL if full else ExitCode.USAGE,
        ) from error


def _sweep(out: Path) -> None:
    """Remove partial and former folders of our own pattern; a former one whose place is empty goes back to it."""
    for leftover in sorted(out.iterdir()):
        found = _LEFTOVER.fullmatch(leftover.name)
        if not found or leftover.is_symlink() or not leftover.is_dir():
            continue
        final = out / found["name"]
        if found["state"] == "former" and is_safe(final.name, REFERENCE_BYTES) and not final.exists():
            leftover.replace(final)
        else:
            shutil.rmtree(leftover, ignore_errors=True)


def _names_in(folder: Path) -> frozenset[str]:
    return frozenset(entry.name for entry in folder.iterdir())


def _inside(inner: Path, outer: Path) -> bool:
    """Tell whether a path is another or lies in it, by what the disk says rather than by spelling."""
    for folder in (inner, *inner.parents):
        if folder == outer:
            return True
        if folder.exists() and outer.exists() and folder.samefile(outer):
            return True
    return False
