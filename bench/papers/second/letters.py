"""Three letters that accompany a request: the listing by the ANS, a publisher's mandate, a letter of commitment."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from bench.papers.model import Paper, typeset
from bench.papers.second.sales import draw_sale, software_of
from bench.papers.second.writing import draw_hand, lines_of
from fixtures.people import draw_company, draw_person
from fixtures.sample import Company

_FONTS = ("Libertinus Serif", "New Computer Modern", "Bitstream Vera Sans")


def listing(rng: Random) -> Paper:
    """Set the letter of the ANS: the day of the decision in its text, its own day above."""
    deal, clerk = draw_sale(rng, extra=False), draw_person(rng)
    hand = draw_hand(rng, dates="long slash", amounts="sign")
    publisher, solution = deal.supplier, deal.solution
    listed, written = deal.ordered_on, deal.ordered_on + timedelta(days=rng.randint(1, 12))
    page = {
        "font": rng.choice(_FONTS),
        "reference": f"ANS/DEX/{written.year}-{rng.randint(100, 999)}",
        "clerk": clerk.full,
        "publisher": [publisher.name, f"À l'attention de {publisher.representative.full}", *lines_of(publisher.address, upper=True)],
        "date": hand.day(written),
        "subject": rng.choice(("attestation de référencement Ségur", "notification du référencement de votre solution", "certificat de référencement")),
        "texts": [
            f"{publisher.representative.civility},",
            f"J'ai l'honneur de vous informer que, par décision du {hand.day(listed)}, l'Agence du numérique en santé a prononcé le référencement de la solution "
            f"{solution.name}, version {solution.version}, éditée par {publisher.name}, au titre du dispositif {deal.scheme.code} ({deal.scheme.label}).",
            "Ce référencement est attesté par le numéro unique ci-dessous, à rappeler dans vos échanges avec l'Agence de services et de paiement.",
        ],
        "rows": [
            [rng.choice(("Éditeur", "Société")), publisher.name],
            ["SIRET", hand.siret_of(publisher.siret)],
            [rng.choice(("Solution", "Nom de la solution")), solution.name],
            [rng.choice(("Version", "Version référencée")), solution.version],
            [rng.choice(("Numéro unique de référencement", "N° de référencement")), solution.listing_number],
            ["NIL", solution.nil],
            [rng.choice(("Date de référencement", "Référencée le")), hand.day(listed)],
        ],
        "closing": f"Je vous prie d'agréer, {publisher.representative.civility}, l'expression de ma considération distinguée.",
        "signer": ["Pour la directrice de l'Agence,", "le responsable du guichet national", draw_person(rng).full],
    }  # fmt: skip
    return Paper(
        layout="listing_letter",
        kind="listing_report",
        pdf=typeset("second/listing_letter", page),
        printed={
            "publisher.name": (publisher.name,),
            "publisher.siret": (publisher.siret,),
            **software_of(deal),
            "solution.nil": (solution.nil,),
            "solution.listed_on": (listed,),
        },
        also=_also_called(publisher, "publisher", "applicant"),
    )


def _also_called(company: Company, *roles: str) -> dict[str, tuple[str, ...]]:
    """Return the numbers of a company that is its page's applicant and publisher in one."""
    names = {"name": company.name, "siret": company.siret, "siren": company.siren}
    return {f"{role}.{name}": (value,) for role in roles for name, value in names.items()}


