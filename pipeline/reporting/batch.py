"""A batch of dossiers on one page: a table for the terminal, `summary.csv` for a spreadsheet, `index.html` for a browser."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from pipeline.reporting.model import Report
from pipeline.reporting.web import VERDICT_TONES, environment
from pipeline.reporting.wording import visible
from pipeline.reporting.words import load_words, plural
from validators.model import Level, Outcome, Verdict

BYTE_ORDER_MARK = "\ufeff"  # without it a French Excel reads UTF-8 as ANSI
_WORST_FIRST = (Verdict.NON_CONFORMING, Verdict.TO_REVIEW, Verdict.CONFORMING)
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_WIDEST_REFERENCE = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryLine:
    """One dossier of a batch: what a person needs to choose which report to open, and where that report is."""

    reference: str
    kind: str  # its code
    scheme: str  # its code, empty when none is given
    verdict: Verdict
    beneficiaries: int
    failed: int  # blocking findings that failed and are not waived
    to_review: int  # blocking findings that are inconclusive and not confirmed
    warnings: int
    judged_on: str
    file: str  # from the output folder, with slashes; empty when none was written


def summary_line(report: Report, *, file: str = "") -> SummaryLine:
    """Keep of a report what a batch shows of it, so that the report itself need not stay in memory."""
    open_findings = {(count.level, count.outcome): count.number - count.decided for count in report.counts}
    return SummaryLine(
        reference=report.reference,
        kind=report.kind.code,
        scheme=report.scheme.code if report.scheme else "",
        verdict=report.verdict,
        beneficiaries=len(report.beneficiaries),
        failed=open_findings[Level.BLOCKING, Outcome.FAILED],
        to_review=open_findings[Level.BLOCKING, Outcome.INCONCLUSIVE],
        warnings=open_findings[Level.WARNING, Outcome.FAILED],
        judged_on=report.judged_on.at,
        file=file,
    )


def by_gravity(lines: Iterable[SummaryLine]) -> tuple[SummaryLine, ...]:
    """Sort the dossiers, the worst first."""
    return tuple(
        sorted(
            lines,
            key=lambda line: (
                _WORST_FIRST.index(line.verdict),
                -line.failed,
                -line.to_review,
                line.reference,
                line.file,
            ),
        )
    )


def render_summary(lines: Iterable[SummaryLine], *, lang: str) -> str:
    """Write a batch as a table of plain text, the worst first, and the counts below it."""
    words = load_words(lang)
    names = ("reference", "kind", "verdict", "failed", "to_review", "report")
    rows = [[words["batch"][name] for name in names]]
    ordered = by_gravity(lines)
    for line in ordered:
        reference = visible(line.reference)
        if len(reference) > _WIDEST_REFERENCE:
            reference = reference[: _WIDEST_REFERENCE - 1] + "…"
        verdict = words["verdict"][line.verdict]
        rows.append(
            [
                reference,
                words["kinds_short"][line.kind],
                verdict,
                str(line.failed),
                str(line.to_review),
                visible(line.file),
            ]
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(names))]
    numbers = (names.index("failed"), names.index("to_review"))
    written = ("  ".join(_padded(row, widths, numbers)).rstrip() for row in rows)
    return "\n".join((*written, "", counts_text(ordered, lang=lang))) + "\n"


def counts_text(lines: Sequence[SummaryLine], *, lang: str) -> str:
    """Count the dossiers of a batch by verdict: « 12 dossiers : 3 non conformes, 9 conformes »."""
    words = load_words(lang)
    found = Counter(line.verdict for line in lines)
    told = (plural(words["numbers"][verdict], found[verdict], lang) for verdict in _WORST_FIRST if found[verdict])
    dossiers = plural(words["batch"]["dossiers"], len(lines), lang)
    return f"{dossiers}{words['language']['colon']} {', '.join(told)}" if found else dossiers


def summary_csv(lines: Iterable[SummaryLine], *, lang: str) -> str:
    """Write a batch as a French Excel reads it: byte order mark, semicolons, and no cell that could be a formula."""
    words = load_words(lang)
    names = ("reference", "kind", "scheme", "verdict", "beneficiaries", "failed", "to_review", "warnings", "judged_on")
    rows: list[list[object]] = [[words["batch"][name] for name in (*names, "report")]]
    for line in lines:
        kind, verdict = words["kinds_short"][line.kind], words["verdict"][line.verdict]
        counts = (line.beneficiaries, line.failed, line.to_review, line.warnings)
        # « 2026-11-10 11:30 », which a spreadsheet takes for a moment.
        judged_on = line.judged_on[:16].replace("T", " ")
        rows.append([line.reference, kind, line.scheme, verdict, *counts, judged_on, line.file])
    return BYTE_ORDER_MARK + csv_rows(rows)


def csv_rows(rows: Iterable[Iterable[object]]) -> str:
    """Write rows with semicolons; a text that a spreadsheet would calculate is marked with an apostrophe."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return written.getvalue()


def safe_cell(cell: object) -> str:
    """Return a cell's text, harmless: no formula, no control character, no line break."""
    text = " ".join(visible(str(cell)).splitlines()) if isinstance(cell, str) else str(cell)
    return f"'{text}" if isinstance(cell, str) and cell.lstrip().startswith(_FORMULA) else text


def render_index(lines: Iterable[SummaryLine], *, lang: str) -> str:
    """Write the page of a batch, the worst dossier first, each with a link to its report."""
    ordered = by_gravity(lines)
    page = (
        environment(lang)
        .get_template("index.html.j2")
        .render(
            lang=lang,
            lines=ordered,
            links={line.file: quote(line.file) for line in ordered},
            tones=VERDICT_TONES,
            counted=[(verdict, sum(line.verdict is verdict for line in ordered)) for verdict in _WORST_FIRST],
        )
    )
    return visible(page)


def _padded(row: Sequence[str], widths: Sequence[int], numbers: Sequence[int]) -> list[str]:
    return [
        cell.rjust(width) if column in numbers else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
