"""Packages that somebody tampered with on purpose: safe to verify, and never ok."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.packing.verify import verify
from pipeline.packing.wording import Line
from tests.packing_samples import PAIR, balance, codes


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The folder of a balance package."""
    return balance(tmp_path / "in").write(tmp_path / "out").folder


@pytest.fixture
def pair(package: Path, tmp_path: Path) -> Path:
    """A folder that holds the pair and nothing else."""
    alone = tmp_path / "alone"
    alone.mkdir()
    for name in PAIR:
        shutil.copy(package / name, alone)
    return alone


def zip_with(path: Path, write: Callable[[zipfile.ZipFile], None]) -> None:
    """Replace a zip by another."""
    with zipfile.ZipFile(path, "w") as archive:
        write(archive)


def plain(name: str) -> zipfile.ZipInfo:
    """Return an entry's header as the tool writes it."""
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.create_system, info.external_attr = 3, 0o100644 << 16
    return info


@pytest.mark.parametrize(
    "write",
    [
        lambda archive: archive.writestr(plain("bomb.pdf"), b"0" * 10_000_000, zipfile.ZIP_DEFLATED),
        lambda archive: archive.writestr(plain("../evil.pdf"), b"%PDF-"),
        lambda archive: archive.writestr(plain("/etc/passwd"), b"%PDF-"),
        lambda archive: archive.writestr(plain("run.exe"), b"MZ"),
        lambda archive: (archive.writestr(plain("a.pdf"), b"1"), archive.writestr(plain("A.pdf"), b"2")),
        lambda archive: setattr(archive, "comment", b"hello"),
    ],
)
def test_a_zip_that_the_tool_would_not_write_is_refused_unread(
    pair: Path, write: Callable[[zipfile.ZipFile], object]
) -> None:
    """A bomb, a path that climbs, a foreign file, a double name or a comment is named, and nothing is unpacked."""
    zip_with(pair / PAIR[1], write)  # type: ignore[arg-type]

    assert codes(verify(pair)) & {"zip_entry", "zip_unreadable"}
    assert sorted(path.name for path in pair.iterdir()) == sorted(PAIR)


@pytest.mark.parametrize("change", ["front", "end", "gap", "cut", "empty", "text"])
def test_bytes_hidden_around_the_entries_are_caught(pair: Path, change: str) -> None:
    """Nothing rides along before, between or after the pieces."""
    path = pair / PAIR[1]
    data = path.read_bytes()
    end = len(data) - 22
    start = int.from_bytes(data[end + 16 : end + 20], "little")
    moved = data[end : end + 16] + (start + 6).to_bytes(4, "little") + data[end + 20 :]
    changed = {
        "front": b"MZ" + data,
        "end": data + b"more",
        "gap": data[:start] + b"hidden" + data[start:end] + moved,
        "cut": data[: len(data) // 2],
        "empty": b"",
        "text": b"not a zip at all, only a text that is long enough",
    }
    path.write_bytes(changed[change])

    assert codes(verify(pair)) & {"zip_entry", "zip_unreadable"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b'{"a": 1, "a": 2}',
        b"\xff\xfe",
        b"NaN",
        b'{"format": 1}',
        b"null",
        b'{"\\ud800": 1}',
        b"9" * 5000,
    ],
)
def test_a_manifest_that_is_not_one_is_an_answer_not_a_crash(package: Path, data: bytes) -> None:
    """An empty, broken, endless or doubled manifest fails the verification with its reason."""
    (package / "proof/manifest.json").write_bytes(data)

    assert codes(verify(package)) & {"manifest_unreadable", "manifest_wrong"}


@pytest.mark.parametrize("data", [b"", b"[" * 100_000, b'{"a": 1, "a": 2}', b"\xff\xfe", b"null", b"[]", b'"x"'])
def test_a_json_that_is_not_one_is_an_answer_not_a_crash(pair: Path, data: bytes) -> None:
    """A JSON that cannot be read, or that cites nothing, fails the verification."""
    (pair / PAIR[0]).write_bytes(data)

    assert codes(verify(pair)) & {"json_unreadable", "not_cited"}


@pytest.mark.parametrize("path", ["../outside", "/etc/hostname", "pieces/../../outside", "C:evil", "a\\b", "proof/x"])
def test_a_manifest_never_leads_outside(package: Path, path: str) -> None:
    """A path that climbs or is absolute makes the manifest invalid; nothing there is looked at."""
    manifest = json.loads((package / "proof/manifest.json").read_bytes())
    manifest["files"][0]["path"] = path
    (package / "proof/manifest.json").write_text(json.dumps(manifest))

    assert codes(verify(package)) == {"manifest_wrong"}


@pytest.mark.parametrize("file", [*PAIR, "report.html", "proof/manifest.json", "proof/manifest.sha256"])
def test_links_are_not_followed(package: Path, tmp_path: Path, file: str) -> None:
    """A file replaced by a link to the same bytes elsewhere is not a file of the package."""
    shutil.move(package / file, tmp_path / "elsewhere")
    (package / file).symlink_to(tmp_path / "elsewhere")

    assert not verify(package).ok


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes")
@pytest.mark.parametrize("file", ["report.html", "proof/manifest.sha256", PAIR[1]])
def test_a_named_pipe_does_not_hang_the_verification(package: Path, file: str) -> None:
    """A special file in a package is named, never opened."""
    (package / file).unlink()
    os.mkfifo(package / file)

    assert "not_plain" in codes(verify(package))


def test_a_manifest_that_forgets_the_deposit_is_caught(package: Path) -> None:
    """Deleting the pair from the folder and from the manifest does not make a smaller valid package."""
    manifest = json.loads((package / "proof/manifest.json").read_bytes())
    manifest["files"] = [each for each in manifest["files"] if each["path"].startswith("report")]
    (package / "proof/manifest.json").write_text(json.dumps(manifest))
    for name in PAIR:
        (package / name).unlink()

    assert "not_listed" in codes(verify(package))


def test_hostile_names_do_not_reach_the_screen_as_they_are() -> None:
    """Control characters of a file name are replaced in what is said."""
    line = Line(code="extra", arguments={"file": "a\x1b[2J\u202eb"})

    assert line.say("fr") == "a\ufffd[2J\ufffdb est en trop : il ne figure pas au manifeste."


@pytest.mark.parametrize(
    ("key", "value"),
    [("size", 10**30), ("size", 26.0), ("size", -1), ("sha256", "\ud800" * 64), ("path", "report.json\n")],
)
def test_odd_values_in_a_manifest_are_an_answer_not_a_crash(package: Path, key: str, value: object) -> None:
    """Numbers beyond any file, lone surrogates or line ends in the manifest end in an answer."""
    manifest = json.loads((package / "proof/manifest.json").read_bytes())
    manifest["files"][-1][key] = value
    (package / "proof/manifest.json").write_text(json.dumps(manifest))

    assert not verify(package).ok
