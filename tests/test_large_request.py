"""One request with 40 beneficiaries in 90 PDFs, five of them merges, from folder to proved pair."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fixtures.generator import write
from fixtures.large import BENEFICIARIES, large
from pipeline.cli.options import settings
from pipeline.intake.submissions import find_submissions
from pipeline.packing.place import prepare_out
from pipeline.packing.verify import verify
from pipeline.run import package
from pipeline.scale.batch import judge_all
from pipeline.stages import Judged
from validators.model import Moment, Verdict

OVERLAY = Path(__file__).parent.parent / "fixtures" / "overlay"
KINDS = {"purchase_order", "invoice", "va", "mom", "advance_decision"}


def judged(folder: Path, moment: Moment, workspace: Path) -> Judged:
    """Judge one folder as the command line does."""
    workspace.mkdir()
    run = settings("fr", OVERLAY, moment)
    (one,) = judge_all(find_submissions([folder]), run, jobs=2, workspace=workspace)
    return one


@pytest.mark.slow
def test_forty_beneficiaries_come_out_right_one_by_one_and_whole(tmp_path: Path) -> None:
    """Every piece is found where it is, given to its client, and the whole is packed and proved."""
    sample = large(1)
    written = write(sample, tmp_path / "demande")
    moment = Moment(at=sample.on, hour_known=True)

    one = judged(tmp_path / "demande", moment, tmp_path / "work")

    truth = {(p.file, p.first_page, p.last_page, p.kind, p.client or "request") for p in written.pieces}
    seen = {
        (p.file, p.first_page, p.last_page, p.kind, (p.subject or "").removeprefix("beneficiary:"))
        for p in one.dossier.pieces
    }
    assert seen == truth
    assert len({p.file for p in written.pieces}) == 90
    assert sum(1 for file in {p.file for p in written.pieces} if sum(q.file == file for q in written.pieces) > 1) == 5
    assert list(one.judgement.beneficiary_verdicts.values()) == [Verdict.CONFORMING] * BENEFICIARIES
    assert one.judgement.verdict == Verdict.CONFORMING
    prepare_out(tmp_path / "out")
    _, packed = package(one, settings("fr", OVERLAY, moment), tmp_path / "out")
    pair = json.loads(next(packed.folder.glob(f"{packed.folder.name}.json")).read_text("utf-8"))
    assert len(pair["beneficiaries"]) == BENEFICIARIES
    assert verify(packed.folder).ok


@pytest.mark.slow
def test_one_client_without_its_va_leaves_the_others_conforming(tmp_path: Path) -> None:
    """A VA taken out of the folder makes its client, and so the whole, non-conforming; 39 clients stay conforming."""
    sample = large(2)
    written = write(sample, tmp_path / "demande")
    missing = next(p for p in written.pieces if p.kind == "va")
    (tmp_path / "demande" / missing.file).unlink()

    one = judged(tmp_path / "demande", Moment(at=sample.on, hour_known=True), tmp_path / "work")

    verdicts = one.judgement.beneficiary_verdicts
    assert verdicts[f"beneficiary:{missing.client}"] == Verdict.NON_CONFORMING
    assert sorted(verdicts.values()).count(Verdict.CONFORMING) == BENEFICIARIES - 1
    assert one.judgement.verdict == Verdict.NON_CONFORMING
