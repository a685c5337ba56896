"""Verifies a package another day, from its bytes alone: a folder, its proof, or the pair it was deposited as."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import SegurDossierError
from pipeline.packing.check_folder import NOTHING, PAIR_ONLY, Verification, check_folder, concluded
from pipeline.packing.check_pair import check_pair
from pipeline.packing.files import is_regular
from pipeline.packing.proof import FOLDER, MANIFEST, SUMS
from pipeline.packing.wording import Line

__all__ = ["Verification", "verify"]


def verify(path: Path) -> Verification:
    """Check a package's folder, its `proof/`, or the JSON or zip of a pair; a proof beside the pair is used.

    Raises `SegurDossierError` when there is nothing at `path`.
    """
    given = path.absolute()
    if not given.exists():
        raise SegurDossierError(
            fr=f"{path} n'existe pas.",
            en=f"{path} does not exist.",
            remedy_fr="Donnez le dossier d'un paquet, son dossier proof, ou le JSON ou le zip d'une paire.",
            remedy_en="Give the folder of a package, its proof folder, or the JSON or the zip of a pair.",
        )
    try:
        return _verification(given)
    except OSError as error:
        arguments = {"file": given.name, "reason": error.strerror or str(error)}
        return concluded(NOTHING, (Line(code="file_unreadable", arguments=arguments),))


def _verification(given: Path) -> Verification:
    folder = _package_of(given)
    if folder is not None:
        return check_folder(folder)
    pair = _pair_in(given) if given.is_dir() else _pair_of(given)
    if pair is None:
        code = "report_only" if (given / "report.json").exists() else "not_a_package"
        return concluded(NOTHING, (Line(code=code, arguments={"file": given.name}),))
    for half in pair:
        if not is_regular(half):
            return concluded(NOTHING, (Line(code="half_missing", arguments={"file": half.name}),))
    return concluded(PAIR_ONLY, (*check_pair(*pair, None), Line(code="no_proof", good=True)))


def _package_of(given: Path) -> Path | None:
    """Return the folder that a proof speaks of, when there is one for this path."""
    candidates = (given, given.parent) if given.name == FOLDER or not given.is_dir() else (given,)
    if given.parent.name == FOLDER and not given.is_dir():
        candidates = (given.parent.parent,)
    return next((each for each in candidates if _has_proof(each)), None)


def _has_proof(folder: Path) -> bool:
    return any((folder / each).exists() or (folder / each).is_symlink() for each in (MANIFEST, SUMS))


def _pair_of(half: Path) -> tuple[Path, Path] | None:
    if half.suffix.lower() not in (".json", ".zip"):
        return None
    return half.with_suffix(".json"), half.with_suffix(".zip")


def _pair_in(folder: Path) -> tuple[Path, Path] | None:
    pairs = [(each.with_suffix(".json"), each) for each in sorted(folder.glob("*.zip"))]
    return pairs[0] if len(pairs) == 1 else None
