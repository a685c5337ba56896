"""The wheel: one folder that holds every package and every data file of the three floors, and runs beside namesakes."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ("rules", "validators", "pipeline")
CODE = {".py", ".pyc", ".pyi"}


@cache
def project() -> dict[str, Any]:
    """Return pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def product_files() -> set[str]:
    """Return the files of the three floors, by their path in the checkout, what the interpreter writes left out."""
    files = [path for floor in FLOORS for path in (ROOT / floor).rglob("*") if path.is_file()]
    return {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}


def data_files() -> set[str]:
    """Return the files that are not code."""
    return {path for path in product_files() if Path(path).suffix not in CODE}


def caught_by_globs() -> set[str]:
    """Return the data files that the globs of package-data name."""
    caught: set[str] = set()
    for package, globs in project()["tool"]["setuptools"]["package-data"].items():
        folder = ROOT / Path(*package.removeprefix("segur_dossier.").split("."))
        assert folder.is_dir(), package
        found = {path.relative_to(ROOT).as_posix() for glob in globs for path in folder.glob(glob)}
        caught |= found
    return caught


def test_every_package_is_listed() -> None:
    """Setuptools takes what is listed and nothing else: the list is the tree."""
    folders = {Path(path).parent for path in product_files() if path.endswith("__init__.py")}
    assert set(project()["tool"]["setuptools"]["packages"]) == {
        ".".join(("segur_dossier", *folder.parts)) for folder in folders
    }


def test_every_data_file_is_named() -> None:
    """Each TOML, JSON and template of the floors is caught by a glob: a missing rule would be a rule never applied."""
    assert len(data_files()) > 100
    assert data_files() <= caught_by_globs()


def test_every_floor_lies_in_the_one_folder() -> None:
    """No package of ours is installed under a name that PyPI owns."""
    setuptools = project()["tool"]["setuptools"]
    assert setuptools["package-dir"] == {f"segur_dossier.{floor}": floor for floor in sorted(FLOORS)}
    assert all(package.startswith("segur_dossier.") for package in setuptools["packages"])
    assert setuptools["include-package-data"] is False


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, from a copy so that no build folder is left in the checkout."""
    out = tmp_path_factory.mktemp("wheel")
    source = out / "source"
    _copy(source)
    # An environment with a recent setuptools needs no index to build from.
    here = ["--no-isolation"] if int(metadata.version("setuptools").partition(".")[0]) >= 77 else []
    _run(sys.executable, "-m", "build", "--wheel", *here, "--outdir", str(out), str(source), cwd=out)
    (built,) = out.glob("*.whl")
    return built


def _copy(target: Path) -> None:
    for path in [*sorted(product_files()), "pyproject.toml", "README.md"]:
        copy = target / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((ROOT / path).read_bytes())


def _run(*command: str, cwd: Path, codes: tuple[int, ...] = (0,), **environment: str) -> str:
    """Run a command and return what it prints; what it complains of is in the failure."""
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, timeout=300, env=os.environ | environment, check=False
    )
    assert done.returncode in codes, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_wheel_holds_the_product_and_nothing_else(wheel: Path) -> None:
    """Every file of the floors is in segur_dossier/, and there is nothing beside it but the metadata."""
    names = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"segur_dossier", f"segur_dossier-{project()['project']['version']}.dist-info"}
    shipped = {name.removeprefix("segur_dossier/") for name in names if name.startswith("segur_dossier/")}
    assert shipped == product_files()


@pytest.mark.slow
def test_the_wheel_runs_beside_its_namesakes(wheel: Path, tmp_path: Path) -> None:
    """Installed next to packages called validators, rules and pipeline, the command imports its own."""
    site = tmp_path / "site"
    pip = (sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", "--disable-pip-version-check")
    _run(*pip, "--target", str(site), str(wheel), cwd=tmp_path)
    for floor in FLOORS:
        namesake = site / floor
        namesake.mkdir()
        (namesake / "__init__.py").write_text("raise ImportError('a namesake was imported')\n", encoding="utf-8")

    def command(*words: str, codes: tuple[int, ...] = (0,)) -> str:
        script = str(site / "bin" / "segur-dossier")
        return _run(sys.executable, "-P", script, *words, cwd=tmp_path, codes=codes, PYTHONPATH=str(site))

    assert project()["project"]["version"] in command("--version")
    assert "ME-05" in command("rules", "list")
    dossier = next(path for path in sorted((ROOT / "fixtures" / "dossiers").iterdir()) if path.is_dir())
    # 0, 1 and 3 are verdicts: the child processes that read the files found their packages too.
    assert '"child_' not in command("check", str(dossier), "--format", "json", codes=(0, 1, 3))
