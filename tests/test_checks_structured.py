"""The data of an invoice held against its pages: they agree, disagree for certain, or nobody can tell; never more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from fixtures.facturx import attached, data_of
from fixtures.generator import generate
from fixtures.mutators.base import of_kind, plus_file, prints, sale_of, with_document
from fixtures.sample import File, Sale, Sample
from fixtures.writer import file_bytes
from pipeline.stages import Judged
from tests.judgement_samples import (
    CLIENT_SIRET,
    IBAN,
    OTHER_IBAN,
    OTHER_SIRET,
    SIRET,
    ask,
    dossier,
    fact,
    findings,
    piece,
    record,
    request,
)
from tests.judging import clean, judge_sample
from tests.test_reading_structured import LAUGHS
from validators.model import EMBEDDED_XML, Agreement, Fact, Fate, Outcome, Piece, Problem, Value, Verdict

PASSED, FAILED, OPEN, NONE = Outcome.PASSED, Outcome.FAILED, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE
SEED = 4
PAGES = (
    fact("invoice.number", "F-2024-017"),
    fact("invoice.date", date(2024, 3, 12)),
    fact("invoice.total_excl_tax", Decimal("1000.00")),
    fact("invoice.total_vat", Decimal("200.00")),
    fact("invoice.total_incl_tax", Decimal("1200.00")),
    fact("applicant.siret", SIRET),
    fact("applicant.iban", IBAN),
)
TEXT = "facture no f-2024-017 du 12/03/2024 total ht 1 000,00 tva 200,00 total ttc 1 200,00"


def data(*values: tuple[str, Value]) -> tuple[Fact, ...]:
    """Return facts that data embedded in a PDF give."""
    facts = (fact(name, value) for name, value in values)
    return tuple(replace(one, witness=replace(one.witness, how=EMBEDDED_XML)) for one in facts)


def invoice(*values: tuple[str, Value], pages: tuple[Fact, ...] = PAGES, **changes: object) -> Piece:
    """Return an invoice with these data embedded."""
    changes = {"text": TEXT, "embedded": data(*values), "embedded_schema": "valid"} | changes
    return piece("invoice", *pages, **changes)


def answered(one: Piece, *codes: str) -> tuple[Outcome, str | None]:
    """Return what is said of the agreement of an invoice's data, its file having these problems."""
    file = record(one.file, problems=tuple(Problem(code=code) for code in codes))
    return ask("XM-01", dossier(request("balance"), one, files=(file,)))


@pytest.mark.parametrize(
    "values",
    [
        (("invoice.total_incl_tax", Decimal("1200.00")),),
        (("invoice.number", "F2024017"),),
        (("invoice.date", date(2024, 3, 12)),),
        (("applicant.siren", SIRET[:9]),),
        (("applicant.vat_number", "FR44732829320"),),
        (("applicant.iban", OTHER_IBAN), ("applicant.iban", IBAN)),  # two accounts, of which the page shows one
    ],
)
def test_data_that_say_what_the_page_shows(values: tuple[tuple[str, Value], ...]) -> None:
    """One value alike is enough for an attribute, however it is written."""
    assert answered(invoice(*values)) == (PASSED, None)


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("invoice.total_incl_tax", Decimal("1440.00")),
        ("invoice.total_incl_tax", Decimal("1000.00")),  # on the page, but as the total before tax: the three add up
        ("invoice.total_vat", Decimal("55.00")),
        ("invoice.number", "F-2024-018"),
        ("invoice.date", date(2024, 4, 12)),
        ("applicant.iban", OTHER_IBAN),
        ("applicant.siren", OTHER_SIRET[:9]),
        ("applicant.siret", OTHER_SIRET),
    ],
)
def test_data_that_say_something_else(attribute: str, value: Value) -> None:
    """Another total, number, day, account or seller fails as a warning; both witnesses are shown."""
    case = dossier(request("balance"), invoice((attribute, value)))
    assert ask("XM-01", case) == (FAILED, None)


def test_both_witnesses_are_the_evidence() -> None:
    """Whoever reads the finding sees what the page shows and what the data say."""
    (finding,) = findings(dossier(request("balance"), invoice(("invoice.total_incl_tax", Decimal("1440.00")))), "XM-01")
    assert [(one.witness.how, one.value) for one in finding.evidence] == [
        ("text_layer", Decimal("1200.00")),
        (EMBEDDED_XML, Decimal("1440.00")),
    ]
    assert finding.level == "warning"


