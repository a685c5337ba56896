"""The zip as it is written and read back, small or large."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest

from pipeline.packing.archive import write_zip, zip_digests, zip_entries

CONTENTS = {"a.pdf": b"%PDF-1 a" * 40, "b.pdf": b"%PDF-1 b" * 400, "c.pdf": b""}


def written(path: Path) -> Path:
    """Write the contents as a zip."""
    write_zip(path, ((name, len(data), iter((data[:5], data[5:]))) for name, data in CONTENTS.items()))
    return path


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    """Every entry comes back with its digest, and nothing is wrong."""
    path = written(tmp_path / "z.zip")
    expected = {name: hashlib.sha256(data).hexdigest() for name, data in CONTENTS.items()}

    assert zip_digests(path) == (expected, ())
    assert dict(zip_entries(path, CONTENTS)) == CONTENTS
    assert [name for name, _ in zip_entries(path, ["b.pdf"])] == ["b.pdf"]


def test_the_bytes_of_a_zip_never_change(tmp_path: Path) -> None:
    """The zip of known contents has a known digest: on any machine, any Python, any zlib."""
    digest = hashlib.sha256(written(tmp_path / "z.zip").read_bytes()).hexdigest()

    assert digest == "9975fb2c96178a6cf3fd4944712956f04def360e0d803ea9869d194222efbc44"


def test_large_entries_are_written_and_read_as_zip64(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit of the old format an entry takes the new one, and only that entry."""
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)
    path = written(tmp_path / "z.zip")

    digests, problems = zip_digests(path)
    assert problems == ()
    assert digests["b.pdf"] == hashlib.sha256(CONTENTS["b.pdf"]).hexdigest()
    with zipfile.ZipFile(path) as archive:
        large = {info.filename for info in archive.infolist() if info.extract_version >= zipfile.ZIP64_VERSION}
    assert large == {"b.pdf", "c.pdf"}  # c.pdf lies beyond the limit


def test_a_byte_changed_in_an_entry_breaks_its_crc(tmp_path: Path) -> None:
    """A zip whose content rotted is unreadable, with its reason."""
    path = written(tmp_path / "z.zip")
    data = bytearray(path.read_bytes())
    data[40] ^= 1
    path.write_bytes(data)

    _, problems = zip_digests(path)
    assert [line.code for line in problems] == ["zip_unreadable"]
    assert "CRC" in problems[0].say("fr")
