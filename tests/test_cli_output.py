"""Tests of what a call writes: clean standard output, files whole or not at all, nothing personal unless asked."""

from __future__ import annotations

import json
import os
import pty
import sys
from pathlib import Path

import pytest

from pipeline.cli import streams
from tests.cli_helpers import call, call_apart, clean_folder, pdf, settle_in, start_apart

ESCAPE = "\x1b["


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep each test to itself."""
    return settle_in(monkeypatch, tmp_path)


def on_terminal(*arguments: object, env: dict[str, str] | None = None) -> tuple[str, str]:
    """Call the command line with standard output and error on a terminal each; return what each showed."""
    pairs = [pty.openpty() for _ in range(2)]
    process = start_apart(*arguments, env={"TERM": "xterm"} | (env or {}), stdout=pairs[0][1], stderr=pairs[1][1])
    for _, end in pairs:
        os.close(end)
    shown = [_all_of(end) for end, _ in pairs]
    process.wait(timeout=30)
    return shown[0], shown[1]


def _all_of(end: int) -> str:
    data = b""
    while True:
        try:
            block = os.read(end, 65536)
        except OSError:  # what Linux says when the other end is closed
            block = b""
        if not block:
            os.close(end)
            return data.decode()
        data += block


def test_json_alone_on_standard_output(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """One dossier as JSON: standard output is that document and nothing else."""
    called = call(capsys, "check", tmp_path / "d", *clean_folder(tmp_path / "d"), "--format", "json")

    assert json.loads(called.out)["verdict"] == "conforming"
    assert called.err == ""


def test_json_lines_of_a_batch(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A batch as JSON lines: a line a dossier, in the order of names."""
    options = clean_folder(tmp_path / "batch" / "b")
    clean_folder(tmp_path / "batch" / "a", "enrolment")

    called = call(capsys, "check", tmp_path / "batch", *options, "--format", "jsonl")

    assert [json.loads(line)["kind"]["code"] for line in called.out.splitlines()] == ["enrolment", "listing"]


