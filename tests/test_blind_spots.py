"""What the reader misses on every page opens questions: it fails nothing, and no blocking rule drops out of sight."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import pytest

from fixtures.generator import generate, write
from pipeline.intake.submissions import find_submissions
from pipeline.reading.pool import ChildPool
from pipeline.run import judge_read, open_submission, read_submission
from pipeline.stages import Settings
from pipeline.understanding.child import Understood
from tests.judging import InProcess, settings
from validators.model import Finding, Level, Outcome

# An order need not bear the listing's number; the boxes of a slip are compared with its IBAN, the IBAN with the declared one.
OPTIONAL = {"IT-11", "ID-10"}
TOGETHER = {"identity.machine_zone": "identity.machine_keys"}  # drawn from the same two lines


class Forgetful(InProcess):
    """Reads each file once, and tells what it says but for one attribute."""

    def __init__(self) -> None:
        self.forgotten = ""
        self.known: dict[Any, Any] = {}

    def submit(self, work: Callable[[Any], Any], task: Any, seconds: float | None = None) -> Future[Any]:
        """Return a future of what was read, less what is forgotten."""
        if task not in self.known:
            self.known[task] = work(task)
        return super().submit(self._less, self.known[task])

    def attributes(self) -> list[str]:
        """Return what the files say."""
        read = [one for one in self.known.values() if isinstance(one, Understood)]
        return sorted({fact.attribute for one in read for piece in one.pieces for fact in piece.facts})

    def _less(self, read: Any) -> Any:
        if not isinstance(read, Understood):
            return read
        lost = {self.forgotten, TOGETHER.get(self.forgotten)}
        pieces = tuple(
            replace(piece, facts=tuple(fact for fact in piece.facts if fact.attribute not in lost))
            for piece in read.pieces
        )
        return replace(read, pieces=pieces)


def judged(folder: Path, run: Settings, children: ChildPool) -> dict[tuple[str, str], Finding]:
    """Judge a folder; return its findings by rule and subject."""
    (submission,) = find_submissions([folder])
    with TemporaryDirectory() as workspace:
        opened = open_submission(submission, run, children, Path(workspace))
        found = judge_read(read_submission(opened, run, children), run).judgement.findings
    return {(one.rule, one.subject): one for one in found}


@pytest.mark.parametrize("kind", ["listing", "enrolment", "funding", "balance"])
@pytest.mark.parametrize("seed", [611, 612])
def test_what_is_not_read_stays_a_question(kind: str, seed: int, tmp_path: Path) -> None:
    """Each attribute in turn is read on no piece of a good dossier: nothing fails, no blocking rule stops applying."""
    sample, children = generate(seed, kind=kind), Forgetful()
    run, folder = settings(sample.on), write(sample, tmp_path / "dossier").folder
    before = judged(folder, run, cast("ChildPool", children))
    assert children.attributes()
    for attribute in children.attributes():
        children.forgotten = attribute
        after = judged(folder, run, cast("ChildPool", children))
        failed = [key for key, one in after.items() if one.outcome == Outcome.FAILED and before.get(key) != one]
        dropped = [
            key
            for key, one in before.items()
            if (one.level, one.outcome) == (Level.BLOCKING, Outcome.PASSED)
            and key[0] not in OPTIONAL
            and key in after
            and after[key].outcome == Outcome.NOT_APPLICABLE
        ]
        assert (attribute, failed, dropped) == (attribute, [], [])