def mandate(rng: Random) -> Paper:
    """Set a publisher's mandate to a distributor: two companies of equal rank in the same prose."""
    deal = draw_sale(rng, extra=False)
    publisher, solution = deal.supplier, deal.solution
    distributor = draw_company(rng, besides=(publisher.name,))
    hand = draw_hand(rng, dates="long slash dot", amounts="sign")

    def presented(company: Company, word: str) -> str:
        person = company.representative
        return (
            f"{company.name}, {company.form} immatriculée au RCS de {company.registry}, SIRET {hand.siret_of(company.siret)}, dont le siège est {', '.join(lines_of(company.address))}, "
            f"représentée par {person.full}, {person.title}, ci-après « {word} »"
        )

    page = {
        "font": rng.choice(_FONTS),
        "size": rng.choice((10.5, 11)),
        "head": [],
        "title": rng.choice(("MANDAT DE DISTRIBUTION", "Mandat de l'éditeur au distributeur", "MANDAT ÉDITEUR – DISTRIBUTEUR")),
        "under": f"Programme Ségur du numérique en santé – {deal.scheme.code}",
        "foot": f"{solution.name} – mandat – page 1/1",
        "texts": [
            f"Entre {presented(publisher, rng.choice(('l’Éditeur', 'le Mandant')))},",
            f"et {presented(distributor, rng.choice(('le Distributeur', 'le Mandataire')))},",
            f"L'éditeur déclare que {distributor.name} est distributeur autorisé de la solution {solution.name}, version {solution.version}, référencée par l'Agence du numérique "
            f"en santé sous le numéro {solution.listing_number}.",
            "Il lui donne mandat de commercialiser cette solution, d'en assurer la Prestation Ségur et de demander en son propre nom les financements correspondants à l'Agence de "
            "services et de paiement, d'en recevoir l'avance et le solde.",
            "Le présent mandat prend effet à sa signature et vaut pour toute la durée du dispositif, sauf révocation notifiée un mois à l'avance.",
            f"Fait à {publisher.address.city}, le {hand.day(deal.ordered_on)}, en deux exemplaires.",
        ],
        "signers": [["Pour l'éditeur", publisher.representative.full, publisher.name], ["Pour le distributeur", distributor.representative.full, distributor.name]],
    }  # fmt: skip
    person = distributor.representative
    return Paper(
        layout="mandate_prose",
        kind="mandate",
        pdf=typeset("second/prose", page),
        printed={
            "publisher.name": (publisher.name,),
            "publisher.siret": (publisher.siret,),
            "applicant.name": (distributor.name,),
            "applicant.siret": (distributor.siret,),
            "applicant.legal_representative": (f"{person.first} {person.last}",),
            **software_of(deal),
        },
        also={"publisher.siren": (publisher.siren,), "applicant.siren": (distributor.siren,)},
    )


def commitment(rng: Random) -> Paper:
    """Set a letter of commitment on its publisher's paper: NIE and NIL beside the SIRET, who engages it below."""
    deal = draw_sale(rng, extra=False)
    hand = draw_hand(rng, dates="long slash short_dot", amounts="sign")
    company, solution, person = deal.supplier, deal.solution, deal.supplier.representative
    nie = f"NIE-{rng.randint(1000, 9999)}"
    page = {
        "font": rng.choice(_FONTS),
        "size": rng.choice((10.5, 11, 11.5)),
        "head": [company.name, ", ".join(lines_of(company.address)), f"SIRET {hand.siret_of(company.siret)} – Tél. {company.phone}"],
        "title": rng.choice(("LETTRE D'ENGAGEMENT", "Lettre d'engagement de l'éditeur")),
        "under": f"Candidature au référencement {deal.scheme.code}",
        "foot": f"{company.form} – RCS {company.registry} – {company.domain}",
        "texts": [
            f"Je soussigné(e) {person.full}, {person.title}, représentant légal de {company.name} (numéro d'identification de l'éditeur, NIE : {nie}),",
            f"m'engage, pour le logiciel {solution.name}, version {solution.version}, enregistré auprès du CNDA sous le NIL {solution.nil} :",
            "– à respecter la convention et l'appel à financement du dispositif, et à répondre dans les délais aux demandes de l'Agence du numérique en santé ;",
            "– à réaliser l'intégralité de la Prestation Ségur sans aucun surcoût pour le client et sans la conditionner à un réengagement contractuel ;",
            "– à insérer dans les conditions générales la clause de mise à disposition des données.",
            f"Fait pour servir et valoir ce que de droit, à {company.address.city}, le {hand.day(deal.ordered_on)}.",
        ],
        "signers": [["Le représentant légal", person.full, person.title], ["Cachet de la société", ""]],
    }  # fmt: skip
    return Paper(
        layout="commitment_letter",
        kind="letter_of_commitment",
        pdf=typeset("second/prose", page),
        printed={
            "applicant.name": (company.name,),
            "applicant.siret": (company.siret,),
            "applicant.nie": (nie,),
            "applicant.legal_representative": (f"{person.first} {person.last}",),
            **software_of(deal, listing=False),
            "solution.nil": (solution.nil,),
        },
        also=_also_called(company, "publisher", "applicant"),
    )
