"""Three invoices: of an accounting suite, of a company with a designer, and of one that still has a typewriter's taste."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random
from textwrap import wrap

from bench.papers.deals import STATE, Deal, Truths, account_of, also_of, client_of, supplier_of, totals_of
from bench.papers.model import Paper, Sheet, typeset
from bench.papers.second.sales import draw_sale, invoice_of, order_of, segur_of, software_of
from bench.papers.second.writing import Hand, capital, draw_hand, grouped, lines_of, sum_in_words, town

_LATE = (
    "Pénalités de retard : trois fois le taux d'intérêt légal. Indemnité forfaitaire pour frais de recouvrement : 40 €."
)


def _left(deal: Deal) -> Decimal:
    """Return what the client itself still has to pay."""
    return deal.incl_tax - deal.segur_incl


def _also(deal: Deal) -> Truths:
    return {**also_of(deal, "invoice"), **software_of(deal)}


def tiers(rng: Random) -> Paper:
    """Set an invoice of an accounting suite: boxes, codes, VAT at the left, totals at the right, legal words at the foot."""
    deal = draw_sale(rng, extra=True)
    hand = draw_hand(rng, dates="slash short", amounts="bare comma sign")
    supplier, client, account = deal.supplier, deal.client, deal.supplier.account
    due = hand.day(deal.invoiced_on + timedelta(days=30))
    siren = grouped(supplier.siren, (3, 3, 3))
    page = {
        "title": rng.choice(("Facture n°", "FACTURE N°", "Facture de vente")),
        "supplier": [supplier.name, *lines_of(supplier.address), f"Tél. : {supplier.phone}", f"compta@{supplier.domain}"],
        "client": [client.name, *lines_of(client.address, upper=True)],
        "number": deal.invoice,
        "date": hand.day(deal.invoiced_on),
        "facts": [["Code client", f"CL{client.siret[4:9]}"], ["V/Réf. commande", deal.order], ["Date commande", hand.day(deal.ordered_on)], ["Échéance", due], ["N° FINESS", client.finess]],
        "lines": [
            ["SEGUR", f"Prestation Ségur {deal.scheme.function} - {deal.solution.name}", "1,00", hand.euros(deal.segur), "", hand.euros(deal.segur)],
            ["MAINT1", "Maintenance évolutive annuelle (hors Ségur)", "1,00", hand.euros(deal.extra), "", hand.euros(deal.extra)],
        ],
        "room": rng.randint(4, 8),
        "rates": [["5", hand.euros(deal.excl_tax), "20,00", hand.euros(deal.vat)]],
        "totals": [["Total HT", hand.euros(deal.excl_tax)], [rng.choice(("Total TVA", "TVA 20 %")), hand.euros(deal.vat)], ["Total TTC", hand.euros(deal.incl_tax)], ["Part Ségur TTC réglée par l'Etat", hand.euros(deal.segur_incl)]],
        "due_label": rng.choice(("NET À PAYER", "Net à payer (EUR)", "Reste à payer")),
        "due": hand.euros(_left(deal)),
        "notes": [f"{STATE} : {hand.euros(deal.segur_incl)} TTC", "Escompte pour paiement anticipé : néant. TVA acquittée sur les encaissements.", _LATE],
        "bank": f"Règlement par virement sur notre compte {account.bank} - IBAN : {hand.iban_of(account.iban)} - BIC : {account.bic}",
        "foot": [f"{supplier.form} au capital de {capital(supplier)} - RCS {supplier.registry} {siren} - APE 6201Z", f"SIRET : {hand.siret_of(supplier.siret)} - N° TVA intracommunautaire : {hand.vat_of(supplier.vat_number)}"],
    }  # fmt: skip
    return Paper(
        layout="invoice_tiers",
        kind="invoice",
        pdf=typeset("second/invoice_tiers", page),
        printed={
            **invoice_of(deal),
            **order_of(deal),
            **totals_of(deal, "invoice"),
            **segur_of(deal, "invoice"),
            "invoice.amount_due": (_left(deal),),
            **supplier_of(deal, "siret", "siren", "vat_number"),
            **client_of(deal, "finess"),
            **account_of(supplier),
        },
        also=_also(deal),
    )


def columns(rng: Random) -> Paper:
    """Set an invoice in two columns, its seller, its number, its days and its bank in a strip on the right."""
    deal = draw_sale(rng, extra=False)
    hand = draw_hand(rng, dates="long slash dot", amounts="sign tight point_sign")
    supplier, client, account = deal.supplier, deal.client, deal.supplier.account
    number = grouped(account.iban, (4,))
    page = {
        "hue": rng.choice(("#b3541e", "#00557f", "#5b2a86", "#333333")),
        "font": rng.choice(("Bitstream Vera Sans", "Libertinus Serif")),
        "title": rng.choice(("Facture", "FACTURE", "facture")),
        "client_head": rng.choice(("Facturé à", "Client", "Adressée à")),
        "client": [client.name, *lines_of(client.address), f"SIRET {hand.siret_of(client.siret)}", f"FINESS {client.finess}"],
        "subject": f"Logiciel {deal.solution.name} – programme Ségur, {deal.scheme.label}",
        "lines": [["Prestation Ségur", f"{deal.scheme.code}, version {deal.solution.version}, forfait", hand.euros(deal.segur)]],
        "totals": [["Total hors taxes", hand.euros(deal.excl_tax)], ["TVA à 20 %", hand.euros(deal.vat)], ["Total toutes taxes comprises", hand.euros(deal.incl_tax)], [STATE, hand.euros(deal.segur_incl)]],
        "due_label": rng.choice(("Reste dû", "À payer", "Net à payer")),
        "due": hand.euros(_left(deal)),
        "notes": [_LATE, "Merci de votre confiance."],
        "supplier": [supplier.name, f"{supplier.form} – {capital(supplier)}", *lines_of(supplier.address), "", "SIRET", hand.siret_of(supplier.siret), "TVA", hand.vat_of(supplier.vat_number)],
        "facts": [
            [rng.choice(("Facture n°", "Numéro", "N° de facture")), deal.invoice], [rng.choice(("Date", "Émise le", "Date de facture")), hand.day(deal.invoiced_on)],
            ["Échéance", hand.day(deal.invoiced_on + timedelta(days=45))], [rng.choice(("Votre commande", "Bon de commande n°")), deal.order],
        ],
        "bank": account.bank,
        "iban": [number[:19], number[20:]] if rng.random() < 0.5 else [number],
        "bic": account.bic,
    }  # fmt: skip
    return Paper(
        layout="invoice_columns",
        kind="invoice",
        pdf=typeset("second/invoice_columns", page),
        printed={
            **invoice_of(deal),
            "order.number": (deal.order,),
            **totals_of(deal, "invoice"),
            **segur_of(deal, "invoice"),
            "invoice.amount_due": (_left(deal),),
            **supplier_of(deal, "siret", "vat_number"),
            **client_of(deal, "siret", "finess"),
            **account_of(supplier),
        },
        also=_also(deal),
    )


def sober(rng: Random) -> Paper:
    """Draw a typewritten invoice: lists, no box, the sum in words."""
    deal = draw_sale(rng, extra=True)
    hand = draw_hand(rng, dates="slash long dash", amounts="point comma dots eur")
    sheet = Sheet("Courier", 10)
    _sober_head(sheet, rng, deal, hand)
    rows = (
        (f"- Prestation Segur {deal.scheme.function}, {deal.solution.name}", deal.segur),
        ("- Assistance au demarrage, hors Segur", deal.extra),
        ("Total hors taxes", deal.excl_tax),
        ("Taxe sur la valeur ajoutee, 20 p. 100", deal.vat),
        (rng.choice(("Total toutes taxes comprises", "Total TTC")), deal.incl_tax),
    )
    for rank, (words, value) in enumerate(rows):
        y = 316 + 18 * rank + (8 if rank > 1 else 0)
        sheet.words(56, y, words, bold=rank == 4)
        sheet.words(530, y, hand.euros(value), align="right", bold=rank == 4)
    sheet.rule(430, 342, 530, 342)
    _sober_foot(sheet, deal, hand)
    return Paper(
        layout="invoice_sober",
        kind="invoice",
        pdf=sheet.pdf(),
        printed={
            **invoice_of(deal),
            **order_of(deal),
            **totals_of(deal, "invoice"),
            **segur_of(deal, "invoice"),
            "invoice.amount_due": (_left(deal),),
            **supplier_of(deal, "siret", "vat_number"),
            **client_of(deal, "finess"),
            **account_of(deal.supplier),
        },
        also=_also(deal),
    )


def _sober_head(sheet: Sheet, rng: Random, deal: Deal, hand: Hand) -> None:
    supplier, client = deal.supplier, deal.client
    numbers = (f"Siret {hand.siret_of(supplier.siret)}", f"TVA {hand.vat_of(supplier.vat_number)}")
    sheet.words(56, 60, supplier.name, size=13, bold=True)
    sheet.lines(56, 76, (", ".join(lines_of(supplier.address)), *numbers), size=9)
    sheet.lines(330, 140, (client.name, *lines_of(client.address)), size=9, step=14)
    sheet.words(56, 236, f"{rng.choice(('FACTURE', 'Facture'))} No {deal.invoice}", size=12, bold=True)
    sheet.words(56, 252, f"{rng.choice(('Le', 'En date du', 'Date :'))} {hand.day(deal.invoiced_on)}")
    sheet.words(56, 266, f"Bon de commande {deal.order} du {hand.day(deal.ordered_on)}")
    sheet.words(56, 280, f"Finess du client : {client.finess}")


def _sober_foot(sheet: Sheet, deal: Deal, hand: Hand) -> None:
    supplier, account = deal.supplier, deal.supplier.account
    sheet.words(56, 440, "Arrêtée la présente facture à la somme de")
    y = sheet.lines(56, 454, wrap(f"{sum_in_words(deal.incl_tax)} TTC.", 76, break_on_hyphens=False), bold=True)
    left = f"Reste à payer par vos soins : {hand.euros(_left(deal))}"
    sheet.lines(56, y + 14, (f"{STATE} :", f"{hand.euros(deal.segur_incl)} TTC", left), step=15)
    pay = f"Valeur en votre aimable règlement à : {account.bank}"
    sheet.lines(56, 640, (pay, f"IBAN {hand.iban_of(account.iban)}", f"BIC  {account.bic}"), step=15)
    foot = f"{supplier.form} au capital de {capital(supplier)} - siège {town(supplier.address)}"
    sheet.words(56, 800, foot, size=7.5)
