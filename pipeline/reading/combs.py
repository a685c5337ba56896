"""Joins the characters of a comb: a number or a word written one character to a box, as forms and bank slips have it."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.reading.page import Run

SHORTEST = 4  # boxes of a comb: fewer are ticks, or a scale, unless they are set as a comb of the page is
WIDEST = 3.5  # heights from one box to the next
UNEVEN = 0.35  # of that distance, by which boxes are not alike: an I is narrow, an M is wide
ALIKE = 0.1  # of it, by which two combs of one page may differ


def join_combs(text: str, runs: tuple[Run, ...]) -> tuple[str, tuple[Run, ...]]:
    """Return the text without the spaces between the boxes of each comb, and a run in place of those of its boxes."""
    if sum(run[1] - run[0] == 1 for run in runs) < SHORTEST:
        return text, runs
    combs = _combs(text, sorted(runs))
    parts, done = list[str](), 0
    for comb in combs:
        start, end = comb[0][0], comb[-1][1]
        parts += [text[done:start], text[start:end].replace(" ", "")]
        done = end
    parts.append(text[done:])
    within = {run for comb in combs for run in comb}
    heads = {comb[0]: comb for comb in combs}
    kept, lost = list[Run](), 0
    for run in sorted(runs):
        if run in heads:
            comb = heads[run]
            kept.append(_whole(comb, lost))
            lost += len(comb) - 1  # spaces
        elif run not in within:
            kept.append((run[0] - lost, run[1] - lost, *run[2:]))
    return "".join(parts), tuple(kept)


def _combs(text: str, runs: list[Run]) -> list[list[Run]]:
    """Return the runs of each comb, and of what is shorter and set alike: the key of a bank slip has two boxes."""
    rows = list(_rows(text, runs))
    pitches = [_pitch(row) for row in rows if len(row) >= SHORTEST]
    return [row for row in rows if len(row) > 1 and any(abs(_pitch(row) - pitch) < ALIKE * pitch for pitch in pitches)]


def _rows(text: str, runs: list[Run]) -> Iterator[list[Run]]:
    """Yield the single characters side by side that are as far from each other as the first from the second."""
    row: list[Run] = []
    for run in runs:
        if not _is_box(text, run):
            continue
        if row and _goes_on(text, row, run):
            row.append(run)
            continue
        yield row
        row = [run]
    yield row


def _pitch(row: list[Run]) -> float:
    return (_middle(row[-1]) - _middle(row[0])) / (len(row) - 1)


def _is_box(text: str, run: Run) -> bool:
    return run[1] - run[0] == 1 and text[run[0]].isalnum()


def _goes_on(text: str, row: list[Run], run: Run) -> bool:
    last = row[-1]
    if run[0] != last[1] + 1 or text[last[1]] != " ":
        return False
    step, height = _middle(run) - _middle(last), max(last[5] - last[3], run[5] - run[3])
    level = abs(run[3] - last[3]) < height / 2
    usual = _middle(row[1]) - _middle(row[0]) if len(row) > 1 else step
    return level and 0 < step < WIDEST * height and abs(step - usual) < UNEVEN * usual


def _middle(run: Run) -> float:
    return (run[2] + run[4]) / 2


def _whole(comb: list[Run], lost: int) -> Run:
    start = comb[0][0] - lost
    return (
        start,
        start + len(comb),
        min(run[2] for run in comb),
        min(run[3] for run in comb),
        max(run[4] for run in comb),
        max(run[5] for run in comb),
    )
