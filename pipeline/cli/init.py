"""`init`: write a first request file from what the pieces of a folder say."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from functools import partial
from pathlib import Path

import click

from pipeline.cli.options import ChangedLimit, reading, settings
from pipeline.cli.output import destination
from pipeline.cli.parameters import choice, flag, language, paths
from pipeline.cli.shape import Command
from pipeline.cli.speech import Say, refusal
from pipeline.cli.streams import shown
from pipeline.errors import ExitCode
from pipeline.intake.describe import REQUEST_FILES
from pipeline.intake.disk import readable_name
from pipeline.intake.drafting import Draft, draft
from pipeline.intake.model import SubmissionPath
from pipeline.intake.request_text import Given, request_text
from pipeline.intake.submissions import find_submissions
from pipeline.reading.pool import ChildPool
from pipeline.run import open_submission
from pipeline.scale.workspace import workspace
from pipeline.stages import Settings
from pipeline.understanding.assembling import assemble
from pipeline.understanding.child import Understood
from rules.rulebook import Rulebook
from validators.model import Dossier

KINDS = ("listing", "enrolment", "funding", "balance")
REQUEST = REQUEST_FILES[0]  # request.toml
MOST_NAMED = 12  # keys of a message


def command(say: Say, lang: str) -> Command:
    """Make the command."""
    return Command(
        say,
        name="init",
        help=say("init_help"),
        epilog=f"{say('examples')}\n{say('examples_of_init')}\n\n{say('exit_codes_of_init')}",
        params=[
            paths("folder", say, "folder_metavar", many=False),
            choice(["--kind"], KINDS, say, help=say("kind_help")),
            click.Option(["--scheme"], metavar=say("scheme_metavar"), help=say("scheme_help")),
            flag(["--force"], help=say("force_help")),
            *reading(say),
            language(say, lang),
        ],
        callback=partial(_init, say),
    )


def _init(
    say: Say,
    folder: Path,
    kind: str | None,
    scheme: str | None,
    force: bool,
    overlay: Path | None,
    jobs: int,
    limits: Sequence[ChangedLimit],
    lang: str,
) -> ExitCode:
    _refuse_other_than_folder(folder)
    target = _target(folder, force)
    run_settings = settings(lang, overlay, limits=limits)
    rulebook = run_settings.rulebook
    given = Given(kind=kind, scheme=_known_scheme(scheme, rulebook))
    found = draft(_read(folder, run_settings, jobs), rulebook)
    if not found.pieces:
        click.echo(say("init_nothing", path=shown(folder)), err=True)
        return ExitCode.NOTHING_TO_DO
    with destination(target) as stream:
        stream.write(request_text(found, given, rulebook, say, lang).encode())
    _tell(found, target, say)
    return ExitCode.CONFORMING


def _refuse_other_than_folder(folder: Path) -> None:
    """Raise SegurDossierError for an archive, a file, nothing, or a folder of dossiers that have their requests."""
    if folder.is_file() and folder.suffix.casefold() == ".zip":
        raise refusal("init_archive", path=shown(folder))
    if not folder.is_dir():
        raise refusal("init_not_a_folder", path=shown(folder))
    below = [one.path for one in find_submissions([folder]) if one.path.resolve() != folder.resolve()]
    ready = [path for path in below if path.is_dir() and _requests_in(path)]
    if ready:
        raise refusal("init_batch", path=shown(folder), count=len(ready), first=shown(ready[0]))


def _target(folder: Path, force: bool) -> Path:
    """Return where to write; a request file that is there already is only ever replaced when asked."""
    for name in _requests_in(folder):
        if name.casefold() != REQUEST:
            raise refusal("init_other_request", path=shown(folder / name))
        if not force:
            raise refusal("init_exists", path=shown(folder / name))
        if (folder / name).is_symlink():
            raise refusal("init_link", path=shown(folder / name))
        return folder / name
    return folder / REQUEST


def _requests_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.casefold() in REQUEST_FILES)


def _known_scheme(code: str | None, rulebook: Rulebook) -> str | None:
    scheme = rulebook.scheme(code) if code else None
    if code and scheme is None:
        near = get_close_matches(code.upper(), rulebook.schemes, cutoff=0.5) or sorted(rulebook.schemes)
        raise refusal("init_scheme", scheme=code, near=", ".join(near))
    return scheme.code if scheme else None


def _read(folder: Path, run_settings: Settings, jobs: int) -> Dossier:
    """Read the pieces of a folder as `check` does, as if it had no request file."""
    submission = SubmissionPath(path=folder, name=readable_name(folder.resolve().name), archive=False)
    with workspace() as space, ChildPool(jobs=jobs, limits=run_settings.limits) as children:
        opened = open_submission(submission, run_settings, children, space)
        results = {path: future.result() for path, future in opened.reading.items()}
    return assemble(
        name=submission.name,
        listed=opened.listing.files,
        read={path: result for path, result in results.items() if isinstance(result, Understood)},
        declared={},
        request_file=None,
        problems=opened.listing.problems,
        decisions=(),
        rulebook=run_settings.rulebook,
    )


def _tell(found: Draft, target: Path, say: Say) -> None:
    """Say what was written and what remains; keys only, for the values may be personal."""
    sections = [(name, entry) for name, entries in found.sections.items() for entry in entries]
    sections += [(client.id, entry) for client in found.clients for entry in client.entries]
    values = sum(entry.settled is not None for _, entry in sections)
    left = [f"{name}.{entry.key}" for name, entry in sections if entry.settled is None]
    count = len(found.clients)
    click.echo(say("init_written", path=shown(target), pieces=found.pieces, values=values, beneficiaries=count))
    if left:
        keys = ", ".join(left[:MOST_NAMED]) + ("…" if len(left) > MOST_NAMED else "")
        click.echo(say("init_left_out", keys=keys))
    click.echo(say("init_next"))
