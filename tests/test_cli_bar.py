"""The bar on standard error: for a terminal only, when there is something to wait for; it counts pages that are pictures."""

from __future__ import annotations

import io
import sys
from datetime import datetime

import pytest

from pipeline.cli.bar import Bar
from pipeline.watch import Watch
from rules.instants import PARIS
from tests.judging import settings


class Terminal(io.StringIO):
    """A stream that a person watches."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def watched(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Put standard error on a terminal; a fixture would be undone before the test begins."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    return stream


def test_one_dossier_without_pictures_shows_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes a blink is not counted."""
    terminal = watched(monkeypatch)
    with Bar(1, "Dossiers") as bar:
        bar.more(0)
        bar.step()
        bar.step()
    assert terminal.getvalue() == ""


def test_pages_of_one_dossier_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dossier of scans takes a while: its pages are steps beside its own two."""
    terminal = watched(monkeypatch)
    with Bar(1, "Dossiers") as bar:
        bar.more(3)
        for _ in range(5):
            bar.step()
    assert "100%" in terminal.getvalue()
    assert "Dossiers" in terminal.getvalue()


def test_steps_that_are_added_move_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of two dossiers is done; with as many pages to come, it is less."""
    terminal = watched(monkeypatch)
    with Bar(2, "Dossiers") as bar:
        bar.step()
        bar.step()
        half = terminal.getvalue()
        bar.more(4)
        bar.step()
    assert "50%" in half
    assert "37%" in terminal.getvalue()[len(half) :]


def test_no_bar_where_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    """A log or a pipe gets none of it."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with Bar(5, "Dossiers") as bar:
        bar.more(9)
        bar.step()
    assert stream.getvalue() == ""


def test_nobody_is_told_by_default() -> None:
    """A run that is not watched calls nothing."""
    assert settings(datetime(2024, 11, 14, tzinfo=PARIS)).watch == Watch()
    Watch().expected(3)
    Watch().done()
