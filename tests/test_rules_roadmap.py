"""The roadmap as data: it fits its schema, goes forward, cites its sources, and holds the delays of the texts."""

from __future__ import annotations

import tomllib

from rules.roadmap import FILE, READINGS, load_roadmap
from rules.validation import check_shape
from tests.judgement_samples import book

STEPS = {step.id: step for step in load_roadmap()}
# Copied by hand from the two roadmaps: weeks or days by source, None where one gives no delay.
TOLD = {
    "cnda_account": {("ROADMAP-FR", 5), ("ROADMAP-EN", 5)},
    "cnda_accreditation": {("ROADMAP-FR", 10 * 7), ("ROADMAP-FR", 6 * 7), ("ROADMAP-EN", 6 * 7)},
    "ans_account": {("ROADMAP-FR", None), ("ROADMAP-EN", 6 * 7)},
    "eligibility": {("ROADMAP-FR", 7), ("ROADMAP-EN", 7)},
    "listing": {("ROADMAP-FR", 6 * 7), ("ROADMAP-EN", 6 * 7)},
}


def test_the_file_fits_its_schema() -> None:
    """The shape of the file is the public one."""
    check_shape("roadmap", FILE.name, tomllib.loads(FILE.read_text("utf-8")))


def test_a_step_waits_only_for_steps_before_it() -> None:
    """The order of the file is one in which the steps can be done."""
    seen: set[str] = set()
    for step in load_roadmap():
        assert {one.step for one in step.after} <= seen, step.id
        seen.add(step.id)
    assert len({step.state for step in load_roadmap()}) == len(seen)


def test_every_word_has_its_source() -> None:
    """Steps, orders, delays and notes each cite a text that was read."""
    for step in load_roadmap():
        cited = {step.source, *(one.source for one in (*step.after, *step.delays, *step.notes))}
        assert cited <= book().sources.keys(), step.id
        assert {book().sources[key].basis for key in cited} <= {"sourced"}, step.id
        assert step.label["fr"] != step.label["en"], step.id


def test_delays_are_those_of_the_texts() -> None:
    """Each delay of the two roadmaps is there, those that contradict each other side by side, and no other."""
    assert {step.id: {(one.source, one.days) for one in step.delays} for step in STEPS.values() if step.delays} == TOLD
    assert {step.days("short") for step in STEPS.values()} == {0, 5, 7, 42}
    assert STEPS["cnda_accreditation"].days("long") == 70


def test_a_delay_in_weeks_is_whole_weeks() -> None:
    """A week is seven days: what the source counts in weeks is a multiple of it."""
    delays = [delay for step in STEPS.values() for delay in step.delays if delay.counted == "weeks"]
    assert delays
    assert all(delay.days and delay.days % 7 == 0 for delay in delays)


def test_sources_disagree_on_what_comes_before_the_application() -> None:
    """A filed CNDA request is enough for one text, another wants the accreditation: both readings are kept."""
    before = {(one.step, one.source): one.readings for one in STEPS["ans_account"].after}
    assert before == {("cnda_accreditation", "ROADMAP-EN"): ("long",), ("cnda_filing", "FAQ-SAS2"): ("short",)}
    assert all(one.readings == READINGS for one in STEPS["listing"].after)


def test_every_window_of_a_scheme_is_one_steps() -> None:
    """Each sort of window that schemes have is met by one step, and no step by a sort that no schema knows."""
    windows = [step.window for step in STEPS.values() if step.window]
    used = {window.request for scheme in book().schemes.values() for window in scheme.windows}
    assert len(set(windows)) == len(windows)
    assert used <= set(windows)
