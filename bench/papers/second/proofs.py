"""A VA told as minutes in prose, and a MOM as a table to tick."""

from __future__ import annotations

from random import Random

from bench.papers.deals import Deal, client_of, supplier_of
from bench.papers.model import Paper, typeset
from bench.papers.second.sales import SORTS, draw_sale, proof_of, sirens_of
from bench.papers.second.writing import Hand, day_in_words, draw_hand, lines_of, town

_POINTS = (
    "Logiciel installé sur tous les postes prévus",
    "Paramétrage et reprise des utilisateurs",
    "Alimentation de Mon espace santé (DMP)",
    "Envoi et réception par MSSanté",
    "Qualification de l'INS (téléservice INSi)",
    "Formation des utilisateurs réalisée",
    "Documentation remise",
)


def minutes(rng: Random) -> Paper:
    """Set minutes that two parties sign: the day in words and figures, every number inside a justified sentence."""
    deal = draw_sale(rng, extra=False)
    hand = draw_hand(rng, dates="slash dot dash", amounts="sign")
    client, supplier = deal.client, deal.supplier
    page = {
        "font": rng.choice(("Libertinus Serif", "New Computer Modern")),
        "size": 11,
        "head": [],
        "title": rng.choice(("PROCÈS-VERBAL DE VÉRIFICATION D'APTITUDE", "Procès-verbal de vérification d'aptitude (VA)", "ATTESTATION DE VÉRIFICATION D'APTITUDE")),
        "under": f"Réf. : {deal.proof}",
        "foot": deal.proof,
        "texts": _minutes_texts(rng, deal, hand),
        "signers": [
            ["Pour le Client", client.signatory.full, client.signatory.title, f"Le {hand.day(deal.proved_on)}"],
            ["Pour le Fournisseur", rng.choice(("Le chef de projet", "La cheffe de projet", "Le service déploiement")), supplier.name],
        ],
    }  # fmt: skip
    return Paper(
        layout="va_minutes",
        kind="va",
        pdf=typeset("second/prose", page),
        printed={
            **proof_of(deal),
            "order.date": (deal.ordered_on,),
            "beneficiary.mssante": (client.mssante,),
            **supplier_of(deal, "siret"),
            **client_of(deal, "siret", "finess"),
        },
        also=sirens_of(deal),
    )


def _minutes_texts(rng: Random, deal: Deal, hand: Hand) -> list[str]:
    """Return the paragraphs of the minutes."""
    client, supplier, person = deal.client, deal.supplier, deal.client.signatory
    opening = rng.choice(("Le {0} ({1}), à {2},", "L'an et jour ci-après, {1}, soit le {0}, à {2},"))
    return [
        opening.format(day_in_words(deal.proved_on), hand.day(deal.proved_on), client.address.city),
        f"entre {client.name}, {', '.join(lines_of(client.address))}, immatriculé sous le numéro SIRET {hand.siret_of(client.siret)} "
        f"et enregistré au FINESS sous le numéro {client.finess}, représenté par {person.full}, {person.title}, ci-après « le Client »,",
        f"et la société {supplier.name}, {supplier.form} dont le siège est à {town(supplier.address)}, "
        f"SIRET {hand.siret_of(supplier.siret)}, ci-après « le Fournisseur »,",
        f"il a été constaté ce qui suit : en exécution du bon de commande n° {deal.order} du {hand.day(deal.ordered_on)}, le Fournisseur a livré "
        f"et mis en service le logiciel {deal.solution.name}, version {deal.solution.version}, référencé au titre du dispositif {deal.scheme.code}.",
        f"Le Client a vérifié que le logiciel livré répond aux usages attendus du Ségur du numérique en santé, et notamment que sa messagerie {client.mssante} "
        "y est active. En conséquence, il en prononce l'aptitude sans réserve.",
        "Fait en deux exemplaires, dont un pour la demande de versement du solde.",
    ]  # fmt: skip


def ticks(rng: Random) -> Paper:
    """Set a declaration of a working installation (MOM), its points and the case of MSS deployment ticked."""
    sorts = rng.choice((SORTS, ("doctor",)))
    deal = draw_sale(rng, extra=False, sorts=sorts)
    hand = draw_hand(rng, dates="slash short_dot long", amounts="sign")
    client, supplier, person = deal.client, deal.supplier, deal.client.signatory
    case, number = rng.choice(("Cas 1", "Cas 2")), "rpps" if client.rpps else "finess"
    page = {
        "font": rng.choice(("Bitstream Vera Sans", "Libertinus Serif", "New Computer Modern")),
        "title": rng.choice(("DÉCLARATION DE MISE EN ORDRE DE MARCHE", "Attestation de mise en ordre de marche (MOM)", "MISE EN ORDRE DE MARCHE (MOM)")),
        "number_label": rng.choice(("N°", "Référence", "Réf. MOM")),
        "number": deal.proof,
        "date": hand.day(deal.proved_on),
        "rows": [
            [rng.choice(("Client", "Bénéficiaire", "Établissement / praticien")), client.name],
            ["Adresse", ", ".join(lines_of(client.address))],
            ["SIRET", hand.siret_of(client.siret)],
            [number.upper(), client.rpps or client.finess],
            ["Fournisseur", supplier.name],
            ["SIRET du fournisseur", hand.siret_of(supplier.siret)],
            ["Logiciel / version", f"{deal.solution.name} / {deal.solution.version}"],
            ["Bon de commande", f"{deal.order} du {hand.day(deal.ordered_on)}"],
        ],
        "points": [[words, 2 if rank > 2 and rng.random() < 0.25 else 0] for rank, words in enumerate(_POINTS)],
        "cases": ["Cas 1", "Cas 2"],
        "case": case,
        "mssante": client.mssante,
        "conclusion": "Le client déclare que le logiciel est installé, paramétré et en ordre de marche à la date ci-dessus.",
        "signers": [["Le client", person.full, person.title], ["Le fournisseur", supplier.name, "Service déploiement"]],
    }  # fmt: skip
    return Paper(
        layout="mom_ticks",
        kind="mom",
        pdf=typeset("second/mom_ticks", page),
        printed={
            **proof_of(deal),
            "order.date": (deal.ordered_on,),
            "deployment.mss_case": (case,),
            "beneficiary.mssante": (client.mssante,),
            **supplier_of(deal, "siret"),
            **client_of(deal, "siret", number),
        },
        also=sirens_of(deal),
    )
