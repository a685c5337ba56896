"""Finds the numbers of a list in the names that people give to files: « EX_3.1-10 » in « ex 3-1_10 capture »."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rules.requirements import folded, tokens

_TOKEN = re.compile(r"[a-z]+|[0-9]+")
Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    """A number in a name: its parts, where it stands, and whether it is written to the letter."""

    number: Tokens
    start: int
    end: int
    literal: bool


class Numbering:
    """The numbers of a list, looked for in names.

    What separates the parts of a number does not count, save to choose: in a list that has both EX-1 and EX-1-2,
    « EX-1_2.png » is the second picture of EX-1. A number of digits alone has to begin the name.
    """

    def __init__(self, numbers: Iterable[str]) -> None:
        self._written: dict[Tokens, set[str]] = {}
        for number in numbers:
            self._written.setdefault(tokens(number), set()).add(folded(number))
        self._longest = max((len(number) for number in self._written), default=0)
        self._shapes = {_shape(number) for number in self._written if not "".join(number).isdigit()}

    def found_in(self, name: str) -> tuple[frozenset[Tokens], str]:
        """Return the numbers that a name bears, and the name without them.

        >>> Numbering(["EX-1", "EX-10"]).found_in("EX-10 capture 2")
        (frozenset({('ex', '10')}), ' capture 2')
        """
        text, found, rest, at = folded(name), set[Tokens](), "", 0
        for match in self._matches(text):
            found.add(match.number)
            rest, at = rest + text[at : match.start], match.end
        return frozenset(found), rest + text[at:]

    def another_in(self, name: str) -> bool:
        """Tell whether a name bears a number made as those of the list are, and that is none of them.

        >>> Numbering(["SC-01", "SC-02"]).another_in("SC-04 capture"), Numbering(["SC-01"]).another_in("capture 2")
        (True, False)
        """
        parts = tuple(_TOKEN.findall(folded(name)))
        return any(
            _shape(number) in self._shapes and number not in self._written
            for length in {len(shape) for shape in self._shapes}
            for number in (parts[place : place + length] for place in range(len(parts) - length + 1))
        )

    def _matches(self, text: str) -> Iterator[_Match]:
        parts = list(_TOKEN.finditer(text))
        place = 0
        while place < len(parts):
            here = [match for match in self._at(text, parts, place) if _stands_alone(text, match)]
            if not here:
                place += 1
                continue
            best = max(here, key=lambda match: (match.literal, len(match.number)))
            yield best
            place += len(best.number)

    def _at(self, text: str, parts: list[re.Match[str]], place: int) -> Iterator[_Match]:
        for length in range(1, min(self._longest, len(parts) - place) + 1):
            number = tuple(part.group() for part in parts[place : place + length])
            if number in self._written and (place == 0 or not "".join(number).isdigit()):
                start, end = parts[place].start(), parts[place + length - 1].end()
                literal = text[start:end] in self._written[number]
                yield _Match(number=number, start=start, end=end, literal=literal)


def _shape(number: Tokens) -> Tokens:
    """Return a number with its digits left open."""
    return tuple("#" if part.isdigit() else part for part in number)


def _stands_alone(text: str, match: _Match) -> bool:
    """Tell whether a number is whole: EX-1 is not in EX-12, nor in REX-1, nor in EX-1.2, which is another number."""
    before, after = text[: match.start], text[match.end :]
    if before[-1:].isalnum() or after[:1].isalnum():
        return False
    return not (before[-1:] == "." and before[-2:-1].isdigit()) and not (after[:1] == "." and after[1:2].isdigit())
