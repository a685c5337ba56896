"""Who says what: a conflict shows its fewest witnesses, a single one is said to be one, and two spellings why they are one name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.reporting.encode import from_json, to_json
from pipeline.reporting.masking import masked
from pipeline.reporting.model import Claim, Report
from pipeline.reporting.terminal import render_text
from pipeline.reporting.web import render_html
from tests.reporting_samples import dossier, fact, finding, passed, report
from tests.test_reporting_web import Page
from validators.model import REQUEST, Agreement, Dossier, Fact, Outcome, Verdict, Witness
from validators.model import Claim as Judged
from validators.witnesses import agreement

NINE = tuple(fact("applicant.siret", "73282932000074", "732 829 320 00074", f"facture {n}.pdf") for n in range(1, 10))
ODD = fact("applicant.siret", "35600000000048", "356 000 000 00048", "mandat.pdf", page=3)
CLIENT = "beneficiary:B01"


def with_claim(attribute: str, *facts: Fact, subject: str = "applicant", several: bool = False) -> Dossier:
    """Return a good dossier with one more claim."""
    base = dossier()
    claim = Judged(attribute=attribute, subject=subject, facts=facts, state=agreement(facts, several=several))
    return replace(base, claims=(*base.claims, claim))


def told(judged: Dossier, *evidence: Fact, lang: str = "fr") -> Report:
    """Report a dossier in which one finding rests on this evidence."""
    failed = finding("IT-03", Outcome.FAILED, REQUEST, evidence=evidence)
    return report(judged, [*passed(), failed], Verdict.NON_CONFORMING, lang=lang)


def claim_of(told: Report, attribute: str, subject: str) -> Claim:
    """Return a claim of a report."""
    return next(one for one in told.claims if (one.attribute, one.subject) == (attribute, subject))


def seen(made: Report) -> list[tuple[str, int, bool]]:
    """Return the files, numbers and loneliness of the voices of the finding that failed."""
    (failed,) = [one for one in made.findings if one.outcome is Outcome.FAILED]
    return [(voice.seen.file, voice.others, voice.alone) for voice in failed.voices]


def test_a_finding_names_the_fewest_witnesses_of_the_conflict() -> None:
    """One piece of ten says another number: it is shown, with one of the nine, and the eight others are counted."""
    made = told(with_claim("applicant.siret", *NINE, ODD), ODD)
    assert seen(made) == [("mandat.pdf", 0, False), ("facture 1.pdf", 8, False)]
    page = Page(render_html(made)).text
    assert "732 829 320 00074 – facture 1.pdf, page 1 ; 8 autres disent de même" in page
    assert "facture 2.pdf" not in page[page.index("Contrôles") : page.index("Valeurs rapprochées")]
    assert "; 8 autres disent de même" in " ".join(
        render_text(made, colour=False, width=200).replace("\u00a0", " ").split()
    )


def test_the_claim_shows_the_fewest_too_and_folds_the_others() -> None:
    """Among the values compared, the most told comes first; every reading is one click away."""
    made = told(with_claim("applicant.siret", ODD, *NINE))
    voices = claim_of(made, "applicant.siret", "applicant").voices
    assert [(voice.seen.file, voice.others) for voice in voices] == [("facture 1.pdf", 8), ("mandat.pdf", 0)]
    assert "les 10 lectures" in Page(render_html(made)).text


@pytest.mark.parametrize(("lang", "words"), [("fr", "seul témoin"), ("en", "the only witness")])
def test_a_single_witness_is_said_to_be_one(lang: str, words: str) -> None:
    """What nothing else says is told with the finding that rests on it; two witnesses are not."""
    alone, twice = (
        told(with_claim("applicant.siret", ODD), ODD, lang=lang),
        told(with_claim("applicant.siret", *NINE[:2]), NINE[0], lang=lang),
    )
    assert (seen(alone), seen(twice)) == ([("mandat.pdf", 0, True)], [("facture 1.pdf", 0, False)])
    assert words in Page(render_html(alone)).text
    assert words not in Page(render_html(twice)).text


def test_what_is_no_claim_of_the_dossier_speaks_for_itself() -> None:
    """The register's or another dossier's word is shown beside the same value here, not counted with it."""
    known = replace(ODD, witness=Witness(file="sirene.parquet", how="register"))
    assert seen(told(with_claim("applicant.siret", ODD), ODD, known)) == [
        ("mandat.pdf", 0, True),
        ("sirene.parquet", 0, False),
    ]


@pytest.mark.parametrize(
    ("lang", "other", "sentence"),
    [
        ("fr", "C.H. DE VALOMBRE", "« C.H. DE VALOMBRE » : même nom que « Centre hospitalier de Valombre » (abréviations et sigles développés)."),
        ("en", "centre Hospitalier de valombré", "“centre Hospitalier de valombré”: the same name as “Centre hospitalier de Valombre” (but for capitals, accents and punctuation)."),
        ("fr", "Valombre, Centre hospitalier", "« Valombre, Centre hospitalier » : même nom que « Centre hospitalier de Valombre » (mêmes mots dans un autre ordre)."),
        ("fr", "Centre hospitalier Sainte-Odile", "« Centre hospitalier Sainte-Odile » : autre nom que « Centre hospitalier de Valombre » (autres mots)."),
        ("fr", "Valombre", "« Valombre » : peut-être le même nom que « Centre hospitalier de Valombre » (l’un contient l’autre)."),
    ],
)  # fmt: skip
def test_two_spellings_say_why_they_are_one_name(lang: str, other: str, sentence: str) -> None:
    """The normalisation that made one name of two spellings stands in the report and on the page, doubt and difference too."""
    declared = fact("beneficiary.name", "Centre hospitalier de Valombre", "", "request.toml", how="request_file")
    printed = fact("beneficiary.name", other, other, "facture 1.pdf")
    base = dossier()
    claim = Judged(attribute="beneficiary.name", subject=CLIENT, facts=(printed, declared), state=Agreement.AGREEMENT)
    made = told(replace(base, claims=(claim,)), lang=lang)
    (spelling,) = claim_of(made, "beneficiary.name", CLIENT).spellings
    assert (spelling.name, spelling.first) == (other, "Centre hospitalier de Valombre")
    assert spelling.text.replace("\u00a0", " ") == sentence
    assert sentence in Page(render_html(made)).text


def test_what_is_told_is_read_back_and_masked() -> None:
    """Voices and spellings survive `report.json`, and hide a person's name as everything else does."""
    judged = with_claim("beneficiary.name", *(fact("beneficiary.name", name, name, "a.pdf") for name in ("Jean Dupont", "DUPONT Jean")), subject=CLIENT, several=True)  # fmt: skip
    made = told(judged, judged.claims[-1].facts[0])
    assert from_json(to_json(made)) == made
    assert "dupont" in to_json(made).decode().lower()
    assert "dupont" not in to_json(masked(made)).decode().lower()
