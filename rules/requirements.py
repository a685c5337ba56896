"""The lanes' requirement lists that a user supplies, `requirements/<CODE>.csv`: read line by line, refused by line and column."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from rules.datafiles import REQUIREMENTS, DataFile
from rules.errors import RulesError
from rules.model import Requirement, RequirementList
from rules.references import names_of
from rules.rulebook import normalised_code
from rules.tables import Tables

# The columns under their two names, the first of which the template bears; the first three have to be there.
COLUMNS: Mapping[str, tuple[str, str]] = {
    "number": ("exigence", "requirement"),
    "scenario": ("scenario", "scenario"),
    "evidence": ("preuve", "evidence"),
    "formats": ("formats", "formats"),
    "files": ("fichiers", "files"),
}
_NEEDED = ("number", "scenario", "evidence")
_FILLED = ("number", "evidence")
_NUMBERS = ("number", "scenario")
_FORMAT = re.compile(r"[a-z0-9]{1,8}")
_BETWEEN_FORMATS = re.compile(r"[\s,;/|]+")
_TOKEN = re.compile(r"[a-z]+|[0-9]+")
_DELIMITERS = (";", "\t", ",")


def template(lang: str) -> str:
    """Return the head of a list to fill in, as a French Excel reads it; the list itself is the ANS's to give."""
    place = 0 if lang == "fr" else 1
    return "\ufeff" + ";".join(names[place] for names in COLUMNS.values()) + "\r\n"


def folded(words: str) -> str:
    """Return words without case and accents.

    >>> folded("Scénario")
    'scenario'
    """
    letters = unicodedata.normalize("NFKD", words).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def tokens(number: str) -> tuple[str, ...]:
    """Return what a number is made of; what stands between two parts does not count, for no file name holds a « / ».

    >>> tokens("EX_3.1-10"), tokens("ex 3/1 10")
    (('ex', '3', '1', '10'), ('ex', '3', '1', '10'))
    """
    return tuple(_TOKEN.findall(folded(number)))


def requirement_lists(files: Iterable[DataFile], tables: Tables) -> dict[str, RequirementList]:
    """Return the lists among an overlay's files, by scheme code. Raises RulesError at the first line that is not right."""
    codes = {
        normalised_code(alias): code for code, table in tables.schemes.items() for alias in table.get("aliases", ())
    }
    found: dict[str, RequirementList] = {}
    for file in files:
        if not file.path.startswith(f"{REQUIREMENTS}/"):
            continue
        named = normalised_code(PurePosixPath(file.path).stem)
        code = codes.get(named, named)
        if code not in names_of(tables)["scheme"]:
            raise RulesError(
                file=file.path,
                fr=f"« {named} » n'est le code d'aucun dispositif ; « segur-dossier rules schemes » les liste.",
                en=f'"{named}" is the code of no scheme; "segur-dossier rules schemes" lists them.',
            )
        if code in found:
            raise RulesError(
                file=file.path,
                fr=f"{found[code].file} est déjà la liste de {code} ; gardez-en une seule.",
                en=f"{found[code].file} is the list of {code} already; keep one of them.",
            )
        found[code] = RequirementList(file=file.path, requirements=tuple(_requirements(file)))
    return found


def _requirements(file: DataFile) -> Iterator[Requirement]:
    columns: Mapping[str, str] = {}
    seen: dict[tuple[object, ...], int] = {}
    for line, row in _rows(file):
        if not any(row):
            continue
        if not columns:
            columns = _columns(file, line, row)
            continue
        one = _requirement(file, line, columns, row)
        key = (tokens(one.number), tokens(one.scenario), folded(one.evidence), one.files)
        if key in seen:
            raise RulesError(
                file=file.path,
                line=line,
                fr=f"cette ligne répète la ligne {seen[key]} ; gardez-en une.",
                en=f"this line repeats line {seen[key]}; keep one of them.",
            )
        seen[key] = line
        yield one
    if not seen:
        raise RulesError(
            file=file.path,
            fr="cette liste est vide ; recopiez-y les exigences du référentiel (REM), une preuve attendue par ligne.",
            en="this list is empty; copy the requirements of the REM into it, one expected piece of evidence a line.",
        )


