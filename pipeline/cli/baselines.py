"""The options `--baseline` and `--write-baseline`, and what they amount to over a call."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.output import destination
from pipeline.cli.speech import Say, refusal
from pipeline.cli.streams import shown
from pipeline.packing.place import machine_errors
from pipeline.reporting.baseline import (
    Baseline,
    BaselineError,
    KnownDossier,
    baseline_json,
    known_dossier,
    read_baseline,
)
from pipeline.reporting.model import Report


def baselines(say: Say) -> list[click.Option]:
    """Return the options of the verbs that compare with a baseline."""
    path = click.Path(path_type=Path)
    return [
        click.Option([flag], type=path, metavar=say("file_metavar"), help=say(words))
        for flag, words in (("--baseline", "baseline_help"), ("--write-baseline", "write_baseline_help"))
    ]


class Baselines:
    """The baseline of a call: the one it is compared with, and the one it is to write."""

    def __init__(self, given: Path | None, target: Path | None) -> None:
        self.known = None if given is None else _read(given)
        self._given, self._target = given, target
        self._dossiers: list[KnownDossier] = []
        self._counts = {"new": 0, "worse": 0, "known": 0, "gone": 0}

    def add(self, report: Report) -> None:
        """Count one dossier, when the call has a baseline to read or to write."""
        if self.known is None and self._target is None:
            return
        self._dossiers.append(known_dossier(report))
        if report.baseline is not None:
            self._counts["new"] += report.baseline.new
            self._counts["worse"] += report.baseline.worse
            self._counts["known"] += report.baseline.known
            self._counts["gone"] += len(report.baseline.gone)

    def finish(self, say: Say) -> None:
        """Write what is to be written, and say on standard error how the call stands to its baseline."""
        if self._target is not None:
            with destination(self._target) as stream:
                stream.write(baseline_json(self._dossiers))
            count = sum(len(dossier.findings) for dossier in self._dossiers)
            click.echo(say("baseline_written", file=shown(self._target), count=count), err=True)
        if self.known is not None and self._given is not None:
            click.echo(say("baseline_told", file=shown(self._given), **self._counts), err=True)
            judged = {dossier.key for dossier in self._dossiers}
            absent = sum(dossier.key not in judged and bool(dossier.findings) for dossier in self.known.dossiers)
            if absent:
                click.echo(say("baseline_absent", count=absent), err=True)


def _read(file: Path) -> Baseline:
    with machine_errors(file):
        content = file.read_bytes()
    try:
        return read_baseline(content)
    except BaselineError as error:
        raise refusal("bad_baseline", file=shown(file), why=error) from error
