"""Tests that the same dossiers give the same bytes, wherever they lie and however many are read at a time."""

from __future__ import annotations

import pytest

from fixtures.generator import generate, write
from fixtures.schemes import OVERLAY
from tests.cli_helpers import call_apart, tree

SAMPLES = (("funding", 3), ("balance", 7), ("enrolment", 5), ("listing", 4), ("balance", 5))


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """Build the same dossiers twice, each time elsewhere and with another number of children."""
    moment = generate(SAMPLES[0][1], kind=SAMPLES[0][0]).on.isoformat()
    written = []
    for jobs, parent in ((1, "un lot"), (2, "ailleurs/été 2024")):
        home = tmp_path_factory.mktemp("home")
        for kind, seed in SAMPLES:
            write(generate(seed, kind=kind), home / parent / f"{kind}-{seed}")
        options = ["--on", moment, "--rules", OVERLAY, "--jobs", jobs, "-o", home / f"out-{jobs}"]
        called = call_apart("build", home / parent, *options, env={"PYTHONHASHSEED": str(jobs)})
        assert called.code in (0, 1, 3)
        written.append(tree(home / f"out-{jobs}"))
    return written


def test_same_bytes(trees: list[dict[str, bytes]]) -> None:
    """Every file of both outputs is the same, to the byte."""
    first, second = trees

    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_something_was_compared(trees: list[dict[str, bytes]]) -> None:
    """What was compared holds reports for all, and a package with its proof for some."""
    names = trees[0].keys()

    assert sum(name.endswith("report.json") for name in names) == len(SAMPLES)
    assert any("/proof/" in name for name in names)
    assert {"index.html", "summary.csv"} <= names
