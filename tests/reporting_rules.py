"""A made-up rulebook for the tests of the reports: few rules, plain words, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from rules.loader import load
from rules.model import Attribute, Rule, Source
from rules.problems import ProblemText
from rules.rulebook import Rulebook

SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

# rule id → level, check's subject, title, messages when it passed, failed, was inconclusive, remedy
TEXTS: Mapping[str, tuple[str, str, str, str, str, str]] = {
    "PC-07": (
        "blocking",
        "Un bon de commande par bénéficiaire",
        "Le bon de commande est là.",
        "Aucun bon de commande n'a été trouvé pour {client}.",
        "Un document pourrait être le bon de commande de {client} : {reason}",
        "Ajouter au dossier le bon de commande signé par le client.",
    ),
    "AM-08": (
        "blocking",
        "Le montant commandé ne dépasse pas le plafond",
        "{amount} HT, sous le plafond de {ceiling}.",
        "La Prestation Ségur commandée ({amount} HT) dépasse le plafond de {ceiling} HT.",
        "Le plafond de ce dispositif n'est pas connu de l'outil : {reason}",
        "Faire corriger puis signer à nouveau le bon de commande, à {ceiling} HT au plus.",
    ),
    "IT-03": (
        "blocking",
        "L'IBAN du RIB est celui de la demande",
        "Le même IBAN figure partout.",
        "Le RIB porte {seen}, la demande {declared}.",
        "L'IBAN du RIB n'a pas pu être lu : {reason}",
        "Vérifier lequel des deux IBAN est le bon, puis corriger la demande ou remplacer le RIB.",
    ),
    "ME-01": (
        "blocking",
        "Le bon de commande porte la mention de prise en charge par l'État",
        "La mention figure page {page}.",
        "La mention « Montant pris en charge par l'Etat au titre du Ségur de la santé » est absente.",
        "La mention n'a pas pu être cherchée : {reason}",
        "Faire rééditer le bon de commande avec la mention exacte, puis le faire signer par le client.",
    ),
    "SI-01": (
        "blocking",
        "Le client a signé le bon de commande",
        "Signature électronique de {signatory}.",
        "Le champ de signature est vide.",
        "Une signature manuscrite ne peut pas être reconnue par l'outil.",
        "Faire signer le bon de commande par le client.",
    ),
    "IT-06": (
        "warning",
        "Le FINESS du client est celui de la demande",
        "FINESS {finess} partout.",
        "Le bon de commande porte le FINESS {seen}, la demande {finess}.",
        "Le FINESS n'a pas pu être comparé : {reason}",
        "Vérifier le FINESS géographique du client.",
    ),
    "DA-02": (
        "blocking",
        "Le bon de commande date de 120 jours au plus",
        "Commandé le {day}.",
        "Le bon de commande est du {day}, plus de 120 jours avant le dossier complet.",
        "La date du bon de commande n'a pas pu être lue.",
        "Faire établir un nouveau bon de commande.",
    ),
    "DO-06": (
        "blocking",
        "Le dispositif est financé",
        "Le dispositif est financé.",
        "{reason}",
        "{reason}",
        "Changer.",
    ),
}
MORE = tuple(f"{family}-{number:02}" for family in ("FI", "ID", "DO", "AM", "ME", "DA") for number in range(20, 25))


def texts(french: str) -> dict[str, str]:
    """Give a French text, and one in English made of it."""
    return {"fr": french, "en": f"[en] {french}"}


@cache
def shipped() -> Rulebook:
    """Load the rules of the tool, of whose values the made-up ones are variants."""
    return load()


def rule(rule_id: str) -> Rule:
    """Make a control that says what `TEXTS` says, or something plain."""
    plain = ("warning", f"Contrôle {rule_id}", "Vérifié.", "En défaut.", "Non vérifié.", "Corriger la pièce.")
    level, title, passed, failed, inconclusive, remedy = TEXTS.get(rule_id, plain)
    messages = {"passed": passed, "failed": failed, "inconclusive": inconclusive, "remedy": remedy}
    return replace(
        next(iter(shipped().rules.values())),
        id=rule_id,
        family=rule_id[:2],
        level=level,
        title=texts(title),
        messages={
            "fr": messages,
            "en": {name: f"[en] {words}" for name, words in messages.items()},
        },
    )


def attribute(name: str, kind: str, label: str, *, personal: bool = False) -> Attribute:
    """Make an entry of the vocabulary."""
    return Attribute(name=name, type=kind, subject=name.split(".")[0], label=texts(label), personal=personal)


ATTRIBUTES = (
    attribute("applicant.siret", "siret", "SIRET du demandeur"),
    attribute("applicant.iban", "iban", "IBAN du demandeur", personal=True),
    attribute("applicant.depositor", "name", "dépositaire de la demande", personal=True),
    attribute("identity.expires_on", "date", "date d'expiration de la pièce d'identité"),
    attribute("beneficiary.name", "name", "nom du bénéficiaire", personal=True),
    attribute("beneficiary.finess", "finess", "FINESS du bénéficiaire"),
    attribute("beneficiary.rpps", "rpps", "RPPS du bénéficiaire", personal=True),
    attribute("beneficiary.mssante", "mssante", "adresse MSSanté du bénéficiaire", personal=True),
    attribute("order.segur_excl_tax", "amount", "Prestation Ségur HT commandée"),
    attribute("order.date", "date", "date du bon de commande"),
    attribute("proof.signatory", "name", "signataire de la VA", personal=True),
)

PROBLEMS = {
    "image_page": ProblemText(
        code="image_page",
        words=texts("La page {page} est une image, son texte n'a pas été lu."),
        remedy=texts("Regarder la page {page}, ou fournir un PDF dont le texte se sélectionne."),
        outcome="inconclusive",
    ),
    "handwritten": ProblemText(
        code="handwritten",
        words=texts("Une signature manuscrite ne se vérifie pas par programme."),
        remedy=texts("Regarder la signature, puis confirmer par une décision."),
        outcome="inconclusive",
    ),
    "encrypted": ProblemText(
        code="encrypted",
        words=texts("Le fichier est protégé par un mot de passe."),
        remedy=texts("Enregistrer le document sans mot de passe."),
        outcome="failed",
    ),
}


def rulebook(*, overlay: bool = False) -> Rulebook:
    """Make a rulebook of the made-up rules."""
    ids = sorted((*TEXTS, *MORE))
    kinds = {"purchase_order": "bon de commande", "rib": "RIB", "identity_document": "pièce d'identité"}
    scheme = shipped().schemes["HOP-DPI-VA2"]
    return replace(
        shipped(),
        rules={rule_id: rule(rule_id) for rule_id in ids},
        schemes={scheme.code: replace(scheme, label=texts("Hôpital, dossier patient informatisé, vague 2"))},
        kinds={kind: replace(shipped().kinds[kind], label=texts(label)) for kind, label in kinds.items()},
        sources={
            "FAQ-2505": Source(
                key="FAQ-2505",
                title="FAQ des industriels, financement",
                address="https://industriels.esante.gouv.fr/faq-des-industriels?f[0]=theme:2505",
                date="2024-11-15",
                basis="sourced",
            ),
            "AF": Source(
                key="AF", title="Appel à financement <V2>", address="javascript:alert(1)", date="", basis="inferred"
            ),
        },
        attributes={one.name: one for one in ATTRIBUTES},
        digest=SHA,
        overlay_digest=SHA[::-1] if overlay else None,
        overlay_files=("schemes/HOP-DPI-VA2.toml",) if overlay else (),
    )
