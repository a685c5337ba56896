"""Finding the submissions among the paths of a call."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from pipeline.errors import ExitCode, SegurDossierError
from pipeline.intake.submissions import find_submissions, survey

PDF = b"%PDF-1.4\n"


def put(root: Path, *paths: str) -> Path:
    """Write the files, with the bytes of a PDF for any that is not a request file."""
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"" if "request" in path else PDF)
    return root


def put_zip(path: Path, *names: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, PDF)
    return path


def found(*paths: Path) -> list[str]:
    return [submission.name for submission in find_submissions(paths)]


def test_folder_with_request_is_one_submission(tmp_path: Path) -> None:
    """A folder with a request file is one submission, whatever sub-folders each beneficiary has in it."""
    put(tmp_path / "dossier", "request.toml", "client-1/bdc.pdf", "client-2/bdc.pdf")

    assert found(tmp_path / "dossier") == ["dossier"]


@pytest.mark.parametrize("name", ["request.toml", "request.json", "Request.TOML"])
def test_folder_of_submissions_is_a_batch(tmp_path: Path, name: str) -> None:
    """A folder whose sub-folders hold request files is a batch, in the order of names."""
    put(tmp_path, f"D2/{name}", f"D10/{name}", f"D1/{name}")

    assert found(tmp_path) == ["D1", "D10", "D2"]


def test_batch_sorted_by_year_and_month(tmp_path: Path) -> None:
    """Submissions filed by year and month are found from the top."""
    put(tmp_path, "2024/12/A/request.toml", "2025/01/B/request.toml")

    assert found(tmp_path) == ["A", "B"]


def test_forgotten_request_file_in_a_batch(tmp_path: Path) -> None:
    """A dossier of a batch whose request file was forgotten is not skipped in silence."""
    put(tmp_path, "D1/request.toml", "D2/client-1/bdc.pdf", "D2/client-2/bdc.pdf")
    (tmp_path / "vide").mkdir()

    assert found(tmp_path) == ["D1", "D2"]


def test_what_lies_beside_the_submissions_of_a_batch_is_known(tmp_path: Path) -> None:
    """A file at the top of a batch belongs to no submission: the caller gets to know of it, but not of junk."""
    put(tmp_path, "D1/request.toml", "facture égarée.pdf", "Thumbs.db")

    assert survey([tmp_path]).left_out == (tmp_path / "facture égarée.pdf",)


def test_batch_of_archives(tmp_path: Path) -> None:
    """Archives with a request file are submissions like folders."""
    put_zip(tmp_path / "D1.zip", "request.toml", "bdc.pdf")
    put_zip(tmp_path / "D2.zip", "request.json", "bdc.pdf")
    put(tmp_path, "notes.txt")

    submissions = find_submissions([tmp_path])

    assert [(submission.name, submission.archive) for submission in submissions] == [("D1", True), ("D2", True)]


def test_folders_packed_with_themselves(tmp_path: Path) -> None:
    """An archive that holds one folder and nothing else has its request file in that folder."""
    put_zip(tmp_path / "D1.zip", "D1/request.toml", "D1/bdc.pdf", "__MACOSX/D1/._bdc.pdf")
    put_zip(tmp_path / "D2.zip", "bdc.pdf", "ancien/request.toml")
    put(tmp_path, "notes.txt")

    assert found(tmp_path) == ["D1", "D2"]
    (tmp_path / "D1.zip").unlink()
    assert found(tmp_path) == [tmp_path.name]


def test_archive_by_itself(tmp_path: Path) -> None:
    """An archive that is named is a submission even when it holds no request file, or is no archive at all."""
    good = put_zip(tmp_path / "Dossier.ZIP", "bdc.pdf")
    bad = put(tmp_path, "faux.zip") / "faux.zip"

    assert found(good, bad) == ["Dossier", "faux"]


def test_folder_without_request_file(tmp_path: Path) -> None:
    """A folder of pieces is a submission without a request file, its sub-folders included."""
    put(tmp_path / "dossier", "rib.pdf", "factures/f1.pdf", "va/v1.pdf")
    put_zip(tmp_path / "dossier/pieces.zip", "bdc.pdf")

    assert found(tmp_path / "dossier") == ["dossier"]


def test_folders_of_pdfs_without_any_request_file(tmp_path: Path) -> None:
    """Folders that each hold PDFs, with nothing beside them but junk, are a submission each."""
    put(tmp_path, "B/f.pdf", "A/va/v.PDF", ".DS_Store", "__MACOSX/x.pdf")

    assert found(tmp_path) == ["A", "B"]


def test_folders_of_photos_and_pdfs_are_one_submission(tmp_path: Path) -> None:
    """When a sub-folder holds no PDF, the sub-folders are parts of one dossier rather than dossiers."""
    put(tmp_path / "dossier", "factures/f.pdf", "photos/rib.jpg")

    assert found(tmp_path / "dossier") == ["dossier"]


def test_nothing_to_do(tmp_path: Path) -> None:
    """An empty folder, or one with nothing but junk, gives no submission."""
    put(tmp_path, ".DS_Store", "vide/Thumbs.db")

    assert find_submissions([tmp_path]) == ()


def test_each_submission_once(tmp_path: Path) -> None:
    """A submission that two paths lead to is found once, at its first place."""
    put(tmp_path, "D1/request.toml", "D2/request.toml")

    assert found(tmp_path / "D2", tmp_path, tmp_path / "D1") == ["D2", "D1"]


def test_linked_folder_is_not_a_submission(tmp_path: Path) -> None:
    """A link in a batch is not followed: it is told among what was left out."""
    put(tmp_path / "lot", "D1/request.toml")
    put(tmp_path / "ailleurs", "request.toml")
    (tmp_path / "lot/lien").symlink_to(tmp_path / "ailleurs", target_is_directory=True)

    assert found(tmp_path / "lot") == ["D1"]
    assert survey([tmp_path / "lot"]).left_out == (tmp_path / "lot/lien",)


def test_nothing_but_a_link_is_said(tmp_path: Path) -> None:
    """A folder that holds only a link is still a submission, so that someone learns that the link was not followed."""
    put(tmp_path, "ailleurs/rib.pdf")
    (tmp_path / "dossier").mkdir()
    (tmp_path / "dossier/rib.pdf").symlink_to(tmp_path / "ailleurs/rib.pdf")

    assert found(tmp_path / "dossier") == ["dossier"]


@pytest.mark.parametrize("name", ["absent", "facture.pdf", "x" * 300])
def test_wrong_path_is_a_usage_error(tmp_path: Path, name: str) -> None:
    """A path that is missing, impossible, or neither folder nor zip says what to do, in both languages."""
    put(tmp_path, "facture.pdf")

    with pytest.raises(SegurDossierError) as caught:
        find_submissions([tmp_path / name])

    assert caught.value.code is ExitCode.USAGE
    assert name in caught.value.messages["fr"]
    assert name in caught.value.messages["en"]
    assert all(caught.value.remedies.values())


def test_name_of_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`.` bears the name of the folder one is in."""
    put(tmp_path / "dossier", "request.toml")
    monkeypatch.chdir(tmp_path / "dossier")

    assert found(Path()) == ["dossier"]
