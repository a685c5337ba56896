"""The files of a rules folder: which ones there are, their bytes, their tables, and the digest of them all."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rules.errors import RulesError

SHIPPED = Path(__file__).parent
_DATA = {".toml", ".json"}
REQUIREMENTS = "requirements"  # the folder of the lanes' requirement lists, which are tables
_OVERLAY_FOLDERS = {  # how many parts the path of a file in there has
    "controls": 3,
    "pieces": 2,
    "schemes": 2,
    REQUIREMENTS: 2,
}
_WHOLE_FILES = ("sources.toml", "registers.toml")
_DEPOSIT = re.compile(r"deposit\.toml|deposit[\w.-]*\.schema\.json")  # the official layout of the pair, for packing
_LOOKS_LIKE_DATA = {".toml", ".json", ".yaml", ".yml"}
_LOOKS_LIKE_TABLE = {".csv", ".tsv", ".xls", ".xlsx", ".ods"}
_LAYOUT_FR = (
    "attendu : sources.toml, schemes/<CODE>.toml, controls/<famille>/<ID>.toml, pieces/<genre>.toml, "
    "requirements/<CODE>.csv, registers.toml ou deposit.toml"
)
_LAYOUT_EN = (
    "expected: sources.toml, schemes/<CODE>.toml, controls/<family>/<ID>.toml, pieces/<kind>.toml, "
    "requirements/<CODE>.csv, registers.toml or deposit.toml"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """A data file: its POSIX path from the root of its folder, and its bytes."""

    path: str
    content: bytes


def shipped_files() -> tuple[DataFile, ...]:
    """Read every data file that is installed with the tool, JSON Schemas included, sorted by path."""
    return _read(SHIPPED, (path for path in SHIPPED.rglob("*") if path.suffix in _DATA))


def overlay_files(folder: Path) -> tuple[DataFile, ...]:
    """Read a user's rules folder, sorted by path; hidden files, texts and PDFs that lie there too are left alone.

    Raises RulesError when the folder is absent or empty, or holds a data file that would be passed over in silence.
    """
    name = folder.name or "."
    if not folder.is_dir():
        raise RulesError(file=name, fr="ce dossier de règles n'existe pas.", en="this rules folder does not exist.")
    found: list[Path] = []
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            found += _in_known_folder(folder, entry)
        elif entry.name in _WHOLE_FILES or _DEPOSIT.fullmatch(entry.name):
            found.append(entry)
        elif entry.suffix.lower() in _LOOKS_LIKE_DATA:
            raise _misplaced(entry.name)
    if not found:
        raise RulesError(file=name, fr=f"aucune règle ici ; {_LAYOUT_FR}.", en=f"no rule here; {_LAYOUT_EN}.")
    return _read(folder, found)


def table_of(file: DataFile) -> dict[str, Any]:
    """Decode one TOML file; a BOM is accepted. Raises RulesError when it is not TOML in UTF-8."""
    try:
        return tomllib.loads(file.content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise RulesError(
            file=file.path,
            fr="ce fichier n'est pas en UTF-8 ; enregistrez-le avec l'encodage UTF-8.",
            en="this file is not UTF-8; save it with the UTF-8 encoding.",
        ) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RulesError(
            file=file.path, fr=f"ce fichier n'est pas du TOML lisible ({error}).", en=f"not readable TOML ({error})."
        ) from error


def digest_of(files: Iterable[DataFile]) -> str:
    """Return the SHA-256 over the sorted paths and bytes of the files; each is preceded by its length."""
    seen = hashlib.sha256()
    for file in sorted(files, key=lambda file: file.path):
        for part in (file.path.encode(), file.content):
            seen.update(len(part).to_bytes(8, "big"))
            seen.update(part)
    return seen.hexdigest()


def _in_known_folder(root: Path, folder: Path) -> list[Path]:
    depth = _OVERLAY_FOLDERS.get(folder.name)
    if depth is None:
        raise _misplaced(f"{folder.name}/")
    tables = folder.name == REQUIREMENTS
    suffix, alike = (".csv", _LOOKS_LIKE_DATA | _LOOKS_LIKE_TABLE) if tables else (".toml", _LOOKS_LIKE_DATA)
    found = []
    for path in folder.rglob("*"):
        parts = path.relative_to(root).parts
        hidden = any(part.startswith((".", "~$")) for part in parts)  # a spreadsheet that is open leaves ~$ files
        if hidden or path.suffix.lower() not in alike or not path.is_file():
            continue
        if path.suffix.lower() in _LOOKS_LIKE_TABLE - {".csv"}:
            raise RulesError(
                file="/".join(parts),
                fr="une liste d'exigences se lit en CSV ; enregistrez ce classeur au format CSV, puis retirez-le d'ici.",
                en="a requirement list is read as CSV; save this workbook as CSV, then take it out of here.",
            )
        if path.suffix.lower() != suffix or len(parts) != depth:
            raise _misplaced("/".join(parts))
        found.append(path)
    return found


def _misplaced(path: str) -> RulesError:
    return RulesError(
        file=path,
        fr=f"ce nom n'a pas de place dans un dossier de règles ; {_LAYOUT_FR}.",
        en=f"this name has no place in a rules folder; {_LAYOUT_EN}.",
    )


def _read(root: Path, paths: Iterable[Path]) -> tuple[DataFile, ...]:
    files = (DataFile(path=path.relative_to(root).as_posix(), content=path.read_bytes()) for path in paths)
    return tuple(sorted(files, key=lambda file: file.path))
