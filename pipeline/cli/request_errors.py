"""What is wrong with a request or decision file, a line a key, without the personal values that stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.cli.speech import Say
from pipeline.intake.model import RequestError
from pipeline.reporting.hiding import french_ibans_masked
from pipeline.stages import Opened, Settings
from rules.rulebook import Rulebook

# Keys whose values are codes or days, besides the attributes that the vocabulary knows as not personal.
_PLAIN = frozenset(
    (
        *(
            "schema",
            "kind",
            "scheme",
            "role",
            "vat_status",
            "depositor_status",
            "edc_psc_operator",
            "status",
            "profile",
        ),
        *("evidence_complete_on", "paid_amount", "paid_basis", "action", "rule", "sha256", "when", "expires", "pages"),
    )
)
_LAST = re.compile(r"(?:.*\.)?([a-z_0-9]+)")


def request_errors(opened: Opened, settings: Settings, say: Say, *, hidden: bool) -> Iterator[str]:
    """Yield one line for each key of the request and decision files of a submission that is wrong."""
    errors = [(request.path, error) for request in opened.requests for error in request.errors]
    errors += [(decisions.path, error) for decisions in opened.decisions for error in decisions.errors]
    for path, error in errors:
        file = f"{opened.submission.name}/{path}"
        yield _line(error, file, settings, say, hidden=hidden)


def _line(error: RequestError, file: str, settings: Settings, say: Say, *, hidden: bool) -> str:
    where = say("request_error_line", line=error.line) if error.line else ""
    key = say("request_error_key", key=error.key) if error.key else ""
    shows_value = error.seen and not (hidden and _may_be_personal(error, settings.rulebook))
    seen = say("request_error_seen", seen=error.seen) if shows_value else ""
    expected = error.expected_fr if settings.lang == "fr" else error.expected_en
    line = say("request_error", file=file, line=where, key=key, expected=expected, seen=seen)
    return french_ibans_masked(line) if hidden else line


def _may_be_personal(error: RequestError, rulebook: Rulebook) -> bool:
    """Only the plain value of a key known not to be personal is shown: a line or a table may hold anything."""
    last = _LAST.fullmatch(error.key)
    attributes = rulebook.attributes.values()
    known = {one.request.rpartition(".")[2] for one in attributes if one.request and not one.personal}
    personal = {one.request.rpartition(".")[2] for one in attributes if one.request and one.personal}
    plain = last is not None and last[1] in (known | _PLAIN) - personal
    return not plain or error.seen.startswith(("{", "["))
