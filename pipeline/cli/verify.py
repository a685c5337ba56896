"""`verify`: check a package another day, from its bytes alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from pipeline.cli.options import language
from pipeline.cli.shape import Command
from pipeline.cli.speech import Say
from pipeline.errors import ExitCode
from pipeline.packing.verify import verify as verify_package


def command(say: Say, lang: str) -> Command:
    """Make the command."""

    def verify(paths: Sequence[Path], lang: str) -> int:
        good = True
        for path in paths:
            verification = verify_package(path)
            for line in verification.lines:
                if not line.good or len(paths) == 1:
                    mark = click.style("✓", fg="green") if line.good else click.style("✗", fg="red")
                    click.echo(f"{mark} {line.say(lang)}")
            outcome = (
                "not_verified"
                if not verification.ok
                else "verified"
                if verification.level == "full"
                else "verified_pair"
            )
            click.echo(say(outcome, path=path))
            good = good and verification.ok
        return ExitCode.CONFORMING if good else ExitCode.NON_CONFORMING

    paths = click.Argument(["paths"], nargs=-1, required=True, type=click.Path(path_type=Path))
    return Command(say, name="verify", help=say("verify_help"), params=[paths, language(say, lang)], callback=verify)
