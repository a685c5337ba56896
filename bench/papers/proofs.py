"""Two attestations of a VA: numbered rubrics to fill in, and a letter on the client's paper."""

from __future__ import annotations

from random import Random

from bench.papers.deals import Deal, Truths, client_of, draw_deal, supplier_of
from bench.papers.model import Paper, Sheet, typeset
from fixtures.formats import Formats, day, finess, siret


def rubrics(rng: Random) -> Paper:
    """Set a form of numbered rubrics in two columns, with the case of MSS deployment to tick."""
    deal = draw_deal(rng, extra=False)
    case = rng.choice(("Cas 1", "Cas 2"))
    habits = Formats(date=rng.choice(("slash", "long")), siret=rng.choice(("plain", "threes")))
    client, supplier = deal.client, deal.supplier
    page = {
        "number": deal.proof,
        "rubrics": [
            ["Établissement", [["Raison sociale", client.name], ["N° FINESS", finess(habits, client.finess or "")], ["N° SIRET", siret(habits, client.siret)]]],
            ["Fournisseur de la solution", [["Raison sociale", supplier.name], ["N° SIRET", siret(habits, supplier.siret)]]],
            ["Solution vérifiée", [["Logiciel", deal.solution.name], ["Version en service", deal.solution.version]]],
            ["Commande", [["Numéro du bon de commande", deal.order], ["Date du bon de commande", day(habits, deal.ordered_on)]]],
            ["Messagerie sécurisée", [["Adresse MSSanté de l'établissement", client.mssante], ["Déploiement MSS", case]]],
        ],
        "conclusion": "L'établissement a vérifié que la solution livrée permet l'usage attendu et prononce son aptitude.",
        "date": day(habits, deal.proved_on),
        "signer": f"{client.signatory.full}, {client.signatory.title}",
    }  # fmt: skip
    return Paper(
        layout="va_rubrics",
        kind="va",
        pdf=typeset("va_rubrics", page),
        printed={
            **_proof_of(deal),
            "order.date": (deal.ordered_on,),
            "solution.version": (deal.solution.version,),
            "deployment.mss_case": (case,),
            **supplier_of(deal, "siret"),
            **client_of(deal, "siret", "finess"),
        },
        also=_numbers_of(deal),
    )


def _proof_of(deal: Deal) -> Truths:
    person = deal.client.signatory
    return {
        "proof.reference": (deal.proof,),
        "proof.date": (deal.proved_on,),
        "proof.signatory": (f"{person.first} {person.last}",),
        "order.number": (deal.order,),
        "solution.name": (deal.solution.name,),
        "beneficiary.mssante": (deal.client.mssante,),
    }


def _numbers_of(deal: Deal) -> Truths:
    return {"applicant.siren": (deal.supplier.siren,), "beneficiary.siren": (deal.client.siret[:9],)}


def letter(rng: Random) -> Paper:
    """Draw a letter of the client, everything in its sentences, its own numbers under its name."""
    deal = draw_deal(rng, extra=False)
    habits = Formats(date="long", siret="threes", finess="plain")
    client, supplier, person = deal.client, deal.supplier, deal.client.signatory
    sheet = Sheet("Times", 11.5)
    sheet.words(60, 70, client.name, size=15, bold=True)
    town = f"{client.address.postcode} {client.address.city}"
    y = sheet.lines(60, 86, (", ".join((*client.address.lines, town)),), size=10)
    sheet.words(60, y, f"FINESS {finess(habits, client.finess or '')} - SIRET {siret(habits, client.siret)}", size=10)
    sheet.words(535, 150, f"{client.address.city}, le {day(habits, deal.proved_on)}", align="right")
    sheet.words(60, 190, f"Nos références : {deal.proof}")
    sheet.words(60, 208, "Objet : attestation de vérification d'aptitude (VA)", bold=True)
    texts = (
        f"Je soussigné(e), {person.full}, {person.title}, atteste que le logiciel",
        f"{deal.solution.name}, fourni par {supplier.name}",
        f"(SIRET {siret(habits, supplier.siret)}) suivant notre commande {deal.order},",
        "a été installé et vérifié dans notre établissement, et qu'il est apte à l'usage prévu.",
        "",
        "Notre boîte aux lettres MSSanté, en service dans ce logiciel, est la suivante :",
        client.mssante,
        "",
        "La présente attestation est délivrée pour servir au versement du solde du financement Ségur.",
    )
    y = sheet.lines(60, 250, texts, step=19)
    sheet.lines(340, y + 40, (person.full, person.title, "(signature et cachet)"))
    return Paper(
        layout="va_letter",
        kind="va",
        pdf=sheet.pdf(),
        printed={**_proof_of(deal), **supplier_of(deal, "siret"), **client_of(deal, "siret", "finess")},
        also=_numbers_of(deal),
    )