def _rows(file: DataFile) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with their line, as French spreadsheets save them: UTF-8 or CP1252, semicolons, tabs or commas."""
    try:
        text = file.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = file.content.decode("cp1252", "replace")
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = next((one for one in _DELIMITERS if one in head), ";")
    reader, line = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1
    try:
        for row in reader:
            yield line, [" ".join(cell.split()) for cell in row]
            line = reader.line_num + 1
    except csv.Error as error:
        raise RulesError(
            file=file.path,
            line=line,
            fr=f"ce n'est pas un tableau CSV lisible ({error}) ; vérifiez les guillemets.",
            en=f"not a readable CSV table ({error}); check the quotation marks.",
        ) from error


def _columns(file: DataFile, line: int, row: Sequence[str]) -> Mapping[str, str]:
    """Return the field of each column and the name that the head gives it, in their order."""
    fields = {name: field for field, names in COLUMNS.items() for name in names}
    known_fr, known_en = (", ".join(names[place] for names in COLUMNS.values()) for place in (0, 1))
    columns: dict[str, str] = {}
    for name in _without_empty_end(row):
        field = fields.get(folded(name))
        if field is None or field in columns:
            raise RulesError(
                file=file.path,
                line=line,
                column=name,
                fr=f"colonne inconnue ou répétée ; attendues : {known_fr}. Retirez les autres.",
                en=f"unknown or repeated column; expected: {known_en}. Take the others out.",
            )
        columns[field] = name
    for field in _NEEDED:
        if field not in columns:
            raise RulesError(
                file=file.path,
                line=line,
                column=COLUMNS[field][0],
                fr=f"cette colonne manque ; attendues : {known_fr}.",
                en=f"this column is missing; expected: {known_en}.",
            )
    return columns


def _requirement(file: DataFile, line: int, columns: Mapping[str, str], row: Sequence[str]) -> Requirement:
    extra = _without_empty_end(row)[len(columns) :]
    if extra:
        raise RulesError(
            file=file.path,
            line=line,
            fr=f"il y a plus de cases que de colonnes (« {extra[-1]} ») ; mettez entre guillemets un texte à séparateurs.",
            en=f'more cells than columns ("{extra[-1]}"); quote a text that holds separators.',
        )
    cells = dict(zip(columns, row, strict=False))
    for field, name in columns.items():
        fault = _fault(field, cells.get(field, ""))
        if fault:
            raise RulesError(file=file.path, line=line, column=name, fr=fault[0], en=fault[1])
    return Requirement(
        number=cells["number"],
        scenario=cells.get("scenario", ""),
        evidence=cells["evidence"],
        formats=_formats(cells.get("formats", "")),
        files=tuple(one.strip() for one in cells.get("files", "").split("|") if one.strip()),
        line=line,
    )


def _fault(field: str, words: str) -> tuple[str, str] | None:
    """Say in French and in English what is wrong with a cell."""
    if field in _FILLED and not words:
        return "cette case est vide.", "this cell is empty."
    if field in _NUMBERS and words and not tokens(words):
        return f"« {words} » n'a ni lettre ni chiffre.", f'"{words}" has neither letter nor digit.'
    odd = [one for one in _formats(words) if not _FORMAT.fullmatch(one)] if field == "formats" else []
    if odd:
        return (
            f"« {odd[0]} » n'est pas une extension de fichier ; forme attendue, par exemple : pdf png.",
            f'"{odd[0]}" is no file extension; expected such as: pdf png.',
        )
    return None


def _formats(words: str) -> tuple[str, ...]:
    return tuple(one.removeprefix(".") for one in _BETWEEN_FORMATS.split(folded(words)) if one)


def _without_empty_end(row: Sequence[str]) -> Sequence[str]:
    """Leave out the empty cells that spreadsheets put at the end of a row."""
    filled = max((place for place, cell in enumerate(row, start=1) if cell), default=0)
    return row[:filled]
