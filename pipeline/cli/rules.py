"""`rules`: list the rules and the schemes, explain one rule."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from pipeline.cli.main import VERSION
from pipeline.cli.options import language, settings
from pipeline.cli.shape import Command, Group
from pipeline.cli.speech import Say
from pipeline.errors import ExitCode, SegurDossierError
from rules.model import Instant, Rule, Scheme
from rules.rulebook import Rulebook


def command(say: Say, lang: str) -> Group:
    """Make the group of commands."""
    group = Group(say, name="rules", help=say("rules_help"))
    overlay = click.Option(["--rules", "overlay"], type=click.Path(path_type=Path), help=say("rules_option_help"))

    def rules_list(overlay: Path | None, lang: str) -> int:
        rulebook = settings(overlay, None, lang, VERSION).rulebook
        for rule in sorted(rulebook.rules.values(), key=lambda rule: (rule.family, rule.id)):
            click.echo(f"{rule.id}  {say(f'level_{rule.level}'):<14}{rule.title[lang]}")
        return ExitCode.CONFORMING

    def schemes(overlay: Path | None, lang: str) -> int:
        rulebook = settings(overlay, None, lang, VERSION).rulebook
        for code in sorted(rulebook.schemes):
            _show_scheme(rulebook.schemes[code], say, lang)
        return ExitCode.CONFORMING

    def explain(rule_id: str, overlay: Path | None, lang: str) -> int:
        rulebook = settings(overlay, None, lang, VERSION).rulebook
        rule = rulebook.rules.get(rule_id.upper())
        if rule is None:
            raise SegurDossierError(
                fr=f"La règle {rule_id} n'existe pas.",
                en=f"There is no rule {rule_id}.",
                remedy_fr="Voir « segur-dossier rules list ».",
                remedy_en="See “segur-dossier rules list”.",
            )
        _show_rule(rule, rulebook, say, lang)
        return ExitCode.CONFORMING

    spoken = language(say, lang)
    group.add_command(
        Command(say, name="list", help=say("rules_list_help"), params=[overlay, spoken], callback=rules_list)
    )
    group.add_command(
        Command(say, name="schemes", help=say("rules_schemes_help"), params=[overlay, spoken], callback=schemes)
    )
    group.add_command(
        Command(
            say,
            name="explain",
            help=say("rules_explain_help"),
            params=[click.Argument(["rule_id"], metavar="ID"), overlay, spoken],
            callback=explain,
        )
    )
    return group


def _show_rule(rule: Rule, rulebook: Rulebook, say: Say, lang: str) -> None:
    applies = rule.applies
    scope = [*applies.kinds, *applies.lanes, *applies.schemes, *applies.roles, *map(str, applies.waves)]
    messages = rule.messages[lang]
    click.echo(f"{click.style(rule.id, bold=True)} – {rule.title[lang]}")
    click.echo(f"  {say(f'level_{rule.level}')} ; {say('applies')} : {', '.join(scope) or say('everything')}")
    if rule.needs:
        click.echo(f"  {say('needs')} : {', '.join(rule.needs)}")
    click.echo(f"  {say('when_failed')} : {messages['failed']}")
    click.echo(f"  {say('when_unknown')} : {messages['inconclusive']}")
    click.echo(f"  {say('remedy')} : {messages['remedy']}")
    for version in rule.versions:
        source = rulebook.sources[version.source]
        click.echo(f"  {say('in_force')} {_instant(version.start, say)} – {say('source')} : {source.title}")
        click.echo(f"    {source.address or source.key} ({say('basis_' + (version.basis or source.basis))})")
    click.echo(f"  {say('reviewed')} {rule.reviewed_on.isoformat()}")


def _show_scheme(scheme: Scheme, say: Say, lang: str) -> None:
    label = scheme.label[lang] if scheme.funded else f"{scheme.label[lang]} ({say('unfunded')})"
    click.echo(f"{click.style(scheme.code, bold=True)}  {label}")
    last = {window.request: window for window in scheme.windows}
    for request, window in last.items():
        opens, closes = _instant(window.opens, say), _instant(window.closes, say)
        click.echo(f"    {request:<10} {say('opens')} {opens} ; {say('closes')} {closes}  [{window.source}]")
    for ceiling in scheme.ceilings:
        click.echo(f"    {say('ceiling')} {ceiling.excl_tax} € {ceiling.request or ''}  [{ceiling.source}]")


def _instant(instant: Instant | None, say: Say) -> str:
    if instant is None:
        return say("unknown")
    return instant.strftime("%Y-%m-%d %H:%M") if isinstance(instant, datetime) else instant.isoformat()
