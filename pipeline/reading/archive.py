"""Opens zip archives without trusting them: each entry is checked, then unpacked under a name of ours."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from posixpath import normpath

from pipeline.errors import ExitCode, SegurDossierError
from pipeline.intake.disk import UniquePaths, open_regular, refusal
from pipeline.intake.junk import is_junk
from pipeline.intake.model import Item, Seen
from pipeline.limits import MEGABYTE, Limits
from pipeline.reading.entry_names import entry_name, is_unsafe, safe_path
from validators.model import Problem

CHUNK = 64 * 1024  # bytes; deflate unpacks no more at a time, so memory stays flat
DIRECTORY_BYTES = 1024  # of an archive's directory for each entry allowed; zipfile reads the directory in one go
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # zipfile unpacks the others without a bound on memory
HEADER = 30  # bytes before the name and data of an entry

DOS_FOLDER = 0x10  # attribute that some tools give instead of a "/" at the end of the name
ENCRYPTED = 0x1 | 0x40 | 0x2000  # general purpose bits: password, strong encryption, masked headers

# Whatever zipfile raises for bytes that are not what they should be; measured on public hostile archives.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    OSError,
)


@dataclass(slots=True, kw_only=True)
class Allowance:
    """What may still be read of a submission, in bytes and files; unpacking draws on it."""

    bytes: int
    files: int

    def take(self, size: int) -> bool:
        """Draw the bytes of one file; say whether there were enough left."""
        enough = size <= self.bytes
        self.bytes -= size if enough else 0
        return enough


class _DirectoryTooLongError(Exception):
    """The directory of the archive is longer than that of the entries allowed can be."""


class _EntryDamagedError(Exception):
    """The bytes of an entry are not what the directory of the archive says."""


class _BoundedFile(io.FileIO):
    """A file on which no single read is longer than `most` bytes."""

    most = CHUNK

    def read(self, size: int | None = -1, /) -> bytes:
        """Read as any file does. Raises _DirectoryTooLongError."""
        if size is not None and size > self.most:
            raise _DirectoryTooLongError
        return super().read(size) or b""


def archive_names(location: Path, limits: Limits) -> tuple[str, ...] | None:
    """Return the names of an archive's entries, `folder/file.pdf`, or None when it cannot be opened."""
    with ExitStack() as stack:
        archive = _open(location, limits, stack)
        return None if isinstance(archive, Problem) else tuple(entry_name(info) for info in archive.infolist())


def unpack(location: Path, targets: Iterator[Path], limits: Limits, allowance: Allowance) -> Seen:
    """Unpack an archive entry by entry, each that may be read into the next of `targets`; junk stays packed.

    What cannot be read is a problem of its entry, an archive that cannot be opened is one problem and no entry.
    Raises SegurDossierError when the disk cannot take an entry.
    """
    with ExitStack() as stack:
        archive = _open(location, limits, stack)
        if isinstance(archive, Problem):
            return Seen(items=(), problems=(archive,))
        files = [info for info in archive.infolist() if not _is_folder(info)]
        allowed = min(limits.max_entries, allowance.files)
        allowance.files -= min(len(files), allowed)
        checked = _checked(files[:allowed], _overlapping(files), limits)
        items = tuple(_unpacked(archive, info, item, targets, allowance) for info, item in checked)
    if len(files) <= allowed:
        return Seen(items=items)
    arguments: dict[str, str | int] = {"limit": allowed, "unread": len(files) - allowed}
    return Seen(items=items, problems=(Problem(code="too_many_entries", arguments=arguments),))


def _open(location: Path, limits: Limits, stack: ExitStack) -> zipfile.ZipFile | Problem:
    try:
        file = stack.enter_context(_BoundedFile(str(location), opener=open_regular))
    except OSError as error:
        return refusal(error)
    file.most = max(CHUNK, limits.max_entries * DIRECTORY_BYTES)
    try:
        return stack.enter_context(zipfile.ZipFile(file))
    except _DirectoryTooLongError:
        return Problem(code="archive_too_long", arguments={"limit": limits.max_entries})
    except UNREADABLE:
        return Problem(code="archive_damaged")


def _is_folder(info: zipfile.ZipInfo) -> bool:
    marked = info.external_attr & DOS_FOLDER or stat.S_ISDIR(info.external_attr >> 16)
    return info.file_size == 0 and bool(marked or entry_name(info).endswith("/"))


