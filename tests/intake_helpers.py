"""What the tests of intake share: listing what a test wrote, saying its problems, archives made byte by byte."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

from pipeline.intake.listing import list_files
from pipeline.intake.model import ListedFile, Listing, RequestError, SubmissionPath
from pipeline.intake.request import parse_request
from pipeline.limits import Limits
from pipeline.reading.pool import ChildPool
from rules.problems import load_problems
from validators.model import Problem

PDF = b"%PDF-1.4\n1 0 obj\n"
GOOD = "bon.pdf"  # an entry beside the hostile one, that must be read all the same


def listing(path: Path, limits: Limits | None = None) -> Listing:
    """List a folder or an archive, and check that nothing was written but what is listed, in the workspace alone."""
    workspace = Path(mkdtemp(dir=path.parent))
    before = set(path.parent.rglob("*"))
    submission = SubmissionPath(path=path, name="dossier", archive=path.is_file())
    limits = limits or Limits()
    with ChildPool(jobs=1, limits=limits) as children:
        result = list_files(submission, limits, workspace, children)
    written = set(path.parent.rglob("*")) - before
    read = {file.location for file in result.files if file.location}
    assert written <= read | {path}
    assert all(file.parent == workspace and file.name[0] == "f" and file.name[1:].isdigit() for file in written)
    return result


def listed(path: Path, limits: Limits | None = None) -> dict[str, ListedFile]:
    """List the files of a folder or an archive by their paths."""
    return {file.path: file for file in listing(path, limits).files}


def codes(file: ListedFile | Listing) -> list[str]:
    """The codes of the problems of a file or of a submission."""
    return [problem.code for problem in file.problems]


def words(problem: Problem, language: str = "fr") -> str:
    """A problem as a person reads it."""
    return load_problems()[problem.code].words[language].format(**problem.arguments)


def write_zip(path: Path, *entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_STORED) -> None:
    """Write an archive as honest tools do."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)


def raw_zip(*entries: tuple[bytes, bytes], flags: int = 0, extra: bytes = b"") -> bytes:
    """A stored archive whose names are these very bytes."""
    body = directory = b""
    for name, content in entries:
        common = struct.pack("<HHHHHLLL", 20, flags, 0, 0, 33, zlib.crc32(content), len(content), len(content))
        directory += b"PK\x01\x02\x14\0" + common
        directory += struct.pack("<HHHHHLL", len(name), len(extra), 0, 0, 0, 0, len(body)) + name + extra
        body += b"PK\x03\x04" + common + struct.pack("<HH", len(name), 0) + name + content
    number = len(entries)
    return body + directory + struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, number, number, len(directory), len(body), 0)


def patch(path: Path, change: Callable[[bytearray], None]) -> None:
    """Change bytes of a file in place."""
    content = bytearray(path.read_bytes())
    change(content)
    path.write_bytes(content)


def request_errors(data: str | bytes, path: str = "request.toml") -> tuple[RequestError, ...]:
    """The errors of a request file, that must then declare nothing and say that it was not used."""
    request = parse_request(path, data if isinstance(data, bytes) else data.encode())
    invalid = [problem for problem in request.problems if problem.code == "request_invalid"]
    assert request.declared == {}
    assert [problem.arguments["count"] for problem in invalid] == [len(request.errors)]
    return request.errors


def request_error(data: str | bytes, path: str = "request.toml") -> RequestError:
    """The one error of a request file."""
    (only,) = request_errors(data, path)
    return only
