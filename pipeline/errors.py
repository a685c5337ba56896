"""What is wrong with the call, the rules or the machine: raised anywhere, caught once by the command line."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of every command; they never change meaning."""

    CONFORMING = 0  # everything judged is conforming
    NON_CONFORMING = 1  # at least one dossier is non-conforming
    USAGE = 2  # the call or the configuration is wrong
    TO_REVIEW = 3  # something to review, nothing failed
    NOTHING_TO_DO = 4  # no dossier was found
    INTERNAL = 5  # a bug or the machine failed us
    INTERRUPTED = 130  # Ctrl-C


class SegurDossierError(Exception):
    """A problem with the call, the rules or the machine: what, what to do next, in both languages, and an exit code."""

    def __init__(self, *, fr: str, en: str, remedy_fr: str, remedy_en: str, code: ExitCode = ExitCode.USAGE) -> None:
        super().__init__(fr)
        self.messages = {"fr": fr, "en": en}
        self.remedies = {"fr": remedy_fr, "en": remedy_en}
        self.code = code
