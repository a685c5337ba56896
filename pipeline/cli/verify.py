"""`verify`: check a package another day, from its bytes alone."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from pipeline.cli.parameters import language, paths
from pipeline.cli.shape import Command
from pipeline.cli.speech import Say
from pipeline.cli.streams import painted, shown
from pipeline.errors import ExitCode
from pipeline.packing.check_folder import NOTHING
from pipeline.packing.verify import Verification
from pipeline.packing.verify import verify as verify_package


def command(say: Say, lang: str) -> Command:
    """Make the command."""

    def verify(packages: Sequence[Path], lang: str) -> ExitCode:
        good = True
        for package in packages:
            verification = verify_package(package)
            for line in verification.lines:
                if not line.good or len(packages) == 1:
                    mark, tone = ("✓", "green") if line.good else ("✗", "red")
                    click.echo(f"{painted(mark, sys.stdout, fg=tone)} {line.say(lang)}")
            click.echo(say(_outcome(verification), path=shown(package)))
            good = good and verification.ok
        return ExitCode.CONFORMING if good else ExitCode.NON_CONFORMING

    return Command(
        say,
        name="verify",
        help=say("verify_help"),
        epilog=f"{say('examples')}\n{say('examples_of_verify')}\n\n{say('exit_codes_of_verify')}",
        params=[paths("packages", say, "packages_metavar", many=True), language(say, lang)],
        callback=verify,
    )


def _outcome(verification: Verification) -> str:
    if not verification.ok:
        return "nothing_verified" if verification.level == NOTHING else "not_verified"
    return "verified" if verification.level == "full" else "verified_pair"
