"""Orders that clients write: the print of a hospital's purchasing system, and a plain letter."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from bench.papers.deals import STATE, Deal, also_of, client_of, supplier_of, totals_of
from bench.papers.model import Paper, Sheet
from bench.papers.second.sales import draw_sale, order_of, segur_of, software_of
from bench.papers.second.writing import Hand, draw_hand, lines_of, sum_in_words

_COLUMNS = (
    (28, "Pos.", "left"),
    (56, "Désignation", "left"),
    (352, "Livr.", "left"),
    (404, "Qté U.", "left"),
    (502, "PU HT", "right"),
    (562, "Montant HT", "right"),
)


def public(rng: Random) -> Paper:
    """Draw the order of a public hospital: market, commitment, service and invoicing codes, small boxes everywhere."""
    deal = draw_sale(rng, extra=True, sorts=("hospital",))
    hand = draw_hand(rng, dates="dot slash short_dot", amounts="comma bare point")
    signed = deal.ordered_on + timedelta(days=rng.randint(0, 6))
    sheet = Sheet("Helvetica", 8)
    _public_head(sheet, rng, deal, hand)
    _public_parties(sheet, rng, deal, hand)
    _public_lines(sheet, deal, hand)
    person = deal.client.signatory
    sheet.family = "Helvetica"
    sheet.words(28, 560, f"Arrêté le présent bon à la somme de {sum_in_words(deal.incl_tax)} TTC.", size=7.5)
    sheet.words(28, 576, f"{STATE} : {hand.euros(deal.segur_incl)} TTC", size=8.5, bold=True)
    sheet.frame(330, 610, 237, 110)
    sheet.lines(
        338,
        624,
        ("Pour le Directeur général et par délégation,", person.title, f"{person.first} {person.last.upper()}"),
        step=12,
    )
    sheet.words(338, 662, f"Signé le {hand.day(signed)}")
    notes = (
        "Facture à déposer sur Chorus Pro : rappeler le SIRET destinataire, le code service et le numéro d'engagement.",
        "Toute facture incomplète sera recyclée. Paiement à 50 jours par mandat administratif, comptable : Trésorerie hospitalière.",
    )
    sheet.lines(28, 800, notes, size=6.5)
    return Paper(
        layout="order_public",
        kind="purchase_order",
        pdf=sheet.pdf(),
        printed={
            **order_of(deal),
            "order.signed_on": (signed,),
            **totals_of(deal, "order"),
            **segur_of(deal, "order"),
            **software_of(deal, listing=False),
            **supplier_of(deal, "siret"),
            **client_of(deal, "siret", "finess"),
        },
        also=also_of(deal, "order"),
    )  # fmt: skip


def _public_head(sheet: Sheet, rng: Random, deal: Deal, hand: Hand) -> None:
    client = deal.client
    sheet.words(28, 44, client.name.upper(), size=min(10.5, 450 / len(client.name)), bold=True)  # as wide as its column
    sheet.lines(
        28,
        57,
        (
            *lines_of(client.address, upper=True),
            f"N° FINESS {client.finess}",
            "Direction des achats et de la logistique - Cellule informatique",
        ),
        size=7.5,
    )
    sheet.frame(368, 30, 199, 24, fill=0.85)
    sheet.words(467, 46, "BON DE COMMANDE", size=13, bold=True, align="centre")
    heads = (rng.choice(("N° de commande", "Numéro de commande", "Commande n°")), "Date de commande")
    sheet.boxes(368, 56, (112, 87), heads, (deal.order, hand.day(deal.ordered_on)))
    sheet.words(
        567, 98, f"Page 1 / 1     Édition du {hand.day(deal.ordered_on + timedelta(days=1))}", size=6.5, align="right"
    )
    market = f"{deal.ordered_on.year - 1}{rng.randint(100, 999)}{rng.choice(('AC', 'PI', 'FS'))}{rng.randint(10, 99)}"
    heads = ("N° engagement (Chorus)", "Service exécutant", "Marché public", "Compte", "UF")
    cells = (
        deal.order,
        f"{rng.choice(('DSI', 'ACHATS', 'INFO'))}-{rng.randint(10, 99)}",
        market,
        f"{rng.choice((2051, 21832, 6113))}",
        f"{rng.randint(1000, 9899)}",
    )
    sheet.boxes(28, 116, (130, 110, 130, 85, 84), heads, cells)  # fmt: skip


def _public_parties(sheet: Sheet, rng: Random, deal: Deal, hand: Hand) -> None:
    supplier, client = deal.supplier, deal.client
    for x, head in ((28, "ADRESSE DE LIVRAISON"), (209, "FACTURATION"), (390, "FOURNISSEUR")):
        sheet.frame(x, 158, 177, 92)
        sheet.words(x + 5, 168, head, size=6.5, bold=True)
    sheet.family = "Courier"
    place = (
        rng.choice(("Service informatique", "Magasin central", "Bâtiment administratif")),
        *lines_of(client.address, upper=True),
    )
    sheet.lines(33, 182, place, size=7.5)
    sheet.lines(
        214,
        182,
        ("Dématérialisée (Chorus Pro)", "SIRET destinataire :", hand.siret_of(client.siret), "TVA non récupérable"),
        size=7.5,
        step=12,
    )
    sheet.lines(
        395,
        182,
        (supplier.name, *lines_of(supplier.address, upper=True), f"Code {rng.randint(10000, 99999)}"),
        size=7.5,
    )
    sheet.words(395, 244, f"SIRET {hand.siret_of(supplier.siret)}", size=7.5)
    sheet.words(28, 268, f"Votre contact : {rng.choice(('M. Le Goff', 'Mme Arnaud', 'Mme Petit'))}, poste {rng.randint(2000, 8999)}", size=7.5)  # fmt: skip


def _public_lines(sheet: Sheet, deal: Deal, hand: Hand) -> None:
    sheet.family = "Helvetica"
    sheet.frame(28, 280, 539, 14, fill=0.9)
    sheet.frame(28, 294, 539, 190)
    for x, head, align in _COLUMNS:
        sheet.words(x + (3 if align == "left" else 0), 290, head, size=7, bold=True, align=align)
    sheet.family = "Courier"
    software = f"LOGICIEL {deal.solution.name.upper()} VERSION {deal.solution.version}"
    rows = (
        (f"PRESTATION SEGUR {deal.scheme.code}", software, deal.segur),
        ("REPRISE DE DONNEES HORS SEGUR", "FORFAIT", deal.extra),
    )
    for rank, (first, second, price) in enumerate(rows):
        y, delivery = 310 + 34 * rank, hand.day(deal.proved_on)
        cells = (f"{10 * (rank + 1):04d}", first, delivery, "1 FOR", hand.euros(price), hand.euros(price))
        for (x, _, align), words in zip(_COLUMNS, cells, strict=True):
            sheet.words(x + (3 if align == "left" else 0), y, words, size=7, align=align)
        sheet.words(59, y + 10, second, size=7)
    heads = ("Total HT", "Total TVA 20,00 %", "Total TTC")
    for rank, (head, value) in enumerate(zip(heads, (deal.excl_tax, deal.vat, deal.incl_tax), strict=True)):
        sheet.frame(370, 490 + 16 * rank, 197, 16)
        sheet.words(376, 501 + 16 * rank, head, bold=rank == 2)
        sheet.words(560, 501 + 16 * rank, hand.euros(value), align="right", bold=rank == 2)


def letter(rng: Random) -> Paper:
    """Draw the letter of a small place that orders, every number in a sentence, the offer that it answers beside them."""
    deal = draw_sale(rng, extra=False, sorts=("pharmacy", "care_home", "social"))
    hand = draw_hand(rng, dates="long slash", amounts="euros tight dots")
    sheet = Sheet(rng.choice(("Times", "Helvetica")), 11)
    _letter_head(sheet, deal, hand)
    subject = rng.choice(("bon de commande", "commande ferme"))
    sheet.words(64, 296, f"Objet : {subject} n° {deal.order} - programme Ségur", bold=True)
    y = sheet.lines(64, 330, _letter_texts(rng, deal, hand), step=16)
    sheet.lines(330, y + 24, (deal.client.signatory.full, deal.client.signatory.title), step=14)
    return Paper(
        layout="order_letter",
        kind="purchase_order",
        pdf=sheet.pdf(),
        printed={
            **order_of(deal),
            **segur_of(deal, "order"),
            "order.total_vat": (deal.vat,),
            "order.total_incl_tax": (deal.incl_tax,),
            **software_of(deal),
            **supplier_of(deal, "siret"),
            **client_of(deal, "siret", "finess"),
        },
        # The letter is dated and signed in one: its day is both, its only price is its total too.
        also={**also_of(deal, "order"), "order.signed_on": (deal.ordered_on,), "order.total_excl_tax": (deal.excl_tax,)},
    )  # fmt: skip


def _letter_head(sheet: Sheet, deal: Deal, hand: Hand) -> None:
    """Write who sends the letter, to whom, where and when."""
    supplier, client = deal.supplier, deal.client
    numbers = (f"SIRET : {hand.siret_of(client.siret)}", f"FINESS : {client.finess}")
    sheet.lines(64, 70, (client.name, *lines_of(client.address), *numbers), step=14)
    place = ("Service commercial", *lines_of(supplier.address, upper=True))
    sheet.lines(330, 162, (supplier.name, *place, f"SIRET {hand.siret_of(supplier.siret)}"), step=14)
    sheet.words(330, 262, f"{client.address.city}, le {hand.day(deal.ordered_on)}")


def _letter_texts(rng: Random, deal: Deal, hand: Hand) -> tuple[str, ...]:
    """Return the lines of the letter."""
    solution, offered = deal.solution, deal.ordered_on - timedelta(days=rng.randint(8, 40))
    opening = ("Nous avons le plaisir de vous passer commande", "Par la présente, nous vous confirmons notre commande")
    return (
        "Madame, Monsieur,", "",
        f"{rng.choice(opening)} de la Prestation Ségur portant",
        f"sur votre logiciel {solution.name}, version {solution.version},",
        f"référencé par l'ANS sous le numéro {solution.listing_number},",
        f"suivant votre offre OFF{rng.randint(1000, 9999)} du {hand.day(offered)}.", "",
        f"Le prix de la Prestation Ségur est de {hand.euros(deal.segur)} hors taxes, soit, avec une TVA",
        f"de {hand.euros(deal.vat)} (20 %), un total de {hand.euros(deal.incl_tax)} toutes taxes comprises.", "",
        f"{STATE} :", f"{hand.euros(deal.segur_incl)} TTC. Aucune somme ne reste à notre charge.", "",
        "Vous voudrez bien rappeler le numéro de cette commande sur votre facture.", "",
        "Veuillez agréer, Madame, Monsieur, nos salutations distinguées.",
    )  # fmt: skip
