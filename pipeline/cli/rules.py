"""`rules`: list the rules and the schemes, explain one rule, and what lies in modules of their own: compare."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from pipeline.cli import rules_diff, rules_impact
from pipeline.cli.options import overlay, settings
from pipeline.cli.output import destination
from pipeline.cli.parameters import language
from pipeline.cli.shape import Command, Group
from pipeline.cli.speech import Say, refusal
from pipeline.cli.streams import painted, shown
from pipeline.errors import ExitCode
from pipeline.examples import Example, examples_of, write_example
from pipeline.packing.place import machine_errors
from pipeline.reporting.rulebook_page import rulebook_page
from rules.model import Instant, Rule, Scheme
from rules.requirements import template
from rules.rulebook import Rulebook

_BLANK = re.compile(r"\{\w+\}")  # what a message says of the case at hand


def command(say: Say, lang: str) -> Group:
    """Make the group of commands."""
    group = Group(say, name="rules", help=say("rules_help"), epilog=f"{say('examples')}\n{say('examples_of_rules')}")
    for name, callback, arguments in (
        ("list", _list(say), []),
        ("explain", _explain(say), [click.Argument(["rule_id"], metavar=say("rule_metavar")), _example_option(say)]),
        ("page", _page, []),
        ("requirements", _requirements(say), []),
        ("schemes", _schemes(say), []),
    ):
        params: list[click.Parameter] = [*arguments, overlay(say), language(say, lang)]
        group.add_command(Command(say, name=name, help=say(f"rules_{name}_help"), params=params, callback=callback))
    group.add_command(rules_diff.command(say, lang))
    group.add_command(rules_impact.command(say, lang))
    return group


def _list(say: Say) -> Callable[..., ExitCode]:
    def rules_list(overlay: Path | None, lang: str) -> ExitCode:
        rulebook = settings(lang, overlay).rulebook
        for rule in sorted(rulebook.rules.values(), key=lambda rule: (rule.family, rule.id)):
            click.echo(f"{rule.id}  {say(f'level_{rule.level}'):<14}{rule.title[lang]}")
        return ExitCode.CONFORMING

    return rules_list


def _page(overlay: Path | None, lang: str) -> ExitCode:
    click.echo(rulebook_page(settings(lang, overlay).rulebook, lang), nl=False)
    return ExitCode.CONFORMING


def _requirements(say: Say) -> Callable[..., ExitCode]:
    def requirements(overlay: Path | None, lang: str) -> ExitCode:
        with destination(None) as stream:
            stream.write(template(lang).encode())
        click.echo(say("requirements_told"), err=True)
        return ExitCode.CONFORMING

    return requirements


def _schemes(say: Say) -> Callable[..., ExitCode]:
    def schemes(overlay: Path | None, lang: str) -> ExitCode:
        rulebook = settings(lang, overlay).rulebook
        for code in sorted(rulebook.schemes):
            _show_scheme(rulebook.schemes[code], say, lang)
        return ExitCode.CONFORMING

    return schemes


def _explain(say: Say) -> Callable[..., ExitCode]:
    def explain(rule_id: str, example: Path | None, overlay: Path | None, lang: str) -> ExitCode:
        rulebook = settings(lang, overlay).rulebook
        rule = rulebook.rules.get(rule_id.upper())
        if rule is None:
            raise refusal("no_such_rule", id=rule_id)
        written = _write_examples(rule, example) if example else []
        _show_rule(rule, rulebook, say, lang)
        for one, folder in written:
            click.echo(f"  {say(f'example_{one.side}')}")
            click.echo(f"    segur-dossier check {shlex.quote(shown(folder))} --on {one.on.isoformat()}")
        return ExitCode.CONFORMING

    return explain


def _example_option(say: Say) -> click.Option:
    path = click.Path(path_type=Path)
    return click.Option(["--example"], type=path, metavar=say("folder_metavar"), help=say("example_help"))


def _write_examples(rule: Rule, folder: Path) -> list[tuple[Example, Path]]:
    """Write the two dossiers of a rule; what is there already is never replaced."""
    found = examples_of(rule.id)
    if not found:
        raise refusal("no_example", id=rule.id)
    there = [folder / one.side for one in found if (folder / one.side).exists()]
    if there:
        raise refusal("example_exists", path=shown(there[0]))
    with machine_errors(folder):
        return [(one, write_example(one, folder)) for one in found]


def _show_rule(rule: Rule, rulebook: Rulebook, say: Say, lang: str) -> None:
    applies = rule.applies
    scope = [*applies.kinds, *applies.lanes, *applies.schemes, *applies.roles, *map(str, applies.waves)]
    messages = {name: _BLANK.sub("…", words) for name, words in rule.messages[lang].items()}
    click.echo(f"{painted(rule.id, sys.stdout, bold=True)} – {rule.title[lang]}")
    click.echo(f"  {say(f'level_{rule.level}')} ; {say('applies', scope=', '.join(scope) or say('everything'))}")
    if rule.needs:
        click.echo(f"  {say('needs', rules=', '.join(rule.needs))}")
    click.echo(f"  {say('when_failed', message=messages['failed'])}")
    click.echo(f"  {say('when_unknown', message=messages['inconclusive'])}")
    click.echo(f"  {say('remedy', remedy=messages['remedy'])}")
    for code in rule.rejection_reasons:
        click.echo(f"  {say('rejection', code=code, reason=rulebook.rejections[code].text[lang])}")
    for version in rule.versions:
        source = rulebook.sources[version.source]
        click.echo(f"  {say('in_force', since=_instant(version.start, say), source=source.title)}")
        click.echo(f"    {source.address or source.key} ({say('basis_' + (version.basis or source.basis))})")
    click.echo(f"  {say('reviewed', day=rule.reviewed_on.isoformat())}")


def _show_scheme(scheme: Scheme, say: Say, lang: str) -> None:
    label = scheme.label[lang] if scheme.funded else f"{scheme.label[lang]} ({say('unfunded')})"
    click.echo(f"{painted(scheme.code, sys.stdout, bold=True)}  {label}")
    last = {window.request: window for window in scheme.windows}
    for request, window in last.items():
        opens, closes = _instant(window.opens, say), _instant(window.closes, say)
        click.echo(f"    {request:<10} {say('window', opens=opens, closes=closes)}  [{window.source}]")
    for ceiling in scheme.ceilings:
        scope = f" ({ceiling.request})" if ceiling.request else ""
        click.echo(f"    {say('ceiling', amount=ceiling.excl_tax)}{scope}  [{ceiling.source}]")


def _instant(instant: Instant | None, say: Say) -> str:
    if instant is None:
        return say("unknown")
    return instant.strftime("%Y-%m-%d %H:%M") if isinstance(instant, datetime) else instant.isoformat()