def test_what_was_read_is_not_always_what_is_meant() -> None:
    """A value that stands on the page somewhere, or a page that says nothing for certain, is no disagreement."""
    net = fact("invoice.total_incl_tax", Decimal("20.00"))  # what is left to pay, taken for the total
    shown = invoice(("invoice.total_incl_tax", Decimal("1200.00")), pages=(net,))
    nothing_left = invoice(
        ("invoice.total_incl_tax", Decimal("1500.00")), pages=(fact("invoice.total_incl_tax", Decimal(0)),)
    )
    doubtful = invoice(("invoice.number", "F-2024-018"), pages=(fact("invoice.number", "F-2024-017", confidence=0.5),))
    swapped = invoice(
        ("applicant.siren", SIRET[:9]),
        ("beneficiary.siret", CLIENT_SIRET),
        pages=(fact("applicant.siret", CLIENT_SIRET), fact("beneficiary.siret", CLIENT_SIRET)),
    )
    assert answered(shown) == (PASSED, None)
    assert answered(nothing_left) == (OPEN, "xml_not_compared")
    assert answered(doubtful) == (OPEN, "xml_not_compared")
    assert answered(swapped) == (PASSED, None)


def test_a_trading_name_is_no_other_seller() -> None:
    """Names are compared to agree, never to disagree."""
    named = (fact("applicant.name", "medivia"),)
    text = f"{TEXT} medivia"
    assert answered(invoice(("applicant.name", "Polyclée SAS"), pages=named, text=text)) == (OPEN, "xml_not_compared")
    assert answered(invoice(("applicant.name", "Medivia"), pages=named, text=text)) == (PASSED, None)


def test_pages_that_were_not_read_contradict_nothing() -> None:
    """On a page that was read from pixels, or not at all, what is missing may yet be there."""
    told = ("invoice.number", "F-2024-018")
    assert answered(invoice(told, unread_pages=(2,))) == (OPEN, "pages_not_read")
    assert answered(invoice(told, ocr_pages=(1,))) == (OPEN, "read_from_pixels")


@pytest.mark.parametrize("code", ["xml_damaged", "xml_too_large", "xml_with_dtd", "xml_several", "xml_without_piece"])
def test_data_that_were_not_read_never_agree(code: str) -> None:
    """What could not be compared is said, never passed."""
    assert answered(invoice(("invoice.number", "F-2024-017")), code) == (OPEN, code)
    assert answered(piece("invoice", *PAGES, text=TEXT), code) == (OPEN, code)


def test_without_data_there_is_nothing_to_say() -> None:
    """An ordinary PDF is not asked for data."""
    plain = dossier(request("balance"), piece("invoice", *PAGES, text=TEXT))
    assert ask("XM-01", plain) == ask("XM-02", plain) == (NONE, None)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [("valid", (PASSED, None)), ("invalid", (FAILED, None)), ("not_checked", (OPEN, "xml_schema_unknown"))],
)
def test_the_schema(schema: str, expected: tuple[Outcome, str | None]) -> None:
    """A validator that did not run has approved nothing."""
    assert ask("XM-02", dossier(request("balance"), invoice(embedded_schema=schema))) == expected


def test_data_never_stand_in_for_the_page() -> None:
    """What only the data say is no mention of the invoice: the sum is not checked, the supplier not identified."""
    told = invoice(*((one.attribute, one.value) for one in PAGES), pages=(), text="facture")
    case = dossier(request("balance"), told)

    assert ask("AM-03", case) == (OPEN, "totals_not_read")
    assert ask("IT-01", case) == (OPEN, "identity_not_seen")
    (claim,) = [one for one in case.claims if one.attribute == "invoice.total_incl_tax"]
    assert (claim.state, len(claim.facts)) == (Agreement.SINGLE, 1)


def test_a_number_of_the_data_is_not_the_dossiers() -> None:
    """A wrong key in the data is no blocking fault of an invoice that shows the right one."""
    wrong = invoice(("applicant.siret", SIRET[:-1] + "5"))
    assert ask("ID-01", dossier(request("balance"), wrong))[0] == PASSED


def test_a_conflict_is_seen_on_the_claim() -> None:
    """The claim of the total holds both witnesses, and says that they differ."""
    case = dossier(request("balance"), invoice(("invoice.total_incl_tax", Decimal("1440.00"))))
    (claim,) = [one for one in case.claims if one.attribute == "invoice.total_incl_tax"]
    assert claim.state == Agreement.CONFLICT


@pytest.mark.parametrize(("number", "expected"), [("F-2024-017", (PASSED, None)), ("F-2024-018", (FAILED, None))])
def test_an_invoice_that_is_data_only(number: str, expected: tuple[Outcome, str | None]) -> None:
    """The XML beside its PDF is in order; without it, the PDF that the ASP expects is missing."""
    told = Problem(code="xml_alone", arguments={"number": number})
    alone = record("facture.xml", fate=Fate.OTHER, content="xml", problems=(told,))
    case = dossier(request("balance"), piece("invoice", *PAGES, text=TEXT), files=(alone,))
    assert ask("XM-03", case) == expected