def _overlapping(infos: list[zipfile.ZipInfo]) -> frozenset[int]:
    """The offsets of entries that begin inside another one: bytes used twice are how a small archive unpacks huge."""
    found: set[int] = set()
    end = -1
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            found.add(info.header_offset)
        end = max(end, info.header_offset + HEADER + info.compress_size)
    return frozenset(found)


def _checked(
    infos: list[zipfile.ZipInfo], overlapping: frozenset[int], limits: Limits
) -> Iterator[tuple[zipfile.ZipInfo, Item]]:
    """Each entry with the path it is listed under and, when it must stay packed, the reason."""
    names: set[str] = set()
    paths = UniquePaths()
    for info in infos:
        name = entry_name(info)
        problem = _refused(info, name, limits)
        if problem is None and normpath(name) in names:
            problem = Problem(code="entry_name_twice")
        if problem is None and info.header_offset in overlapping:
            problem = Problem(code="entry_damaged")
        names.add(normpath(name))
        yield info, Item(path=paths.take(safe_path(name)), location=None, size=info.file_size, problem=problem)


def _refused(info: zipfile.ZipInfo, name: str, limits: Limits) -> Problem | None:
    """Why an entry stays packed, from what the directory of the archive says of it."""
    kind = stat.S_IFMT(info.external_attr >> 16)  # as Unix systems write it; 0 from the others
    ratio = info.file_size // max(info.compress_size, 1)
    if is_junk(name):
        return Problem(code="junk_file")
    if kind == stat.S_IFLNK:
        return Problem(code="link_not_followed")
    if kind in (stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK):
        return Problem(code="not_a_file")
    if is_unsafe(name):
        return Problem(code="entry_unsafe_name")
    if name.count("/") > limits.max_depth:
        return Problem(code="entry_too_deep", arguments={"limit": limits.max_depth})
    if info.flag_bits & ENCRYPTED:
        return Problem(code="entry_encrypted")
    if info.compress_type not in METHODS:
        return Problem(code="entry_method", arguments={"method": info.compress_type})
    if info.file_size > limits.max_file_bytes:
        arguments: dict[str, str | int] = {"limit": limits.max_file_bytes // MEGABYTE}
        return Problem(code="file_too_large", arguments=arguments)
    if info.file_size > MEGABYTE and ratio > limits.max_ratio:
        return Problem(code="entry_ratio", arguments={"ratio": ratio, "limit": limits.max_ratio})
    return None


def _unpacked(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, item: Item, targets: Iterator[Path], allowance: Allowance
) -> Item:
    """The item with the place its bytes were unpacked to, or with the reason why they were not."""
    problem = item.problem
    if problem is None and not allowance.take(info.file_size):
        problem = Problem(code="beyond_total")
    if problem is None:
        target = next(targets)
        problem = _extract(archive, info, target)
        if problem is None:
            return Item(path=item.path, location=target, size=item.size)
        target.unlink(missing_ok=True)
    return Item(path=item.path, location=None, size=item.size, problem=problem)


def _extract(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path) -> Problem | None:
    try:
        with target.open("xb") as file:
            for block in _blocks(archive, info):
                file.write(block)
    except _EntryDamagedError:
        return Problem(code="entry_damaged")
    except OSError as error:
        raise _cannot_unpack(error) from error
    return None


def _blocks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of one entry; a size that lies, a wrong checksum or a cut raises _EntryDamagedError."""
    given = 0
    try:
        # zipfile gives no byte beyond the declared size, and compares the checksum at the end.
        with archive.open(info) as source:
            while block := source.read(CHUNK):
                given += len(block)
                yield block
    except UNREADABLE as error:
        raise _EntryDamagedError from error
    if given != info.file_size:
        raise _EntryDamagedError


def _cannot_unpack(error: OSError) -> SegurDossierError:
    reason = error.strerror or type(error).__name__
    return SegurDossierError(
        fr=f"Impossible d'écrire dans le dossier temporaire ({reason}).",
        en=f"Cannot write into the temporary folder ({reason}).",
        remedy_fr="Libérez de la place sur le disque, ou indiquez un autre dossier temporaire (variable TMPDIR).",
        remedy_en="Free some disk space, or name another temporary folder (variable TMPDIR).",
        code=ExitCode.INTERNAL,
    )