def test_several_formats(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Each format goes to its own place; text on standard output needs no asking."""
    options = clean_folder(tmp_path / "d")
    page, table = tmp_path / "page.html", tmp_path / "table.csv"

    called = call(
        capsys,
        "check",
        tmp_path / "d",
        *options,
        "--format",
        "text",
        "--format",
        f"html={page}",
        "--format",
        f"csv={table}",
    )

    assert "CONFORME" in called.out
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert table.read_bytes().startswith("\ufeff".encode())


@pytest.mark.parametrize(
    ("formats", "message"),
    [
        (["json", "jsonl"], "Deux formats ne peuvent pas aller tous deux sur la sortie standard"),
        (["json=r.json", "html=r.json"], "Deux formats ne peuvent pas aller dans un même fichier : r.json."),
        (["json"], "json ne tient qu'un dossier par fichier : ici il y en a 2."),
        (["text=absent/r.txt"], "Impossible d'écrire dans absent/r.txt"),
        (["text=."], "Impossible d'écrire dans ."),
    ],
)
def test_formats_that_cannot_be(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    formats: list[str],
    message: str,
) -> None:
    """Formats that would mix, or have nowhere to go, are refused before anything is judged."""
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b"):
        (tmp_path / "batch" / name).mkdir(parents=True)
        (tmp_path / "batch" / name / "f.pdf").write_bytes(pdf("Facture"))

    called = call(capsys, "check", "batch", *(word for name in formats for word in ("--format", name)))

    assert (called.code, called.out) == (2, "")
    assert message in called.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["batch", "temporary"]


def test_former_report_stays_when_the_call_fails(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A file that is there is replaced by a whole one, or stays."""
    report = tmp_path / "r.json"
    report.write_text("former")

    call(capsys, "check", tmp_path / "absent", "--format", f"json={report}")
    kept = report.read_text()
    call(capsys, "check", tmp_path / "d", *clean_folder(tmp_path / "d"), "--format", f"json={report}")

    assert kept == "former"
    assert json.loads(report.read_bytes())["verdict"] == "conforming"


def test_device_as_destination(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A device is written to, not replaced."""
    called = call(capsys, "check", tmp_path / "d", *clean_folder(tmp_path / "d"), "--format", f"json={os.devnull}")

    assert called.code == 0
    assert not Path(os.devnull).is_file()


def test_quiet(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Quiet shows the summary alone; without it a single dossier has no need of one."""
    options = clean_folder(tmp_path / "d")

    quiet = call(capsys, "check", tmp_path / "d", *options, "--quiet").out
    told = call(capsys, "check", tmp_path / "d", *options).out

    assert quiet.splitlines()[-2].endswith("1 conforme")
    assert "CONFORME" not in quiet
    assert "1 dossier" not in told


def test_what_lies_beside_the_dossiers(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What lies in a batch beside the dossiers is named on standard error, for it was not judged."""
    options = clean_folder(tmp_path / "batch" / "a")
    (tmp_path / "batch" / "facture-perdue.pdf").write_bytes(pdf("Facture"))
    (tmp_path / "batch" / "Thumbs.db").write_bytes(b"x")

    for verb in (["check"], ["build", "-o", tmp_path / "out"]):
        called = call(capsys, *verb, tmp_path / "batch", *options)
        assert called.code == 0
        assert "1 élément(s) laissé(s) de côté, qui n'ont pas été jugés" in called.err
        assert "facture-perdue.pdf" in called.err
        assert "Thumbs.db" not in called.err


def test_output_inside_the_batch(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What was written inside a batch is never taken for a dossier of it, the second time either."""
    batch = tmp_path / "batch"
    options = clean_folder(batch / "a")
    clean_folder(batch / "b", "enrolment")
    first = call(capsys, "build", batch, *options, "-o", batch / "sortie")

    again = call(capsys, "build", batch, *options, "-o", batch / "sortie")
    checked = call(capsys, "check", batch, *options)

    assert "2 rapport(s)" in first.err
    assert "2 rapport(s)" in again.err
    assert (again.code, again.out) == (first.code, first.out)
    assert checked.code == first.code
    assert "2 dossiers" in checked.out
    assert "laissé(s) de côté" in checked.err


def test_output_inside_a_batch_without_requests(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The same holds for a batch whose dossiers have no request file yet."""
    batch = tmp_path / "batch"
    for name in ("a", "b"):
        (batch / name).mkdir(parents=True)
        (batch / name / "facture.pdf").write_bytes(pdf("Facture", name))
    call(capsys, "build", batch, "-o", batch / "sortie")

    again = call(capsys, "build", batch, "-o", batch / "sortie")

    assert again.code == 3
    assert "2 rapport(s)" in again.err


def test_output_inside_a_dossier(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Nothing is ever written among the pieces of a dossier."""
    called = call(capsys, "build", tmp_path / "d", *clean_folder(tmp_path / "d"), "-o", tmp_path / "d" / "sortie")

    assert called.code == 2
    assert "l'un dans l'autre" in called.err
    assert not (tmp_path / "d" / "sortie").exists()


def test_two_dossiers_of_one_reference(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Two dossiers that would overwrite each other are refused, both named."""
    options = clean_folder(tmp_path / "batch" / "a")
    clean_folder(tmp_path / "batch" / "b")

    called = call(capsys, "build", tmp_path / "batch", *options, "-o", tmp_path / "out")

    assert called.code == 2
    assert "a et b." in called.err


def test_no_colour_nor_bar_without_a_terminal(tmp_path: Path) -> None:
    """What goes to a file or a pipe has neither colour nor bar."""
    options = clean_folder(tmp_path / "batch" / "a")
    clean_folder(tmp_path / "batch" / "b", "enrolment")

    called = call_apart("check", tmp_path / "batch", *options)

    assert ESCAPE not in called.out + called.err
    assert called.err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
def test_colour_and_bar_on_a_terminal(tmp_path: Path) -> None:
    """A person gets colours and a bar, in neither of which NO_COLOR leaves a colour."""
    options = clean_folder(tmp_path / "batch" / "a")
    clean_folder(tmp_path / "batch" / "b", "enrolment")

    out, err = on_terminal("check", tmp_path / "batch", *options)
    plain, _ = on_terminal("check", tmp_path / "batch", *options, env={"NO_COLOR": "1"})

    assert ESCAPE in out
    assert "Dossiers" in err
    assert "100%" in err
    assert ESCAPE not in plain
    assert "CONFORME" in plain


def test_colour_of_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Errors are red on a terminal only, and not under NO_COLOR nor on a terminal without colours."""

    class Terminal:
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    coloured = streams.painted("Erreur", terminal, fg="red")  # type: ignore[arg-type]
    monkeypatch.setenv("NO_COLOR", "1")
    plain = streams.painted("Erreur", terminal, fg="red")  # type: ignore[arg-type]
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")

    assert coloured == "\x1b[31mErreur\x1b[0m"
    assert plain == "Erreur"
    assert streams.painted("Erreur", terminal, fg="red") == "Erreur"  # type: ignore[arg-type]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes that break")
@pytest.mark.parametrize("verb", ["rules", "check"])
def test_reader_that_goes_away(tmp_path: Path, verb: str) -> None:
    """When the reader of its output goes away, the command ends without a word, and not as if it had judged."""
    options = clean_folder(tmp_path / "d")
    arguments = ["rules", "list"] if verb == "rules" else ["check", tmp_path / "d", *options, "--format", "json"]
    reading, writing = os.pipe()
    process = start_apart(*arguments, stdout=writing)
    os.close(writing)
    os.close(reading)

    _, err = process.communicate(timeout=30)

    assert err == b""
    assert process.returncode == 5