# --- whole dossiers --------------------------------------------------------------------------------------------------


@cache
def with_data(**changes: object) -> Judged:
    """Judge a dossier whose first invoice carries data that say something else."""
    sample = generate(SEED, kind="balance", structured=True)
    document = of_kind(sample, "invoice")[0]
    told: Sale = replace(sale_of(document), **changes)  # type: ignore[arg-type]
    return judge_sample(with_document(sample, replace(document, data=told)))


def outcomes(judged: Judged, rule: str) -> set[tuple[Outcome, str | None]]:
    """Return what a rule found."""
    return {(one.outcome, one.reason) for one in judged.judgement.findings if one.rule == rule}


@pytest.mark.parametrize("seed", range(SEED, SEED + 12))
def test_a_good_dossier_of_factur_x_is_conforming(seed: int) -> None:
    """Invoices whose data agree with their pages pass, and add no alarm to the same dossier without data."""
    _, judged = clean(seed, kind="balance", structured=True)

    assert judged.judgement.verdict == Verdict.CONFORMING
    assert outcomes(judged, "XM-01") == outcomes(judged, "XM-02") == {(PASSED, None)}


def test_dossiers_with_another_total_account_or_seller() -> None:
    """Each is a warning that leaves the verdict to the pages, for it is they that are deposited."""
    sale = sale_of(of_kind(generate(SEED, kind="balance"), "invoice")[0])
    assert prints(of_kind(generate(SEED, kind="balance"), "invoice")[0], sale.supplier.account.iban)
    bank = replace(sale.supplier, account=replace(sale.supplier.account, iban=OTHER_IBAN))
    seller = replace(sale.supplier, name="Autre Société", siret=OTHER_SIRET, vat_number="FR39356000000")
    for judged in (with_data(incl_tax=sale.incl_tax + 100), with_data(supplier=bank), with_data(supplier=seller)):
        assert (FAILED, None) in outcomes(judged, "XM-01")
        assert judged.judgement.verdict == Verdict.CONFORMING


def test_dossiers_with_data_that_cannot_be_compared() -> None:
    """A bomb, two sets of data and no number end as they should, and the pages are judged as usual."""
    sample = generate(SEED, kind="balance")
    document = of_kind(sample, "invoice")[0]
    (file,) = [one for one in sample.files if document.key in one.documents]
    pdf, _ = file_bytes(sample, file)
    good, other = data_of(sale_of(document)), data_of(replace(sale_of(document), incl_tax=Decimal("1.00")))

    def bearing(*files: tuple[str, bytes]) -> Judged:
        others = tuple(one for one in sample.files if one != file)
        return judge_sample(replace(sample, files=(*others, File(path=file.path, raw=attached(pdf, *files)))))

    bomb = bearing(("factur-x.xml", LAUGHS.encode()))
    assert (OPEN, "xml_with_dtd") in outcomes(bomb, "XM-01")
    assert outcomes(bomb, "XM-02") == {(NONE, None)}
    two = bearing(("a.xml", good), ("b.xml", other))
    assert (OPEN, "xml_several") in outcomes(two, "XM-01")
    invalid = bearing(("factur-x.xml", data_of(replace(sale_of(document), number=None))))
    assert (FAILED, None) in outcomes(invalid, "XM-02")
    assert (PASSED, None) in outcomes(invalid, "XM-01")
    assert {one.judgement.verdict for one in (bomb, two, invalid)} == {Verdict.CONFORMING}


def test_the_xml_of_an_invoice_beside_its_pdf() -> None:
    """An exported XML is set apart and blocks nothing; the same without its PDF is a warning."""
    sample = generate(SEED, kind="balance")
    sale = sale_of(of_kind(sample, "invoice")[0])

    def beside(number: str | None) -> tuple[Sample, Judged]:
        whole = plus_file(sample, File(path="facture.xml", raw=data_of(replace(sale, number=number))))
        return whole, judge_sample(whole)

    _, same = beside(sale.number)
    _, foreign = beside("FX-2024-90817")
    assert (PASSED, None) in outcomes(same, "XM-03")
    assert (FAILED, None) in outcomes(foreign, "XM-03")
    assert same.judgement.verdict == foreign.judgement.verdict == Verdict.CONFORMING
    (file,) = [one for one in same.dossier.files if one.path == "facture.xml"]
    assert file.fate == Fate.OTHER
