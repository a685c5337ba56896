"""Checks that a JSON and its pieces belong together: every piece cited is there, with the same bytes, and none besides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pipeline.packing.archive import zip_digests
from pipeline.packing.canonical import JSON_BYTES, Json, parse_json
from pipeline.packing.files import read_limited
from pipeline.packing.mapping import CitedAt, Layout, citations_of, load_deposit
from pipeline.packing.schemas import untrusted_problem
from pipeline.packing.wording import Line


def check_pair(
    json_path: Path, zip_path: Path, cited_at: tuple[CitedAt, ...] | None, times: Mapping[str, int] | None = None
) -> tuple[Line, ...]:
    """Check a pair on disk; `cited_at` says where the JSON cites its pieces (None: found in the JSON itself), `times`
    how often each is cited (None: not known).
    """
    tree, lines = read_json(json_path)
    digests, zip_lines = zip_digests(zip_path)
    if lines or zip_lines:
        return (*lines, *zip_lines)
    if cited_at is None:
        layout = _default_layout(tree)
        cited_at = None if layout is None else citations_of(layout)
        lines = () if layout is None else _schema_lines(json_path, tree, layout)
    if cited_at is None:
        problems = tuple(_by_name(tree, digests))
    else:
        problems = tuple(citation_problems(tree, cited_at, digests, times))
    if problems or lines:
        return (*lines, *problems)
    files: dict[str, str | int] = {"json": json_path.name, "zip": zip_path.name, "count": len(digests)}
    return (Line(code="pair_coherent", good=True, arguments=files),)


def read_json(path: Path) -> tuple[Json, tuple[Line, ...]]:
    """Read a JSON file nobody vouches for: the tree, or the line that says why it could not be read."""
    try:
        return parse_json(read_limited(path, JSON_BYTES)), ()
    except (OSError, ValueError) as error:
        return None, (Line(code="json_unreadable", arguments={"file": path.name, "reason": str(error)}),)


def citation_problems(
    tree: Json, cited_at: Iterable[CitedAt], digests: Mapping[str, str], times: Mapping[str, int] | None
) -> Iterator[Line]:
    """Compare what a JSON cites with the pieces that are there, by name and SHA-256."""
    cited: Counter[str] = Counter()
    for place in cited_at:
        for entries in _lists_at(tree, place.list.split(".")):
            yield from _list_problems(entries, place, digests, cited)
    for name in sorted(set(cited) - set(digests)):
        yield Line(code="cited_missing", arguments={"name": name})
    for name in sorted(set(digests) - set(cited)):
        yield Line(code="not_cited", arguments={"name": name})
    for name, expected in sorted((times or {}).items()):
        if name in cited and cited[name] != expected:
            yield Line(code="cited_times", arguments={"name": name, "expected": expected, "found": cited[name]})


def _list_problems(
    entries: list[Json], place: CitedAt, digests: Mapping[str, str], cited: Counter[str]
) -> Iterator[Line]:
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        name = str(_value_at(entry, place.file))
        pages = str(_value_at(entry, place.pages))
        if (name, pages) in seen:
            yield Line(code="cited_twice", arguments={"name": name})
        seen.add((name, pages))
        cited[name] += 1
        digest = _value_at(entry, place.sha256)
        if place.sha256 and name in digests and digest != digests[name]:
            yield Line(code="cited_altered", arguments={"name": name, "expected": str(digest), "found": digests[name]})


def _default_layout(tree: Json) -> Layout | None:
    """Return this tool's own layout when the JSON says it is written in it, None otherwise."""
    kind = tree.get("kind") if isinstance(tree, dict) else None
    layout = load_deposit(None).layout_of(str(kind), None)
    if layout is None or layout.format.into is None:
        return None
    mark = layout.format
    expected: Json = {"name": mark.name, "official": mark.official, "version": mark.version}
    return layout if _value_at(tree, mark.into) == expected else None


def _schema_lines(path: Path, tree: Json, layout: Layout) -> tuple[Line, ...]:
    problem = None if layout.json_schema is None else untrusted_problem(layout.json_schema, tree)
    if problem is None:
        return ()
    return (Line(code="json_wrong", arguments={"file": path.name, "where": problem[0], "reason": problem[1]}),)


def _by_name(tree: Json, digests: Mapping[str, str]) -> Iterator[Line]:
    """Compare by names alone: in a layout that nobody described, a text that ends in .pdf is taken for a citation."""
    texts = set(_texts(tree))
    for name in sorted(set(digests) - texts):
        yield Line(code="not_cited", arguments={"name": name})
    for name in sorted(text for text in texts - set(digests) if text.casefold().endswith(".pdf")):
        yield Line(code="cited_missing", arguments={"name": name})


def _texts(tree: Json) -> Iterator[str]:
    waiting = [tree]
    while waiting:
        found = waiting.pop()
        if isinstance(found, str):
            yield found
        elif isinstance(found, dict):
            waiting.extend(found.values())
        elif isinstance(found, list):
            waiting.extend(found)


def _lists_at(tree: Json, steps: list[str]) -> Iterator[list[Json]]:
    if not steps:
        if isinstance(tree, list):
            yield tree
    elif steps[0] == "*":
        for entry in tree if isinstance(tree, list) else ():
            yield from _lists_at(entry, steps[1:])
    elif isinstance(tree, dict) and steps[0] in tree:
        yield from _lists_at(tree[steps[0]], steps[1:])


def _value_at(tree: Json, path: str | None) -> Json:
    for step in path.split(".") if path else ():
        tree = tree.get(step) if isinstance(tree, dict) else None
    return tree if path else None
