"""`report.html` reads well, prints well, and shows hostile text without obeying it."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from pipeline.reporting.model import Report
from pipeline.reporting.web import render_html
from pipeline.reporting.words import load_words
from rules.model import Source, Window
from rules.rulebook import Rulebook
from tests.reporting_rules import rulebook, shipped
from tests.reporting_samples import (
    dossier,
    fact,
    failing_report,
    finding,
    large_report,
    passed,
    passing_report,
    report,
)
from validators.model import Beneficiary, Outcome, Said, Verdict

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&{{ 7*7 }}"
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Page(HTMLParser):
    """A page as a browser would take it: its elements, whether they close, its text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.parts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.parts.append(data)

    @property
    def text(self) -> str:
        """The text a person reads, spaces made plain."""
        return " ".join("".join(self.parts).split())


def page_of(told: Report) -> Page:
    """Render and parse a report."""
    return Page(render_html(told))


def hostile_report() -> Report:
    """Report a dossier in which every text tries something."""
    client = Beneficiary(key=f"beneficiary:{HOSTILE}", id=HOSTILE, name=HOSTILE)
    path = f"\u202egpj.{HOSTILE}"
    judged = dossier(1, reference=HOSTILE, request_file=path)
    judged = replace(
        judged,
        beneficiaries=(client,),
        files=tuple(replace(file, path=path, content=HOSTILE) for file in judged.files),
        pieces=tuple(
            replace(piece, file=path, recognised_by=(HOSTILE,), subject=client.key) for piece in judged.pieces
        ),
        claims=(),
    )
    seen = (fact("order.date", HOSTILE, HOSTILE, path),)
    findings = [
        finding(rule, outcome, f"file:{path}", evidence=seen, arguments={"client": Said(value=HOSTILE)})
        for rule in ("PC-07", "AM-08")
        for outcome in (Outcome.FAILED, Outcome.INCONCLUSIVE, Outcome.PASSED)
    ]
    return report(judged, findings, Verdict.NON_CONFORMING)


@pytest.mark.parametrize("made", [passing_report, failing_report, hostile_report])
def test_a_page_is_well_formed_and_asks_for_nothing(made: object) -> None:
    """Every element closes; no script, no handler, no resource, no form: the page is all there is."""
    assert callable(made)
    page = page_of(made())

    assert page.open == []
    for tag, attributes in page.elements:
        assert tag not in {"script", "img", "iframe", "link", "object", "embed", "form", "base", "video"}
        assert not any(name.startswith("on") or name in {"src", "style", "srcdoc"} for name in attributes)
        href = attributes.get("href") or "#"
        assert href.startswith(("#", "https://")), href


def test_hostile_text_is_shown_as_text() -> None:
    """A name that is markup or a template is printed letter for letter."""
    assert HOSTILE in page_of(hostile_report()).text
    assert "\u202e" not in render_html(hostile_report())
    assert "‹U+202E›gpj." in page_of(hostile_report()).text


def test_only_the_style_of_the_page_itself_is_allowed() -> None:
    """The content security policy names the digest of the one style sheet and allows nothing else."""
    page = render_html(passing_report())
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()

    assert f"default-src &#39;none&#39;; style-src &#39;sha256-{digest}&#39;" in page
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_a_source_is_a_link_only_when_it_is_a_web_address() -> None:
    """An overlay cannot put a `javascript:` link into a report."""
    page = page_of(failing_report())

    assert "Appel à financement <V2> (déduit)" in page.text
    assert any((attributes.get("href") or "").startswith("https://") for _, attributes in page.elements)


@pytest.mark.parametrize(
    ("told", "word"),
    [(passing_report(), "Conforme"), (failing_report(), "Non conforme"), (passing_report(lang="en"), "Conforming")],
)
def test_the_verdict_is_said_in_words(told: Report, word: str) -> None:
    """Colour is never the only sign, and a sentence says what the verdict means."""
    page = page_of(told)
    words = load_words(told.lang)

    assert word in page.text
    assert " ".join(words["meaning"][told.verdict].split()) in page.text
    assert ("html", {"lang": told.lang}) in page.elements


def test_a_dossier_that_is_not_conforming_has_nothing_to_deposit() -> None:
    """Nothing in the page of a refused dossier reads as if it were ready."""
    assert "rien en l’état" in page_of(failing_report()).text
    assert "rien en l’état" not in page_of(passing_report()).text
    assert "puis déposer sur le portail" in page_of(passing_report()).text
    assert "puis déposer sur le portail" not in page_of(failing_report()).text


def test_without_a_request_file_the_page_says_what_that_costs() -> None:
    """The reader learns why the verdict cannot be better."""
    told = report(dossier(request_file=None, kind_declared=False), passed(), Verdict.TO_REVIEW)

    assert "Aucun fichier de demande" in page_of(told).text
    assert "nature déduite des pièces" in page_of(told).text


