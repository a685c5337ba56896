"""Options whose help and refusals speak the language of the call; light, for every call loads them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from pipeline.cli.speech import LANGUAGES, Say

Convert = Callable[[str], Any]  # raises ValueError, with what to say of the value


def option(flags: Sequence[str], convert: Convert, *, metavar: str, help: str, **attributes: Any) -> click.Option:
    """Make an option whose words are converted; a value that is refused is a click.BadParameter."""

    return click.Option(flags, type=str, callback=_converted(convert), metavar=metavar, help=help, **attributes)


def argument(name: str, convert: Convert) -> click.Argument:
    """Make an argument whose words are converted; it is shown by its name in capitals."""
    return click.Argument([name], type=str, callback=_converted(convert), metavar=name.upper())


def _converted(convert: Convert) -> Callable[[click.Context, click.Parameter, Any], Any]:
    def converted(context: click.Context, parameter: click.Parameter, given: Any) -> Any:
        try:
            if isinstance(given, tuple):
                return tuple(convert(words) for words in given)
            return convert(given) if isinstance(given, str) else given
        except ValueError as error:
            raise click.BadParameter(str(error), context, parameter) from error

    return converted


def choice(
    flags: Sequence[str], known: Sequence[str], say: Say, *, help: str, default: str | None = None
) -> click.Option:
    """Make an option that takes one of some words."""

    def chosen(words: str) -> str:
        if words not in known:
            raise ValueError(say("bad_choice", value=words, known=", ".join(known)))
        return words

    return option(flags, chosen, metavar=f"[{'|'.join(known)}]", help=help, default=default)


def flag(flags: Sequence[str], help: str) -> click.Option:
    """Make an option that is there or not."""
    return click.Option(flags, is_flag=True, help=help)


def paths(name: str, say: Say, metavar: str, *, many: bool, required: bool = True) -> click.Argument:
    """Make the argument that takes one path, or several."""
    return click.Argument(
        [name], nargs=-1 if many else 1, required=required, type=click.Path(path_type=Path), metavar=say(metavar)
    )


def language(say: Say, lang: str) -> click.Option:
    """Make the option `--lang`, which every verb takes too."""
    return choice(["--lang"], LANGUAGES, say, default=lang, help=say("lang_help"))
