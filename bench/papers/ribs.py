"""Two bank slips: the strip of boxes that a branch hands out, and the page that an application downloads."""

from __future__ import annotations

from random import Random

from bench.papers.deals import account_of
from bench.papers.model import Paper, Sheet, typeset
from fixtures.formats import Formats, iban
from fixtures.people import draw_company
from fixtures.sample import Company


def branch(rng: Random) -> Paper:
    """Draw a strip of boxes at the top of an empty sheet, the IBAN one group a box, for the holder to cut out."""
    company = draw_company(rng)
    account, number = company.account, company.account.iban
    sheet = Sheet("Helvetica", 8.5)
    sheet.words(40, 46, account.bank.upper(), size=12, bold=True)
    sheet.words(555, 46, "RELEVÉ D'IDENTITÉ BANCAIRE", size=11, bold=True, align="right")
    note = (
        "Ce relevé est destiné à être remis, sur leur demande, à vos créanciers ou débiteurs appelés à faire inscrire"
    )
    sheet.lines(
        40, 66, (note, "des opérations à votre compte (virements, paiements de quittances, etc.)."), size=7.5, grey=0.3
    )
    boxes = (number[4:9], number[9:14], number[14:25], number[25:27])
    heads = ("Code banque", "Code guichet", "Numéro de compte", "Clé RIB")
    sheet.boxes(40, 92, (70, 75, 120, 50), heads, boxes)
    sheet.boxes(363, 92, (192,), ("Domiciliation",), (f"{company.address.city.upper()} ENTREPRISES",))
    sheet.words(40, 142, "Identifiant international (IBAN)", size=7.5, bold=True)
    for rank in range(7):
        sheet.frame(40 + 45 * rank, 147, 45, 18)
        sheet.words(62.5 + 45 * rank, 159, number[4 * rank : 4 * rank + 4], align="centre")
    sheet.words(375, 142, "Code BIC (SWIFT)", size=7.5, bold=True)
    sheet.frame(375, 147, 180, 18)
    sheet.words(465, 159, account.bic, align="centre")
    sheet.words(40, 186, "Intitulé du compte", size=7.5, bold=True)
    sheet.lines(40, 199, (f"{company.form} {company.name.upper()}", *_address(company)))
    sheet.rule(40, 250, 555, 250)
    return _paper("rib_branch", sheet.pdf(), company, {"applicant.rib": ("".join(boxes),)})


def application(rng: Random) -> Paper:
    """Set a sheet of a bank without branches: four pairs in large letters, a paragraph of small ones."""
    company = draw_company(rng)
    page = {
        "bank": company.account.bank,
        "holder": company.name,
        "address": ", ".join(_address(company)),
        "iban": iban(Formats(iban=rng.choice(("fours", "plain"))), company.account.iban),
        "bic": company.account.bic,
    }
    return _paper("rib_application", typeset("rib_application", page), company, {})


def _address(company: Company) -> tuple[str, ...]:
    return (*company.address.lines, f"{company.address.postcode} {company.address.city.upper()}")


def _paper(layout: str, pdf: bytes, company: Company, boxes: dict[str, tuple[str, ...]]) -> Paper:
    return Paper(
        layout=layout,
        kind="rib",
        pdf=pdf,
        printed={"applicant.name": (company.name,), **account_of(company), **boxes},
        also={"applicant.rib": (company.account.iban[4:],)},
    )
