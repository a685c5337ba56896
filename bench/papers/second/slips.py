"""Three bank slips: of a bank's website, with a little box for every character, and the old strip printed twice."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from bench.papers.deals import account_of
from bench.papers.model import Paper, Sheet, typeset
from bench.papers.second.writing import draw_hand, grouped, lines_of
from fixtures.formats import without_accents
from fixtures.people import draw_company
from fixtures.sample import Company

_PITCH = 18.4  # of the little boxes, in points


def online(rng: Random) -> Paper:
    """Set the page that a bank's website makes: holder and branch in frames, a grid of four, the IBAN in groups."""
    company = draw_company(rng)
    account, number = company.account, company.account.iban
    hand = draw_hand(rng, dates="slash long", amounts="sign")
    edited = hand.day(date(2023, 1, 3) + timedelta(days=rng.randint(0, 900)))
    page = {
        "hue": rng.choice(("#c8102e", "#00694e", "#003e7e", "#5a3e1b")),
        "bank": account.bank,
        "edited": f"Édité le {edited} depuis votre espace professionnel",
        "title": rng.choice(("Relevé d'identité bancaire", "RELEVÉ D'IDENTITÉ BANCAIRE", "RIB / IBAN")),
        "holder_label": rng.choice(("Titulaire du compte", "Titulaire", "Intitulé du compte")),
        "holder": [f"{company.form} {company.name.upper()}", *lines_of(company.address, upper=True)],
        "branch": [f"Centre d'affaires de {company.registry}", f"Tél. 09 69 {rng.randint(10, 99)} {rng.randint(10, 99)} 00"],
        "heads": [rng.choice(("Code banque", "Banque")), rng.choice(("Code guichet", "Guichet")), rng.choice(("N° de compte", "Numéro de compte")), rng.choice(("Clé RIB", "Clé"))],
        "boxes": _parts(number),
        "iban": grouped(number, (4,)),
        "bic_label": rng.choice(("BIC (Bank Identifier Code)", "Code BIC / SWIFT")),
        "bic": account.bic,
        "note": "Ce document est à remettre à tout organisme qui souhaite connaître vos coordonnées bancaires pour domicilier des virements ou des prélèvements.",
    }  # fmt: skip
    return _paper("rib_online", typeset("second/rib_online", page), company)


def boxes(rng: Random) -> Paper:
    """Draw a slip whose every character has a box of its own."""
    company = draw_company(rng)
    account, number = company.account, company.account.iban
    sheet = Sheet(rng.choice(("Helvetica", "Times")), 10)
    sheet.words(50, 60, account.bank, size=15, bold=True)
    sheet.words(50, 78, rng.choice(("Relevé d'Identité Bancaire (RIB)", "RELEVE D'IDENTITE BANCAIRE")), size=12)
    sheet.frame(300, 96, 247, 84)
    sheet.words(306, 108, rng.choice(("Titulaire du compte", "Nom et adresse du titulaire")), size=7.5, grey=0.3)
    sheet.lines(306, 124, (company.name.upper(), *lines_of(company.address, upper=True)), step=14)
    x = 50.0
    for head, part in zip(("Banque", "Guichet", "N° de compte", "Clé"), _parts(number), strict=True):
        sheet.words(x, 216, head, size=8)
        x = _little_boxes(sheet, x, 222, part) + 12
    sheet.words(50, 268, "IBAN", size=8)
    _little_boxes(sheet, 50, 274, number)
    sheet.words(50, 320, rng.choice(("BIC", "Code BIC")), size=8)
    _little_boxes(sheet, 50, 326, account.bic)
    sheet.words(300, 330, "Domiciliation", size=8)
    sheet.words(300, 344, f"{account.bank.upper()} - {company.registry.upper()}", size=8.5)
    sheet.lines(50, 380, ("Cadre réservé au destinataire du relevé",), size=8, grey=0.3)
    sheet.frame(50, 386, 497, 60)
    return _paper("rib_boxes", sheet.pdf(), company)


def _little_boxes(sheet: Sheet, x: float, y: float, characters: str) -> float:
    """Draw a box for every character and return where the row ends."""
    for character in characters:
        sheet.frame(x, y, _PITCH, 20)
        sheet.words(x + _PITCH / 2, y + 14, character, size=11, align="centre")
        x += _PITCH
    return x


def strip(rng: Random) -> Paper:
    """Draw the old slip of a counter's printer, twice on the sheet, to be cut along the dashes."""
    company = draw_company(rng)
    sheet = Sheet("Courier", 9)
    branch = without_accents(f"{rng.choice(('AG', 'AGENCE', 'BUREAU'))} {company.registry.upper()}")
    for top in (30, 250):
        _one_strip(sheet, top, company, branch)
        sheet.canvas.setDash(4, 3)
        sheet.rule(20, top + 205, 575, top + 205)
        sheet.canvas.setDash()
    return _paper("rib_strip", sheet.pdf(), company)


def _one_strip(sheet: Sheet, top: float, company: Company, branch: str) -> None:
    account = company.account
    sheet.words(40, top + 14, without_accents(account.bank.upper()), size=11, bold=True)
    sheet.words(555, top + 14, "RELEVE D'IDENTITE BANCAIRE", size=10, bold=True, align="right")
    sheet.lines(
        40,
        top + 32,
        ("PARTIE RESERVEE AU DESTINATAIRE DU RELEVE. CE RELEVE EST DESTINE A ETRE REMIS A VOS CREANCIERS",),
        size=7,
    )
    bank, office, number, key = _parts(account.iban)
    sheet.words(40, top + 56, "C/ETAB   GUICHET   N/COMPTE      C/RIB   DOMICILIATION", bold=True)
    sheet.words(40, top + 69, f"{bank:<9}{office:<10}{number:<14}{key:<8}{branch}")
    sheet.words(40, top + 93, f"IBAN  {grouped(account.iban, (4,))}")
    sheet.words(40, top + 107, f"BIC   {account.bic}")
    sheet.words(40, top + 131, "TITULAIRE DU COMPTE :", bold=True)
    holder = (f"{company.form} {company.name}", *lines_of(company.address))
    sheet.lines(40, top + 144, [without_accents(line.upper()) for line in holder])


def _parts(iban: str) -> list[str]:
    """Cut an IBAN into its bank, its branch, its account and its key."""
    return [iban[4:9], iban[9:14], iban[14:25], iban[25:27]]


def _paper(layout: str, pdf: bytes, company: Company) -> Paper:
    printed = {
        "applicant.name": (company.name,),
        **account_of(company),
        "applicant.rib": (company.account.iban[4:],),
    }
    return Paper(layout=layout, kind="rib", pdf=pdf, printed=printed, also={})
