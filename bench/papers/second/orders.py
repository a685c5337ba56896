"""Orders that clients fill in or accept: a form made with a word processor and a quote that is signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from bench.papers.deals import STATE, Deal, account_of, also_of, client_of, supplier_of
from bench.papers.model import Paper, typeset
from bench.papers.second.sales import draw_sale, order_of, segur_of, software_of
from bench.papers.second.writing import Hand, capital, draw_hand, lines_of, town
from fixtures.pricing import cents, segur_lines, tax

_SORTS = (("Pharmacie", "pharmacy"), ("Imagerie", "imaging"), ("Médecin", "doctor"), ("Laboratoire", "laboratory"))
_TERMS = (
    "Les présentes conditions régissent la fourniture du logiciel et des services décrits au recto. Toute commande implique leur acceptation sans réserve.",
    "Le client dispose d'un droit d'utilisation personnel, non exclusif et non cessible, pour la durée et le nombre de postes convenus.",
    "La Prestation Ségur comprend l'installation, le paramétrage, la formation et la maintenance corrective sur le périmètre du dossier de spécifications de référencement.",
    "Les délais sont donnés à titre indicatif. Le fournisseur informe le client de tout retard supérieur à quinze jours.",
    "Les factures sont payables à trente jours. Tout retard entraîne de plein droit des pénalités au taux de trois fois l'intérêt légal et une indemnité forfaitaire de 40 €.",
    "Le client reste responsable de ses sauvegardes. Le fournisseur restitue les données dans un format ouvert, sans frais, au terme du contrat.",
    "La responsabilité du fournisseur est limitée aux sommes encaissées au cours des douze derniers mois.",
    "Les parties traitent les données de santé dans le respect du règlement général sur la protection des données.",
)


def word(rng: Random) -> Paper:
    """Set a form that a small practice filled in: ticks, dotted lines, one price."""
    sort = rng.choice(_SORTS)
    deal = draw_sale(rng, extra=False, sorts=(sort[1],))
    hand = draw_hand(rng, dates="slash long short_dot dash", amounts="sign eur point_sign tight dots")
    signed = deal.ordered_on + timedelta(days=rng.randint(0, 9))
    client, person = deal.client, deal.client.signatory
    number = "rpps" if client.rpps else "finess"
    page = {
        **_word_parties(rng, deal, hand),
        "font": rng.choice(("Libertinus Serif", "Bitstream Vera Sans", "New Computer Modern")),
        "filled": rng.choice(("Bitstream Vera Sans", "DejaVu Sans Mono")),
        "form": f"BDC-{rng.choice('ABCD')} v{rng.randint(1, 6)}",
        "title": rng.choice(("BON DE COMMANDE", "Bon de commande", "BON DE COMMANDE SÉGUR")),
        "number": deal.order,
        "date_label": rng.choice(("Date", "Date de la commande", "En date du")),
        "date": hand.day(deal.ordered_on),
        "sorts": [[words, name == sort[1]] for words, name in _SORTS],
        "software": [["Nom", deal.solution.name], ["Version", deal.solution.version], [rng.choice(("N° de référencement", "Numéro de référencement ANS")), deal.solution.listing_number]],
        "services": ["Licence", "Installation", "Formation", "Maintenance corrective"],
        "prices": [["Montant HT de la Prestation Ségur", hand.euros(deal.segur)], ["TVA (20 %)", hand.euros(deal.vat)], ["Montant TTC", hand.euros(deal.incl_tax)]],
        "state": STATE,
        "covered": f"{hand.euros(deal.segur_incl)} TTC",
        "city": client.address.city,
        "signed": hand.day(signed),
        "signer": f"{person.full}, {person.title}",
    }  # fmt: skip
    return Paper(
        layout="order_word",
        kind="purchase_order",
        pdf=typeset("second/order_word", page),
        printed={
            **order_of(deal),
            "order.signed_on": (signed,),
            **segur_of(deal, "order"),
            "order.total_vat": (deal.vat,),
            "order.total_incl_tax": (deal.incl_tax,),
            **software_of(deal),
            **supplier_of(deal, "siret"),
            **client_of(deal, "siret", number),
        },
        # The only price is the Prestation's: whoever takes it for the total is right.
        also={
            **also_of(deal, "order"),
            "order.total_excl_tax": (deal.excl_tax,),
            "beneficiary.mssante": (client.mssante,),
        },
    )


def _word_parties(rng: Random, deal: Deal, hand: Hand) -> dict[str, Any]:
    """Return the supplier's printed head and what the client filled in about itself."""
    supplier, client = deal.supplier, deal.client
    label = rng.choice(("N° RPPS", "RPPS") if client.rpps else ("N° FINESS", "FINESS géographique", "Finess ET"))
    return {
        "supplier": supplier.name,
        "head": [f"{supplier.form} au capital de {capital(supplier)} – {' '.join(supplier.address.lines)}, {town(supplier.address)}", f"SIRET {hand.siret_of(supplier.siret)} – Tél. {supplier.phone}"],
        "client": [
            [rng.choice(("Nom ou raison sociale", "Dénomination", "Établissement ou cabinet")), client.name],
            ["Adresse", ", ".join(lines_of(client.address))],
            ["N° SIRET", hand.siret_of(client.siret)],
            [label, client.rpps or client.finess],
            ["Messagerie MSSanté", client.mssante],
        ],
    }  # fmt: skip