def test_the_overlay_is_announced() -> None:
    """A verdict that rests on values the user supplied says so at its foot."""
    page = page_of(passing_report(rulebook=rulebook(overlay=True))).text

    assert "valeurs que vous avez fournies (schemes/HOP-DPI-VA2.toml)" in page
    assert "valeurs que vous avez fournies" not in page_of(passing_report()).text


def test_what_was_not_checked_is_said() -> None:
    """The coverage names each cause; a report without any says that everything concluded."""
    assert "Une signature manuscrite ne se vérifie pas par programme." in page_of(failing_report()).text
    assert "Tous les contrôles applicables ont conclu." in page_of(passing_report()).text


def test_tables_have_headers_with_a_scope() -> None:
    """A screen reader can say which column a cell belongs to."""
    headers = [attributes for tag, attributes in page_of(failing_report()).elements if tag == "th"]

    assert headers
    assert all(header.get("scope") in {"col", "row"} for header in headers)


def test_headings_do_not_skip_a_level() -> None:
    """The outline of the page can be walked through."""
    levels = [int(tag[1]) for tag, _ in page_of(failing_report()).elements if re.fullmatch("h[1-6]", tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_links_inside_the_page_lead_somewhere() -> None:
    """Every step and every entry of the contents jumps to what it names."""
    page = page_of(failing_report())
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]

    assert len(ids) == len(set(ids))
    for _, attributes in page.elements:
        href = attributes.get("href") or ""
        assert not href.startswith("#") or href[1:] in ids, href


def test_a_large_report_renders_fast() -> None:
    """Forty beneficiaries and 1,500 findings cost tens of milliseconds, not seconds."""
    told = large_report()
    render_html(told)
    best = min(_seconds(told) for _ in range(3))

    assert best < 0.2


def _seconds(told: Report) -> float:
    start = time.perf_counter()
    render_html(told)
    return time.perf_counter() - start


def linked(page: str) -> list[str]:
    """Return where the links of the scheme's table lead, row by row; a row without one is an empty text."""
    table = page.partition('aria-labelledby="scheme"')[2].partition("</section>")[0].partition("<tbody>")[2]
    found = (re.search(r'href="([^"]+)"', row) for row in table.split("</tr>")[:-1])
    return [one[1] if one else "" for one in found]


@pytest.mark.parametrize("code", sorted(shipped().schemes))
def test_every_value_of_a_scheme_is_one_click_away_from_its_text(code: str) -> None:
    """Each row of the scheme's table links to the address of its text, or to the entry that describes it."""
    rules, scheme = shipped(), shipped().schemes[code]
    told = report(dossier(scheme=code), [], Verdict.TO_REVIEW, rulebook=replace(rules, sources=everything(rules)))
    page = render_html(told)

    entries = [edge for window in scheme.windows for edge in (window.opens, window.closes) if edge is not None]
    least = 1 + len(entries) + len(scheme.ceilings) + len(scheme.pieces) + bool(scheme.proof_kinds)
    links = linked(page)
    assert len(links) == least
    for value, link in zip(told.scheme_values, links, strict=True):
        address = rules.sources[value.source or ""].address
        assert link == (address.replace("&", "&amp;") if address else f"#source-{value.source}")
        assert address or f'id="source-{value.source}"' in page


def everything(rules: Rulebook) -> dict[str, Source]:
    """Return the shipped sources, and those of the made-up samples."""
    return {**rulebook().sources, **rules.sources}


def test_what_passed_shows_its_text_too() -> None:
    """A window that holds is followed to its source as well as one that does not."""
    page = render_html(passing_report())
    passed_part = page.partition('<h3 class="grade good">')[2].partition("</section>")[0]

    assert 'href="https://industriels.esante.gouv.fr/' in passed_part


def test_a_window_that_was_moved_is_said_to_be() -> None:
    """The first closing stays readable, and is not taken for the one that holds."""
    scheme = shipped().schemes["HOP-DPI-VA2"]
    first = Window(
        request="balance", opens=None, closes=date(2025, 1, 31), published=date(2024, 1, 1), source="FAQ-2505"
    )
    later = replace(first, closes=date(2027, 1, 31), published=date(2025, 1, 1))
    rules = replace(rulebook(), schemes={scheme.code: replace(scheme, windows=(first, later), proof_source="FAQ-2505")})
    told = report(dossier(), passed(), Verdict.CONFORMING, rulebook=rules)

    assert [(one.text, one.current) for one in told.scheme_values if "clôture" in one.label] == [
        ("31\u00a0janvier\u00a02025", False),
        ("31\u00a0janvier\u00a02027", True),
    ]
    assert page_of(told).text.count("remplacée par un texte plus récent") == 1
