"""What the README shows is what the program prints."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest

from pipeline.cli.main import run

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
SHOWN = [
    (command, output) for command, output in re.findall(r"```console\n\$ segur-dossier (.+)\n((?:.*\n)*?)```", README)
]


@pytest.mark.parametrize(("command", "output"), [one for one in SHOWN if not one[0].startswith("verify")])
def test_a_shown_run_prints_what_is_shown(
    command: str, output: str, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Each command of the README, run from the checkout, prints the text below it."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("CI", raising=False)

    run(shlex.split(command))
    sys.stdout.flush()

    assert capfdbinary.readouterr().out.decode().rstrip() == output.rstrip()


def test_the_readme_shows_a_failing_a_passing_and_an_open_run() -> None:
    """The three verdicts each have their real example."""
    assert {output.split()[0] for _, output in SHOWN if output} >= {"✗", "✓", "?"}


def test_the_readmes_two_commands_are_targets_of_the_makefile() -> None:
    """`make demo` and `make test` exist, and CI calls them."""
    makefile, ci = (ROOT / "Makefile").read_text("utf-8"), (ROOT / ".ci" / "run").read_text("utf-8")
    for target in ("demo", "test"):
        assert f"make {target}" in README
        assert f"\n{target}:" in makefile
        assert f"make {target}" in ci
