"""The formats a report can be written in: a table, name → how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipeline.reporting import view
from pipeline.reporting.batch import BYTE_ORDER_MARK, csv_rows
from pipeline.reporting.crops import Crops
from pipeline.reporting.encode import to_json, to_json_line
from pipeline.reporting.model import Finding, Report
from pipeline.reporting.terminal import render_text
from pipeline.reporting.web import render_html
from pipeline.reporting.words import Words, load_words

PLAIN_WIDTH = 100  # columns of text that goes to a file


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How one report is written; `head` comes once before the first, `joined` says whether several may follow."""

    render: Callable[[Report], bytes]
    extension: str
    joined: bool
    head: Callable[[str], bytes] = lambda lang: b""
    illustrated: Callable[[Report, Crops], bytes] | None = None  # the same with crops, where they can be shown


def findings_csv(report: Report) -> str:
    """Write one row per finding, without the head."""
    words = load_words(report.lang)
    titles = {source.key: source.title for source in report.sources}
    return csv_rows(
        (*_row(report, finding, words), titles[finding.source], words["baseline"].get(finding.baseline or "", ""))
        for finding in report.findings
    )


def findings_csv_head(lang: str) -> str:
    """Write the head of the table of findings, with the byte order mark that Excel needs."""
    words = load_words(lang)
    names = [words["batch"][name] for name in ("reference", "scheme")]
    names += [words["table"][name] for name in ("rule", "level", "outcome", "about", "message", "remedy")]
    names += [words["table"][name] for name in ("seen", "decided", "source", "baseline")]
    return BYTE_ORDER_MARK + csv_rows([names])


def _row(report: Report, finding: Finding, words: Words) -> tuple[str, ...]:
    scheme = report.scheme.code if report.scheme else ""
    seen = " | ".join(dict.fromkeys(view.where(one, words) for one in finding.evidence))
    decided = words["decisions"][finding.decided] if finding.decided else ""
    level, outcome = words["level"][finding.level], words["outcome"][finding.outcome]
    about = (finding.rule, level, outcome, finding.subject_label, finding.message, finding.remedy or "")
    return (report.reference, scheme, *about, seen, decided)


def _text(report: Report) -> bytes:
    return (render_text(report, colour=False, width=PLAIN_WIDTH) + "\n").encode()


FORMATS: Mapping[str, Format] = {
    "text": Format(render=_text, extension="txt", joined=True),
    "json": Format(render=to_json, extension="json", joined=False),
    "jsonl": Format(render=to_json_line, extension="jsonl", joined=True),
    "html": Format(
        render=lambda report: render_html(report).encode(),
        extension="html",
        joined=False,
        illustrated=lambda report, crops: render_html(report, crops).encode(),
    ),
    "csv": Format(
        render=lambda report: findings_csv(report).encode(),
        extension="csv",
        joined=True,
        head=lambda lang: findings_csv_head(lang).encode(),
    ),
}
