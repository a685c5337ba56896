"""Gives each file of a request of evidence to the lines of the requirement list: those that name it, or whose numbers it is called by."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from pipeline.intake.model import ListedFile, Role
from pipeline.understanding.numbering import Numbering
from rules.model import Requirement, RequirementList
from rules.requirements import folded, tokens
from validators.evidence import FILE_NAME, LISTED, Evidence, Expected

Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """The lines that a file is given to, by their place in the list, and those between which it hesitates."""

    lines: frozenset[int] = frozenset()
    doubtful: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """A list and what its lines are called by; lines that name their files are not looked for by name."""

    lines: Sequence[Requirement]
    patterns: Sequence[tuple[str, int]]  # of paths, each with the place of its line
    numbers: Numbering
    scenarios: Numbering
    by_number: Mapping[Tokens, list[int]]
    by_scenario: Mapping[Tokens, list[int]]


def evidence_of(requirements: RequirementList, files: Iterable[ListedFile]) -> Evidence:
    """Give the files to the lines; a file that fits no line is nobody's."""
    lines, found = requirements.requirements, _indexed(requirements.requirements)
    there = [file for file in files if file.role is Role.PIECE]
    given = {file.path: _listed(file.path, found) or _named(file.path, found) for file in there}
    hashes = {file.path: file.sha256 for file in there}
    pairs = Counter(_pair(line) for line in lines if not line.files)
    keys = Counter(_key(line) for line in lines)
    expected = tuple(
        _expected(
            line,
            files=tuple(path for path, one in given.items() if place in one.lines),
            doubtful=tuple(path for path, one in given.items() if place in one.doubtful),
            beside=1 if line.files else pairs[_pair(line)],
            several=keys[_key(line)] > 1,
            hashes=hashes,
        )
        for place, line in enumerate(lines)
    )
    return Evidence(
        list_file=requirements.file,
        expected=expected,
        lines_of={path: tuple(expected[place] for place in sorted(one.lines)) for path, one in given.items()},
        doubts_of={path: tuple(expected[place] for place in sorted(one.doubtful)) for path, one in given.items()},
    )


def _expected(
    line: Requirement,
    *,
    files: tuple[str, ...],
    doubtful: tuple[str, ...],
    beside: int,
    several: bool,
    hashes: Mapping[str, str],
) -> Expected:
    key = _key(line)
    seen = hashlib.sha256("\n".join(hashes[path] for path in files).encode()).hexdigest()
    return Expected(
        key=f"{key}#{line.line}" if several else key,
        requirement=line,
        files=files,
        doubtful=doubtful,
        how=LISTED if line.files else FILE_NAME,
        beside=beside,
        sha256=seen if files else "",
    )


def _key(line: Requirement) -> str:
    return f"{line.number}/{line.scenario}" if line.scenario else line.number


def _indexed(lines: Sequence[Requirement]) -> _List:
    by_number: dict[Tokens, list[int]] = {}
    by_scenario: dict[Tokens, list[int]] = {}
    for place, line in enumerate(lines):
        if not line.files:
            by_number.setdefault(tokens(line.number), []).append(place)
            if line.scenario:
                by_scenario.setdefault(tokens(line.scenario), []).append(place)
    return _List(
        lines=lines,
        patterns=[(folded(one), place) for place, line in enumerate(lines) for one in line.files],
        numbers=Numbering(line.number for line in lines if not line.files),
        scenarios=Numbering(line.scenario for line in lines if not line.files and line.scenario),
        by_number=by_number,
        by_scenario=by_scenario,
    )


def _listed(path: str, known: _List) -> _Given | None:
    """Return the lines whose patterns fit a path; a pattern without a folder fits a name in any."""
    whole, name = folded(path), folded(PurePosixPath(path).name)
    fitting = frozenset(
        place for pattern, place in known.patterns if fnmatchcase(whole if "/" in pattern else name, pattern)
    )
    return _Given(lines=fitting) if fitting else None


def _named(path: str, known: _List) -> _Given:
    """Return the lines whose numbers a file is called by; the file's own name counts before those of its folders."""
    parts = _parts(path)
    for place, part in enumerate(parts):
        numbers, rest = known.numbers.found_in(part)
        if numbers:
            others = [*parts[:place], rest, *parts[place + 1 :]]
            scenarios = _scenarios(others, known)
            unknown = not scenarios and any(known.scenarios.another_in(part) for part in others)
            given = [_of_number(known.by_number[number], scenarios, known, unknown=unknown) for number in numbers]
            return _Given(
                lines=frozenset().union(*(one.lines for one in given)),
                doubtful=frozenset().union(*(one.doubtful for one in given)),
            )
    return _of_scenarios(_scenarios(parts, known), known)


def _parts(path: str) -> list[str]:
    """Return the file's name without its ending, then its folders, the nearest first."""
    whole = PurePosixPath(path)
    ending = whole.suffix[1:]
    own = whole.stem if any(letter.isalpha() for letter in ending) else whole.name  # « EX-1.2 » has no ending
    return [own, *(parent.name for parent in whole.parents if parent.name)]


def _scenarios(parts: Iterable[str], known: _List) -> frozenset[Tokens]:
    """Return the scenarios that the nearest part names."""
    found = (known.scenarios.found_in(part)[0] for part in parts)
    return next((scenarios for scenarios in found if scenarios), frozenset())


def _of_number(places: Sequence[int], scenarios: frozenset[Tokens], known: _List, *, unknown: bool) -> _Given:
    """Choose among the lines of one requirement; `unknown` tells that a scenario is named which the list has not."""
    fitting = [place for place in places if tokens(known.lines[place].scenario) in scenarios]
    if fitting:
        return _Given(lines=frozenset(fitting))
    if scenarios or unknown or len({_pair(known.lines[place]) for place in places}) > 1:
        return _Given(doubtful=frozenset(places))  # of another scenario, or of one of several
    return _Given(lines=frozenset(places))


def _of_scenarios(scenarios: frozenset[Tokens], known: _List) -> _Given:
    """Return the lines of scenarios named alone; one that several requirements share does not say which."""
    lines: set[int] = set()
    doubtful: set[int] = set()
    for scenario in scenarios:
        places = known.by_scenario[scenario]
        alone = len({tokens(known.lines[place].number) for place in places}) == 1
        (lines if alone else doubtful).update(places)
    return _Given(lines=frozenset(lines), doubtful=frozenset(doubtful))


def _pair(line: Requirement) -> tuple[Tokens, Tokens]:
    return tokens(line.number), tokens(line.scenario)
