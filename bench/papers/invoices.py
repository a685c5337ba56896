"""Three invoices: of an old accounting program, of a web service for small companies, and a letter that asks for its due."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from bench.papers.deals import STATE, Deal, account_of, also_of, client_of, draw_deal, supplier_of, totals_of
from bench.papers.model import Paper, Sheet, typeset
from fixtures.formats import Formats, day, euros, finess, iban, siren, siret, vat
from fixtures.sample import Company


def _capital(company: Company) -> str:
    return f"{company.capital:,}".replace(",", " ")


def ledger(rng: Random) -> Paper:
    """Draw an invoice full of boxes, its totals in a row at the foot, its legal numbers in small grey letters."""
    deal = draw_deal(rng, extra=True)
    habits = Formats(date=rng.choice(("slash", "short")), amount="bare", siret=rng.choice(("plain", "threes")))
    sheet = Sheet("Helvetica", 8.5)
    _ledger_head(sheet, deal, habits)
    sheet.frame(30, 262, 535, 300)
    for x, head in (
        (34, "Référence"),
        (100, "Désignation"),
        (372, "Qté"),
        (404, "P.U. HT"),
        (470, "Montant HT"),
        (545, "T"),
    ):
        sheet.words(x, 273, head, size=7.5, bold=True)
    sheet.rule(30, 278, 565, 278)
    rows = (
        ("PS001", f"Prestation Ségur {deal.scheme.function} - {deal.solution.name}", deal.segur),
        ("MT120", "Assistance hors périmètre Ségur, 12 mois", deal.extra),
    )
    for rank, (code, words, price) in enumerate(rows):
        y = 293 + 26 * rank
        sheet.words(34, y, code)
        sheet.words(100, y, words)
        sheet.words(388, y, "1,00", align="right")
        sheet.words(452, y, euros(habits, price), align="right")
        sheet.words(530, y, euros(habits, price), align="right")
        sheet.words(552, y, "4", align="right")
    sheet.words(100, 360, f"Votre commande {deal.order} du {day(habits, deal.ordered_on)}")
    sheet.words(100, 374, f"{STATE} : {euros(habits, deal.segur_incl)} EUR TTC", bold=True)
    _ledger_foot(sheet, deal, habits)
    return Paper(
        layout="invoice_ledger",
        kind="invoice",
        pdf=sheet.pdf(),
        printed={
            "invoice.number": (deal.invoice,),
            "invoice.date": (deal.invoiced_on,),
            "order.number": (deal.order,),
            "order.date": (deal.ordered_on,),
            **totals_of(deal, "invoice"),
            "invoice.segur_excl_tax": (deal.segur,),
            "invoice.segur_incl_tax": (deal.segur_incl,),
            **supplier_of(deal, "siret", "vat_number"),
            **client_of(deal, "finess"),
            **account_of(deal.supplier),
        },
        also=also_of(deal, "invoice"),
    )  # fmt: skip


def _ledger_head(sheet: Sheet, deal: Deal, habits: Formats) -> None:
    supplier, client = deal.supplier, deal.client
    sheet.words(30, 48, supplier.name.upper(), size=13, bold=True)
    town = f"{supplier.address.postcode} {supplier.address.city.upper()}"
    sheet.lines(30, 62, (*supplier.address.lines, town, f"Tél {supplier.phone}"))
    sheet.words(560, 48, "FACTURE", size=16, bold=True, align="right")
    heads = ("Numéro", "Date", "Code client", "Échéance", "Folio")
    due = day(habits, deal.invoiced_on + timedelta(days=30))
    code = f"C{deal.client.siret[3:8]}"
    sheet.boxes(285, 58, (75, 60, 58, 60, 27), heads, (deal.invoice, day(habits, deal.invoiced_on), code, due, "1"))
    sheet.frame(300, 130, 265, 92)
    sheet.lines(
        310,
        146,
        (
            client.name,
            *client.address.lines,
            f"{client.address.postcode} {client.address.city.upper()}",
            "",
            f"N° FINESS : {finess(habits, client.finess or '')}",
        ),
        size=10,
        step=14,
    )


def _ledger_foot(sheet: Sheet, deal: Deal, habits: Formats) -> None:
    supplier, account = deal.supplier, deal.supplier.account
    totals = (deal.excl_tax, deal.vat, deal.incl_tax, deal.incl_tax - deal.segur_incl)
    sheet.boxes(
        30, 575, (90, 60, 90), ("Base HT", "Taux", "Montant TVA"),
        (euros(habits, deal.excl_tax), "20,00", euros(habits, deal.vat)),
    )  # fmt: skip
    heads = ("TOTAL HT", "TOTAL TVA", "TOTAL TTC", "NET À PAYER")
    sheet.boxes(289, 575, (69,) * 4, heads, [euros(habits, value) for value in totals], height=22)
    sheet.words(30, 650, "Mode de règlement : virement à 30 jours, sur le compte ci-dessous")
    sheet.words(30, 664, f"{account.bank}   IBAN {iban(habits, account.iban)}   BIC {account.bic}")
    town = f"{supplier.address.postcode} {supplier.address.city}"
    foot = (
        f"{supplier.name} - {supplier.form} au capital de {_capital(supplier)} Euros - {', '.join(supplier.address.lines)} {town}",
        f"N° Siret {siret(habits, supplier.siret)} - N° identifiant CEE {vat(habits, supplier.vat_number)} - NAF 5829C",
    )
    for rank, line in enumerate(foot):
        sheet.words(297, 800 + 10 * rank, line, size=7, align="centre", grey=0.25)


def service(rng: Random) -> Paper:
    """Set an invoice of a web service: small grey labels above their values, much white, everything once."""
    deal = draw_deal(rng, extra=False)
    habits = Formats(date="long", amount="plain", siret=rng.choice(("plain", "threes")), vat="plain")
    supplier, client, account = deal.supplier, deal.client, deal.supplier.account
    page = {
        "number": deal.invoice,
        "date": day(habits, deal.invoiced_on),
        "due": day(habits, deal.invoiced_on + timedelta(days=30)),
        "order": deal.order,
        "supplier": [supplier.name, *supplier.address.lines, f"{supplier.address.postcode} {supplier.address.city}, FR"],
        "supplier_numbers": [f"SIRET {siret(habits, supplier.siret)}", f"TVA {vat(habits, supplier.vat_number)}"],
        "client": [client.name, *client.address.lines, f"{client.address.postcode} {client.address.city}, FR"],
        "client_numbers": [f"SIRET {siret(habits, client.siret)}", f"FINESS {finess(habits, client.finess or '')}"],
        "product": f"Prestation Ségur du numérique en santé, {deal.scheme.label}",
        "detail": f"{deal.solution.name} {deal.solution.version} : licence, installation, formation",
        "excl": euros(habits, deal.excl_tax),
        "vat": euros(habits, deal.vat),
        "incl": euros(habits, deal.incl_tax),
        "state": STATE,
        "left": euros(habits, deal.incl_tax - deal.segur_incl),
        "bank": account.bank,
        "iban": iban(habits, account.iban),
        "bic": account.bic,
        "foot": f"{supplier.name}, {supplier.form} au capital de {_capital(supplier)} € · {siren(habits, supplier.siren)} R.C.S. {supplier.registry}",
    }  # fmt: skip
    return Paper(
        layout="invoice_service",
        kind="invoice",
        pdf=typeset("invoice_service", page),
        printed={
            "invoice.number": (deal.invoice,),
            "invoice.date": (deal.invoiced_on,),
            "order.number": (deal.order,),
            **totals_of(deal, "invoice"),
            "invoice.segur_incl_tax": (deal.segur_incl,),
            **supplier_of(deal, "siret", "vat_number"),
            **client_of(deal, "siret", "finess"),
            **account_of(supplier),
        },
        also={**also_of(deal, "invoice"), "solution.version": (deal.solution.version,), "solution.name": (deal.solution.name,)},
    )  # fmt: skip


def letter(rng: Random) -> Paper:
    """Set an invoice as notables write them: « Doit », one paragraph, the sum in the text and in a short column."""
    deal = draw_deal(rng, extra=False)
    habits = Formats(date=rng.choice(("long", "dot")), amount=rng.choice(("dot", "space")), siret="dots", vat="spaced")
    supplier, client, account = deal.supplier, deal.client, deal.supplier.account
    page = {
        "name": supplier.name,
        "head": [" – ".join((*supplier.address.lines, f"{supplier.address.postcode} {supplier.address.city}")), supplier.phone],
        "number": deal.invoice,
        "place": f"{supplier.address.city}, le {day(habits, deal.invoiced_on)}",
        "client": [client.name, *client.address.lines, f"{client.address.postcode} {client.address.city.upper()}"],
        "client_number": f"Identifiant FINESS {finess(habits, client.finess or '')}",
        "text": f"Pour la fourniture, au titre du programme Ségur, du logiciel {deal.solution.name} et des travaux qui s'y rattachent, "
        f"suivant votre bon de commande {deal.order} en date du {day(habits, deal.ordered_on)} :",
        "rows": [
            [f"Prestation Ségur {deal.scheme.function}, hors taxes", euros(habits, deal.excl_tax)],
            ["Taxe sur la valeur ajoutée au taux de 20 %", euros(habits, deal.vat)],
            ["Somme due, toutes taxes comprises", euros(habits, deal.incl_tax)],
        ],
        "state": f"{STATE} : {euros(habits, deal.segur_incl)}",
        "payment": f"Payable par virement au compte ouvert chez {account.bank} sous l'IBAN {iban(habits, account.iban)} (BIC {account.bic}).",
        "foot": f"Siret {siret(habits, supplier.siret)} · TVA intracommunautaire {vat(habits, supplier.vat_number)}",
    }  # fmt: skip
    return Paper(
        layout="invoice_letter",
        kind="invoice",
        pdf=typeset("invoice_letter", page),
        printed={
            "invoice.number": (deal.invoice,),
            "invoice.date": (deal.invoiced_on,),
            "order.number": (deal.order,),
            "order.date": (deal.ordered_on,),
            **totals_of(deal, "invoice"),
            "invoice.segur_excl_tax": (deal.segur,),
            "invoice.segur_incl_tax": (deal.segur_incl,),
            **supplier_of(deal, "siret", "vat_number"),
            **client_of(deal, "finess"),
            **account_of(supplier),
        },
        also={**also_of(deal, "invoice"), "solution.name": (deal.solution.name,)},
    )