def quote(rng: Random) -> Paper:
    """Set a quote of two sheets that its signature makes an order, two rates of VAT and a discount in it."""
    deal = draw_sale(rng, extra=True)
    gross, off = Decimal(rng.randint(4, 40) * 100), rng.choice((5, 10, 15))
    deal = replace(deal, extra=cents(gross * (100 - off) / 100))
    book = Decimal(rng.randint(2, 9)) * Decimal("24.50")  # printed manuals, at the rate of books
    hand = draw_hand(rng, dates="slash long dot", amounts="sign bare")
    signed = deal.ordered_on + timedelta(days=rng.randint(2, 25))
    vat = deal.vat + tax(book, Decimal("5.5"))
    totals = (deal.excl_tax + book, vat, deal.excl_tax + book + vat)
    page = {
        **_quote_head(rng, deal, hand),
        "groups": _quote_groups(deal, hand, gross, off, book),
        "rates": [["20,00 %", hand.euros(deal.excl_tax), hand.euros(deal.vat)], ["5,50 %", hand.euros(book), hand.euros(vat - deal.vat)]],
        "totals": [
            ["Total brut HT", hand.euros(deal.segur + gross + book), False],
            ["Remise", f"-{hand.euros(gross - deal.extra)}", False],
            [rng.choice(("Total net HT", "Total HT")), hand.euros(totals[0]), False],
            [rng.choice(("Total TVA", "Montant de la TVA")), hand.euros(totals[1]), False],
            ["Total TTC", hand.euros(totals[2]), True],
            ["Reste à charge du client TTC", hand.euros(totals[2] - deal.segur_incl), False],
        ],
        "state": STATE,
        "covered": f"{hand.euros(deal.segur_incl)} TTC (soit {hand.euros(deal.segur)} HT)",
        "terms": list(_TERMS),
        "agreement": rng.choice(("BON POUR ACCORD", "Bon pour accord et commande", "BON POUR COMMANDE")),
        "mention": "Mention manuscrite « lu et approuvé, bon pour accord »",
        "signer": deal.client.signatory.full,
        "quality": deal.client.signatory.title,
        "signed": hand.day(signed),
    }  # fmt: skip
    return Paper(
        layout="order_quote",
        kind="purchase_order",
        pdf=typeset("second/order_quote", page),
        printed={
            **order_of(deal),
            "order.signed_on": (signed,),
            **dict(zip(("order.total_excl_tax", "order.total_vat", "order.total_incl_tax"), ((one,) for one in totals), strict=True)),
            **segur_of(deal, "order"),
            **software_of(deal),
            **supplier_of(deal, "siret", "vat_number"),
            **client_of(deal, "siret", "finess"),
        },
        # A quote is ordered on the day on which it is signed: that day is no wrong answer either.
        also={**also_of(deal, "order"), "order.date": (signed,), **account_of(deal.supplier)},
    )  # fmt: skip


def _quote_head(rng: Random, deal: Deal, hand: Hand) -> dict[str, Any]:
    """Return who sells, who buys, and what it is about."""
    supplier, client, account = deal.supplier, deal.client, deal.supplier.account
    siret = hand.siret_of(client.siret)
    return {
        "hue": rng.choice(("#1f4e79", "#7a1f3d", "#2d6a4f", "#3d3d3d")),
        "supplier": [supplier.name, *lines_of(supplier.address), f"Tél. {supplier.phone}", f"contact@{supplier.domain}"],
        "title": rng.choice(("DEVIS valant bon de commande", "DEVIS / BON DE COMMANDE", "Devis valant bon de commande")),
        "number": deal.order,
        "date": hand.day(deal.ordered_on),
        "validity": rng.choice(("Validité : 60 jours", f"Valable jusqu'au {hand.day(deal.ordered_on + timedelta(days=60))}")),
        "subject": f"Mise à niveau Ségur – {deal.scheme.label} ({deal.scheme.code})",
        "facts": [["Logiciel", deal.solution.name], ["Version", deal.solution.version], ["N° de référencement", deal.solution.listing_number], ["Votre interlocuteur", supplier.representative.full]],
        "attention": f"À l'attention de {client.signatory.full}",
        "client": [client.name, *lines_of(client.address, upper=True), rng.choice((f"SIRET {siret}", f"N° SIRET : {siret}")), f"FINESS {client.finess}"],
        "bank": f"IBAN {hand.iban_of(account.iban)} – BIC {account.bic}",
        "foot": f"{supplier.name} – {supplier.form} au capital de {capital(supplier)} – SIRET {hand.siret_of(supplier.siret)} – TVA {hand.vat_of(supplier.vat_number)} – RCS {supplier.registry}",
    }  # fmt: skip


def _quote_groups(deal: Deal, hand: Hand, gross: Decimal, off: int, book: Decimal) -> list[dict[str, Any]]:
    """Return the Prestation Ségur on three lines, and beside it what the client pays itself."""
    services = [
        [
            f"SEG-{rank:02d}",
            line.words[0].upper() + line.words[1:],
            "1",
            hand.euros(line.excl_tax),
            "",
            "20 %",
            hand.euros(line.excl_tax),
        ]
        for rank, line in enumerate(segur_lines(deal.segur, detailed=True), 1)
    ]
    own = [
        ["OPT-14", "Reprise de l'historique hors périmètre Ségur", "1", hand.euros(gross), f"{off} %", "20 %", hand.euros(deal.extra)],
        ["DOC-02", "Manuels d'utilisation imprimés", str(int(book / Decimal("24.50"))), hand.euros(Decimal("24.50")), "", "5,5 %", hand.euros(book)],
    ]  # fmt: skip
    extra = hand.euros(deal.extra + book)
    return [
        {"title": f"Prestation Ségur – {deal.scheme.function}", "lines": services, "label": "Sous-total Prestation Ségur HT", "total": hand.euros(deal.segur)},
        {"title": "Prestations complémentaires (hors Ségur)", "lines": own, "label": "Sous-total hors Ségur HT", "total": extra},
    ]  # fmt: skip
