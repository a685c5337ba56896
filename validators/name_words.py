"""The words that names of organisations and persons are made of, and what each is worth in a comparison."""

from __future__ import annotations

from collections.abc import Mapping


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


SMALL = _set("a au aux d de des du en et l la le les par pour sous sur")
TITLES = _set("docteur docteure docteurs dr dre drs m madame mademoiselle mlle mm mme monsieur mr pr")
LEGAL_FORMS = _set(
    "association ei eirl gcs gcsms gie gip sa sarl sas sc sca scic sci scm scop scp sel selafa selarl selas selca "
    "sisa snc societe"
)
VAGUE_FORMS = frozenset({"association", "sel", "societe"})  # say too little to contradict another form

# One word for another: abbreviations, and legal forms that are one form with a single partner.
WORDS: Mapping[str, str] = {
    "asso": "association",
    "assoc": "association",
    "cab": "cabinet",
    "clin": "clinique",
    "cliniques": "clinique",
    "ctre": "centre",
    "cte": "centre",
    "etab": "etablissement",
    "ets": "etablissement",
    "eurl": "sarl",
    "fond": "fondation",
    "gpe": "groupe",
    "hop": "hopital",
    "hosp": "hospitalier",
    "labo": "laboratoire",
    "laboratoires": "laboratoire",
    "labm": "laboratoire",
    "lbm": "laboratoire",
    "med": "medical",
    "officine": "pharmacie",
    "pharm": "pharmacie",
    "pharmacies": "pharmacie",
    "phcie": "pharmacie",
    "phie": "pharmacie",
    "res": "residence",
    "sasu": "sas",
    "selarlu": "selarl",
    "selasu": "selas",
    "soc": "societe",
    "st": "saint",
    "ste": "sainte",
    "univ": "universitaire",
}

# Words in a row, small words left out, for the acronym they are known by; the longer come first.
PHRASES: Mapping[str, str] = {
    "etablissement hebergement personnes agees dependantes": "ehpad",
    "unite soins longue duree": "usld",
    "service soins infirmiers domicile": "ssiad",
    "hospitalisation domicile": "had",
    "foyer accueil medicalise": "fam",
    "maison accueil specialisee": "mas",
    "centre hebergement reinsertion sociale": "chrs",
    "centre hospitalier regional universitaire": "chu",
    "centre hospitalier universitaire": "chu",
    "centre hospitalier regional": "chr",
    "centre hospitalier intercommunal": "chi",
    "centre hospitalier specialise": "chs",
    "centre hospitalier": "ch",
    "ch regional universitaire": "chu",
    "ch universitaire": "chu",
    "ch regional": "chr",
    "ch intercommunal": "chi",
    "ch specialise": "chs",
    "groupement hospitalier territoire": "ght",
    "groupe hospitalier": "gh",
    "laboratoire biologie medicale": "laboratoire",
    "laboratoire analyses biologie medicale": "laboratoire",
    "laboratoire analyses medicales": "laboratoire",
    "centre imagerie medicale": "imagerie",
    "centre imagerie": "imagerie",
    "centre radiologie": "radiologie",
    "centre medical": "centre_medical",
    "centre sante": "centre_sante",
    "centre hebergement": "centre_hebergement",
    "maison enfants": "maison_enfants",
    "maison medicale": "maison_medicale",
    "maison sante pluriprofessionnelle": "msp",
    "maison sante pluridisciplinaire": "msp",
    "maison retraite": "residence",
    "groupement cooperation sociale medico sociale": "gcsms",
    "groupement cooperation sanitaire": "gcs",
    "groupement interet economique": "gie",
    "groupement interet public": "gip",
    "societe exercice liberal responsabilite limitee": "selarl",
    "societe exercice liberal actions simplifiee": "selas",
    "societe exercice liberal": "sel",
    "societe interprofessionnelle soins ambulatoires": "sisa",
    "societe actions simplifiee unipersonnelle": "sas",
    "societe actions simplifiee": "sas",
    "societe responsabilite limitee": "sarl",
    "entreprise unipersonnelle responsabilite limitee": "sarl",
    "entreprise individuelle": "ei",
    "societe civile professionnelle": "scp",
    "societe civile moyens": "scm",
    "societe civile": "sc",
    "societe anonyme": "sa",
    "association loi 1901": "association",
    "e sante": "esante",
}

# What an organisation is → its family. A hospital may run a nursing home: they are one family.
KINDS: Mapping[str, str] = {
    **dict.fromkeys(_set("ch chr chu chru chi chs clinique gh ght hopital polyclinique samu"), "establishment"),
    **dict.fromkeys(_set("chrs ehpad esat fam had ime mas mecs samsah savs sessad ssiad usld"), "establishment"),
    **dict.fromkeys(_set("centre_hebergement maison_enfants"), "establishment"),
    **dict.fromkeys(_set("cabinet centre_medical centre_sante dentaire maison_medicale msp"), "practice"),
    **dict.fromkeys(_set("imagerie irm radiologie"), "imaging"),
    **dict.fromkeys(_set("biologie laboratoire"), "laboratory"),
    "grades": "regional agency",
    "pharmacie": "pharmacy",
}
# Words that name nobody.
FILLERS = _set(
    "accueil antenne associes chirurgie conseil developpement direction directeur directrice edition editions esante "
    "etablissement fils fondation france general generale gestion groupe groupement hebergement hospitalier infirmier "
    "infirmiers informatique ingenierie logiciel logiciels medical medicale medicaux numerique pole prive privee public "
    "publique regulation residence reunis sante service services siege site soins solutions systeme systemes tech "
    "technologies unite universitaire"
)
# Words that are not enough to tell a name from another, though a name may consist of them.
COMMON = _set("centre dame maison notre saint sainte")
SAINTS = _set("saint sainte")  # those that two names may share and still have nothing to do with each other
