"""Checks a package's folder against its proof: nothing missing, nothing altered, nothing besides, and the pair holds."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from pipeline.packing.canonical import JSON_BYTES, parse_json
from pipeline.packing.check_pair import check_pair, citation_problems, read_json
from pipeline.packing.files import digest_of, hashed, read_limited
from pipeline.packing.mapping import CitedAt
from pipeline.packing.names import safe_reference
from pipeline.packing.proof import FOLDER, MANIFEST, SUMS, Listed, sums_text
from pipeline.packing.schemas import own_schema, untrusted_problem
from pipeline.packing.wording import Line
from validators import evidence

FULL, PAIR_ONLY, NOTHING = "full", "pair_only", "nothing"
_REPORTS = ("report.json", "report.html")
_FORM = (CitedAt(list="pieces", file="file", sha256="sha256", pages="pages"),)
_MAX_FOUND = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was checked (`full`: all against the proof; `pair_only`; `nothing`) and what was seen."""

    ok: bool
    level: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Report:
    file: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    official: bool
    citations: tuple[CitedAt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    file: str
    sha256: str
    pieces: tuple[Mapping[str, str | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Manifest:
    reference: str
    kind: str
    report: _Report
    layout: _Layout | None
    files: tuple[Listed, ...]
    pieces: tuple[_Piece, ...]


def concluded(level: str, lines: tuple[Line, ...]) -> Verification:
    """Conclude from the lines: everything checked is as it should be, or not."""
    return Verification(ok=bool(lines) and all(line.good for line in lines), level=level, lines=lines)


def check_folder(folder: Path) -> Verification:
    """Check every byte of a package against its `proof/`."""
    data, manifest, wrong = _read_manifest(folder)
    if manifest is None:
        return concluded(NOTHING, wrong)
    files = {each.path: each for each in manifest.files}
    lines = (
        *_file_lines(folder, files),
        *_proof_lines(folder, data, manifest, files),
        *_deposit_lines(folder, manifest, files),
    )
    return concluded(FULL, lines)


def _deposit_lines(folder: Path, manifest: _Manifest, files: Mapping[str, Listed]) -> Iterator[Line]:
    if manifest.layout is not None:
        return _pair_lines(folder, manifest, files)
    # Evidence is deposited from where it lies: the manifest has its digests, the folder none of its files.
    return iter(()) if manifest.kind == evidence.KIND else _form_lines(folder, manifest, files)


def _read_manifest(folder: Path) -> tuple[bytes, _Manifest | None, tuple[Line, ...]]:
    try:
        if (folder / FOLDER).is_symlink():
            raise OSError("a link")
        data = read_limited(folder / MANIFEST, JSON_BYTES)
        tree = parse_json(data)
    except (OSError, ValueError) as error:
        return b"", None, (Line(code="manifest_unreadable", arguments={"reason": str(error)}),)
    if problem := untrusted_problem(own_schema("manifest"), tree):
        return b"", None, (Line(code="manifest_wrong", arguments={"where": problem[0], "reason": problem[1]}),)
    manifest = msgspec.convert(tree, _Manifest, strict=False)  # JSON Schema takes 3.0 for an integer
    paths = [each.path.casefold() for each in manifest.files]
    if len(set(paths)) < len(paths):
        return b"", None, (Line(code="manifest_wrong", arguments={"where": "files", "reason": "a path given twice"}),)
    return data, manifest, ()


def _file_lines(folder: Path, files: Mapping[str, Listed]) -> Iterator[Line]:
    found = dict(_walk(folder, folder))
    wrong = 0
    for path in sorted({*files, MANIFEST, SUMS} - set(found)):
        wrong += 1
        yield Line(code="missing", arguments={"file": path})
    for path, plain in sorted(found.items()):
        problem = _file_problem(folder, path, plain, files)
        if problem:
            wrong += 1
            yield problem
    if not wrong:
        yield Line(code="files_intact", good=True, arguments={"count": len(files)})


def _file_problem(folder: Path, path: str, plain: bool, files: Mapping[str, Listed]) -> Line | None:
    if path not in files and path not in (MANIFEST, SUMS):
        return Line(code="extra", arguments={"file": path})
    if not plain:
        return Line(code="not_plain", arguments={"file": path})
    if path not in files:
        return None  # the proof's own files answer for themselves
    expected = files[path]
    size = (folder / path).lstat().st_size
    if size != expected.size:
        return Line(code="other_size", arguments={"file": path, "expected": expected.size, "found": size})
    try:
        digest = hashed(folder / path)[1]
    except OSError as error:
        return Line(code="file_unreadable", arguments={"file": path, "reason": str(error)})
    if digest != expected.sha256:
        return Line(code="altered", arguments={"file": path, "expected": expected.sha256, "found": digest})
    return None


def _walk(folder: Path, root: Path) -> Iterator[tuple[str, bool]]:
    """List what a folder really holds, by path, and whether it is a plain file; links are listed, never followed."""
    waiting, count = [folder], 0
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                count += 1
                if count > _MAX_FOUND:
                    return
                path = Path(entry.path)
                inside = path.relative_to(root).as_posix()
                if entry.is_dir(follow_symlinks=False) and inside in (FOLDER, "pieces"):
                    waiting.append(path)
                else:
                    yield inside, entry.is_file(follow_symlinks=False)


def _proof_lines(folder: Path, data: bytes, manifest: _Manifest, files: Mapping[str, Listed]) -> Iterator[Line]:
    try:
        sums = read_limited(folder / SUMS, JSON_BYTES)
    except OSError:
        sums = b""  # its absence is already a line
    if sums and sums != sums_text(manifest.files, data):
        yield Line(code="sums_differ", arguments={"file": SUMS})
    for name in _REPORTS:
        if name not in files:
            yield Line(code="not_listed", arguments={"file": name})
    report = files.get("report.json")
    if report and report.sha256 != manifest.report.sha256:
        arguments = {"expected": manifest.report.sha256, "found": report.sha256}
        yield Line(code="report_differs", arguments=arguments)
    elif report:
        yield Line(code="report_digest", good=True, arguments={"sha256": report.sha256})
    yield Line(code="manifest_digest", good=True, arguments={"sha256": digest_of(data)})


def _pair_lines(folder: Path, manifest: _Manifest, files: Mapping[str, Listed]) -> Iterator[Line]:
    name = safe_reference(manifest.reference)
    pair = (f"{name}.json", f"{name}.zip")
    absent = [each for each in pair if each not in files]
    if absent:
        yield from (Line(code="not_listed", arguments={"file": each}) for each in absent)
        return
    layout = manifest.layout
    if layout is not None and all((folder / each).exists() for each in pair):
        times = {each.file: len(each.pieces) for each in manifest.pieces}
        yield from check_pair(folder / pair[0], folder / pair[1], layout.citations, times)
        if not layout.official:
            yield Line(code="not_official", good=True, arguments={"file": pair[0]})


def _form_lines(folder: Path, manifest: _Manifest, files: Mapping[str, Listed]) -> Iterator[Line]:
    absent = [each for each in ("values.json", "values.html") if each not in files]
    if absent:
        yield from (Line(code="not_listed", arguments={"file": each}) for each in absent)
        return
    if not (folder / "values.json").exists():
        return  # already a line
    tree, lines = read_json(folder / "values.json")
    digests = {path: each.sha256 for path, each in files.items() if path.startswith("pieces/")}
    times = {f"pieces/{each.file}": len(each.pieces) for each in manifest.pieces}
    problems = lines or tuple(citation_problems(tree, _FORM, digests, times))
    yield from problems
    if not problems:
        yield Line(code="pieces_coherent", good=True, arguments={"count": len(digests)})
