"""Two purchase orders: the form of a public hospital's accounts, and a supplier's offer that its client signed."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from bench.papers.deals import STATE, Deal, Truths, account_of, also_of, client_of, draw_deal, supplier_of, totals_of
from bench.papers.model import Paper, Sheet, typeset
from fixtures.formats import Formats, day, euros, finess, iban, siret, vat


def hospital(rng: Random) -> Paper:
    """Set the order form of a client: its own letterhead, its service, its budget line, the supplier in a frame."""
    deal = draw_deal(rng, extra=True)
    habits = Formats(date=rng.choice(("slash", "dot")), amount="space", siret=rng.choice(("threes", "siren_nic")))
    supplier, client = deal.supplier, deal.client
    page = {
        "client": [client.name.upper(), *client.address.lines, f"{client.address.postcode} {client.address.city.upper()}"],
        "client_numbers": [f"FINESS {finess(habits, client.finess or '')}", f"SIRET {siret(habits, client.siret)}"],
        "number": deal.order,
        "date": day(habits, deal.ordered_on),
        "account": f"{rng.randint(2051, 2183)}/{rng.randint(10, 99)}",
        "supplier": [supplier.name, *supplier.address.lines, f"{supplier.address.postcode} {supplier.address.city.upper()}"],
        "supplier_number": siret(habits, supplier.siret),
        "lines": [
            [f"PRESTATION SEGUR {deal.scheme.code} - LOGICIEL {deal.solution.name.upper()} VERSION {deal.solution.version}", euros(habits, deal.segur)],
            ["REPRISE DE DONNEES (HORS SEGUR)", euros(habits, deal.extra)],
        ],
        "totals": [["MONTANT HT", euros(habits, deal.excl_tax)], ["MONTANT TVA", euros(habits, deal.vat)], ["MONTANT TTC", euros(habits, deal.incl_tax)]],
        "state": f"{STATE} : {euros(habits, deal.segur_incl)} TTC",
        "signer": f"{client.signatory.first} {client.signatory.last.upper()}, {client.signatory.title}",
        "signed": f"Le {day(habits, deal.ordered_on + timedelta(days=3))}",
    }  # fmt: skip
    return Paper(
        layout="order_hospital",
        kind="purchase_order",
        pdf=typeset("order_hospital", page),
        printed={
            **_order_of(deal),
            "order.signed_on": (deal.ordered_on + timedelta(days=3),),
            "order.segur_excl_tax": (deal.segur,),
            "order.segur_incl_tax": (deal.segur_incl,),
            "solution.name": (deal.solution.name,),
            "solution.version": (deal.solution.version,),
            **supplier_of(deal, "siret"),
            **client_of(deal, "siret", "finess"),
        },
        also=also_of(deal, "order"),
    )


def _order_of(deal: Deal) -> Truths:
    return {"order.number": (deal.order,), "order.date": (deal.ordered_on,), **totals_of(deal, "order")}


def offer(rng: Random) -> Paper:
    """Draw a supplier's order form in typewriter letters, all labels on the left, « bon pour accord » at the foot."""
    deal = draw_deal(rng, extra=False)
    habits = Formats(date=rng.choice(("slash", "long")), amount="eur", siret="plain", vat="key")
    supplier, client, account = deal.supplier, deal.client, deal.supplier.account
    sheet = Sheet("Courier", 9.5)
    sheet.words(297, 56, "BON DE COMMANDE", size=17, bold=True, align="centre")
    sheet.rule(60, 68, 535, 68)
    rows = (
        ("Commande n°", deal.order),
        ("Établie le", day(habits, deal.ordered_on)),
        ("", ""),
        ("VENDEUR", f"{supplier.name} ({supplier.form})"),
        ("", f"{', '.join(supplier.address.lines)}, {supplier.address.postcode} {supplier.address.city}"),
        ("Siret", siret(habits, supplier.siret)),
        ("N° TVA", vat(habits, supplier.vat_number)),
        ("", ""),
        ("ACHETEUR", client.name),
        ("", f"{', '.join(client.address.lines)}, {client.address.postcode} {client.address.city}"),
        ("Siret", siret(habits, client.siret)),
        ("FINESS", finess(habits, client.finess or "")),
        ("", ""),
        ("Logiciel", deal.solution.name),
        ("Version", deal.solution.version),
        ("Réf. ANS", deal.solution.listing_number),
        ("", ""),
        ("Prestation Ségur HT", euros(habits, deal.excl_tax)),
        ("TVA 20,00 %", euros(habits, deal.vat)),
        ("Total TTC", euros(habits, deal.incl_tax)),
    )
    for rank, (label, value) in enumerate(rows):
        sheet.words(60, 96 + 17 * rank, label + (" " + "." * (20 - len(label)) if label else ""))
        sheet.words(190, 96 + 17 * rank, value, bold=label.isupper())
    sheet.lines(60, 462, (f"{STATE} :", f"{euros(habits, deal.segur_incl)} TTC."), bold=True)
    sheet.words(60, 500, "Règlement du solde éventuel par virement :")
    sheet.words(60, 514, f"IBAN {iban(habits, account.iban)}")
    sheet.words(60, 528, f"BIC {account.bic} - {account.bank}")
    sheet.lines(
        320,
        580,
        ("Bon pour accord,", f"à {client.address.city}, le {day(habits, deal.ordered_on)}", client.signatory.full),
    )
    return Paper(
        layout="order_offer",
        kind="purchase_order",
        pdf=sheet.pdf(),
        printed={
            **_order_of(deal),
            "order.segur_excl_tax": (deal.segur,),
            "order.segur_incl_tax": (deal.segur_incl,),
            "solution.name": (deal.solution.name,),
            "solution.version": (deal.solution.version,),
            "solution.listing_number": (deal.solution.listing_number,),
            **supplier_of(deal, "siret", "vat_number"),
            **client_of(deal, "siret", "finess"),
        },
        # No rule asks an order for an account: one that is read must be right, one that is not is no loss.
        also={**also_of(deal, "order"), "order.signed_on": (deal.ordered_on,), **account_of(supplier)},
    )
