"""Names: two spellings of one name are never called different, two clear strangers always are."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from validators.name_words import FILLERS, KINDS, PHRASES, WORDS
from validators.names import NameMatch, compare, folded, stands_in

SAME = [
    ("Medilogis", "Medilogis", "exact"),
    ("Medilogis  Santé", "Medilogis\nSanté", "exact"),
    ("CLINIQUE DU PARC", "Clinique du Parc", "case_accents"),
    ("Médilogis", "MEDILOGIS", "case_accents"),
    ("Medi-Logis", "MédiLogis", "case_accents"),
    ("Œuvre de la Croix-Saint-Simon", "OEUVRE DE LA CROIX SAINT SIMON", "case_accents"),
    ("Dupont & Martin", "DUPONT ET MARTIN", "case_accents"),
    ("Clinique de l’Estuaire", "clinique de l'estuaire", "case_accents"),
    ("Medilogis SAS", "MEDILOGIS", "legal_form"),
    ("S.A.S. Médilogis", "Medilogis", "legal_form"),
    ("Medilogis SASU", "SAS Medilogis", "legal_form"),
    ("Sté Medilogis", "Medilogis", "legal_form"),
    ("SELARL Pharmacie du Marché", "PHARMACIE DU MARCHE", "legal_form"),
    ("Association Les Amis du Lac", "Les Amis du Lac", "legal_form"),
    ("Société par actions simplifiée Medilogis", "Medilogis SAS", "abbreviation"),
    ("GCS Valmont Santé", "Groupement de coopération sanitaire Valmont Santé", "abbreviation"),
    ("CH de Valmont", "Centre Hospitalier de Valmont", "abbreviation"),
    ("C.H.U. de Valmont", "Centre hospitalier universitaire de Valmont", "abbreviation"),
    ("CHU Valmont", "Centre hospitalier régional et universitaire de Valmont", "abbreviation"),
    ("CHI de Valmont", "CH Intercommunal de Valmont", "abbreviation"),
    ("Ctre Hosp. Valmont", "Centre hospitalier de Valmont", "abbreviation"),
    ("Clinique St Jean", "Clinique Saint-Jean", "abbreviation"),
    ("Clinique Ste Anne", "CLINIQUE SAINTE-ANNE", "abbreviation"),
    ("Phie du Marché", "Pharmacie du Marché", "abbreviation"),
    ("LBM Valbio", "Laboratoire de biologie médicale Valbio", "abbreviation"),
    ("EHPAD Les Lilas", "Établissement d'hébergement pour personnes âgées dépendantes Les Lilas", "abbreviation"),
    ("MSP du Lac", "Maison de santé pluriprofessionnelle du Lac", "abbreviation"),
    ("Dr Jean Dupont", "Docteur Jean DUPONT", "abbreviation"),
    ("M. Jean Dupont", "Jean Dupont", "abbreviation"),
    ("DUPONT Jean", "Jean Dupont", "word_order"),
    ("Dr DUPONT Jean-Marie", "Docteur Jean Marie Dupont", "word_order"),
    ("Mme Marie DURAND", "Durand Marie", "word_order"),
    ("EHPAD Résidence Les Lilas", "EHPAD Les Lilas", "contained"),
    ("Centre Hospitalier de Valmont - Service informatique", "CH Valmont", "contained"),
    ("Cabinet médical du Dr Jean Dupont", "Dr Jean Dupont", "contained"),
    ("Cabinet médical du Dr Dupont", "Cabinet du Dr Dupont", "contained"),
    ("Polyclinique des Quatre Pavillons de Rochebrune", "Polyclinique des Quatre Pavilons de Rochebrune", "close"),
]
DIFFERENT = [
    ("Clinique Saint-Jean", "Clinique du Parc"),
    ("Clinique Saint-Jean", "Clinique Saint-Luc"),
    ("EHPAD Les Lilas", "EHPAD Les Roses"),
    ("EHPAD Les Rosiers", "EHPAD Les Roses"),
    ("CH de Valmont", "CH de Rochebrune"),
    ("Centre Hospitalier de Valmont", "Centre Hospitalier Intercommunal de Rochebrune"),
    ("Hôpital Saint-Louis", "Hôpital Saint-Antoine"),
    ("Clinique Notre-Dame", "Clinique du Parc"),
    ("Clinique du Lac", "Clinique Saint-Luc"),
    ("Pharmacie du Centre", "Pharmacie du Marché"),
    ("Pharmacie de la Gare", "Pharmacie de la Mairie"),
    ("Pharmacie du Marché de Valmont", "EHPAD Les Lilas de Valmont"),
    ("Centre médical du Lac", "Centre médical du Parc"),
    ("Maison médicale du Lac", "Maison médicale des Tilleuls"),
    ("Laboratoire Valbio", "Laboratoire Cerbo"),
    ("Logimédis Santé", "Hippocampe Santé"),
    ("Logimédis e-Santé", "Epsilune e-Santé"),
    ("SAS Vitalog Informatique", "SAS Tessalys Informatique"),
    ("Dr Jean Dupont", "Dr Marie Martin"),
    ("GIE IRM de Valmont", "GIE IRM de l'Estuaire"),
]
DOUBTFUL = [
    ("Dr Martin", "Dr Marin", "close"),
    ("Jean Dupont", "Jean Dupond", "close"),
    ("Jean Dupont", "Pierre Dupont", "close"),
    ("J. Dupont", "Jean Dupont", "close"),
    ("Centre hospitalier de Valmont", "Centre hospitalier de Va1m0nt", "close"),
    ("Centre hospitalier de Valmont", "CENTRE HOSPITALIER DE VALM", "close"),
    ("CHU de Bordeaux", "CHU Bdx", "close"),
    ("EHPAD Les Lilas 1", "EHPAD Les Lilas 2", "close"),
    ("Résidence du Parc Valmont", "Résidence du Parc, groupe Exemplia", "close"),
    ("Clinique Notre-Dame de la Paix", "Clinique Notre-Dame du Bon Secours", "close"),
    ("AP-HP", "Assistance publique - Hôpitaux de Paris", "close"),
    ("Quatre Bras", "Quattrebras", "close"),
    ("HCL", "Hospices civils de Lyon", "abbreviation"),
    ("CHV", "Centre hospitalier de Valmont", "abbreviation"),
    ("CHU de Valmont", "CH de Valmont", "contained"),
    ("CH de Valmont", "EHPAD du CH de Valmont", "contained"),
    ("Les Lilas", "EHPAD Les Lilas", "contained"),
    ("Clinique Saint-Luc", "Pharmacie Saint-Luc", "contained"),
    ("Jean Dupont", "Pharmacie Jean Dupont", "contained"),
    ("Pierre Dupont", "Jean Pierre Dupont", "contained"),
    ("Clinique Saint-Claude", "Clinique Sainte-Claude", "contained"),
    ("Clinique Notre-Dame", "Clinique Notre-Dame de la Paix", "contained"),
    ("Accueil Bois-Joli", "Régulation Bois-Joli", "contained"),
    ("Medilogis", "Medilogis Santé", "contained"),
    ("SARL Dupont", "SA Dupont", "legal_form"),
    ("Centre hospitalier", "CH de Valmont", "generic"),
    ("Santé Services", "Groupe Médical", "generic"),
    ("SAS", "Medilogis", "generic"),
    ("", "Medilogis", "not_a_name"),
    ("…", "Medilogis", "not_a_name"),
    ("Medilogis " * 40, "Medilogis", "not_a_name"),
]
STRANGERS = [
    "Clinique Saint-Luc", "Centre Hospitalier de Valfleury", "EHPAD Les Glycines", "Pharmacie des Tilleuls", "Dr Élodie Garrigoux",
    "Laboratoire de biologie médicale Saint-Roch", "SELARL Radiologie Montclair", "Résidence Sainte-Blandine", "GRADeS Roquebelle Santé",
    "SSIAD de Hauterive", "SAMU de Clairefontaine", "Polyclinique des Cèdres", "Logimédis Informatique SAS", "Vitalog Solutions",
    "Maison d'enfants Les Mimosas", "Centre d'imagerie des Magnolias", "Cabinet du Dr Karim Oudinaud", "Pharmacie du Marché",
]  # fmt: skip


@pytest.mark.parametrize(("left", "right", "why"), SAME)
def test_spellings_of_one_name_are_the_same(left: str, right: str, why: str) -> None:
    """Case, accents, legal forms, abbreviations and word order do not make another name."""
    assert compare(left, right) == compare(right, left) == NameMatch(same=True, why=why)


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_names_that_share_only_generic_words_are_different(left: str, right: str) -> None:
    """Two organisations whose telling words have nothing in common are different, whatever else they share."""
    assert compare(left, right) == compare(right, left) == NameMatch(same=False, why="different")


@pytest.mark.parametrize(("left", "right", "why"), DOUBTFUL)
def test_doubt_is_neither_yes_nor_no(left: str, right: str, why: str) -> None:
    """What may be one name or two is left to a person."""
    assert compare(left, right) == compare(right, left) == NameMatch(same=None, why=why)


def test_strangers_are_strangers_however_they_are_written() -> None:
    """Every two of a list of clients and suppliers are different, in capitals, with a legal form and without accents."""
    for left, right in combinations(STRANGERS, 2):
        for written in (right, right.upper(), f"{folded(right)} SAS"):
            assert compare(left, written).same is False, (left, written)


def test_every_client_is_itself_however_it_is_written() -> None:
    """Capitals, lost accents, a service name and typographic dashes leave a client the same."""
    for name in STRANGERS:
        for written in (
            name.upper(),
            folded(name),
            name.replace("-", "\u2011"),
            f"  {name} \n",
            name.replace("'", "’"),
        ):
            assert compare(name, written).same is True, (name, written)


PIECES = """Bon de commande n° 12
Entre la société MEDILOGIS SAS et le Centre hospi-
talier
intercommunal de Val-
fleury, représenté par M. DUPONT
Jean ; EHPAD
 Les   Lilas, 3 rue des Roses. Clinique du Sacré-Cœur, Clinique Sainte-Anne
"""


@pytest.mark.parametrize(
    ("name", "stands"),
    [
        ("Medilogis", True),
        ("Médilogis SARL", True),
        ("CH Intercommunal de Valfleury", True),
        ("Centre hospitalier de Valfleury", False),
        ("Jean Dupont", True),
        ("Dr Dupont Jean", True),
        ("Cabinet du Docteur Jean Dupont", True),
        ("Cabinet du Docteur Dupont", False),
        ("Cabinet Jean Dupont", False),
        ("Jean Martin", False),
        ("EHPAD « Les Lilas »", True),
        ("EHPAD Les Roses", False),
        ("Lilas EHPAD", False),
        ("Clinique du Sacré-Cœur", True),
        ("Clinique du Sacre Coeur", True),
        ("Clinique Ste-Anne", True),
        ("Medi", False),
        ("Centre hospitalier", False),
        ("Clinique", False),
        ("SAS", False),
        ("", False),
    ],
)
def test_a_name_stands_in_a_text_when_its_words_stand_together(name: str, stands: bool) -> None:
    """A name is found over line ends and hyphenation, never by a part of its words or by words that name nobody."""
    squeezed = " ".join(PIECES.lower().translate(str.maketrans("éèœ", "eeo")).split())

    assert stands_in(name, PIECES) is stands
    assert stands_in(name, folded(PIECES.replace("-\n", ""))) is stands
    assert stands_in(name, squeezed) is stands


def test_the_tables_of_words_agree() -> None:
    """No word is worth two things, and every abbreviation and phrase leads to a form that leads no further."""
    assert not KINDS.keys() & FILLERS
    assert not {target for target in WORDS.values() if target in WORDS}
    assert not {target for target in PHRASES.values() if target in PHRASES or target in WORDS}
    assert all(folded(phrase) == phrase for phrase in PHRASES)


WORDS_OF_NAMES = st.sampled_from(
    [
        "Clinique",
        "EHPAD",
        "CH",
        "Centre",
        "hospitalier",
        "Saint",
        "Jean",
        "Lilas",
        "Roses",
        "de",
        "SAS",
        "Dupont",
        "Dr",
        "J.",
        "1",
    ]
)
NAMES = st.one_of(st.text(max_size=40), st.lists(WORDS_OF_NAMES, max_size=6).map(" ".join))


@given(left=NAMES, right=NAMES)
@example(left="İstanbul ẞ ŉ ﬁ", right="\ud800")
def test_comparison_never_raises_and_does_not_depend_on_the_side(left: str, right: str) -> None:
    """Whatever the texts, the answer is the same from both sides, and folding a folded name changes nothing."""
    assert compare(left, right) == compare(right, left)
    assert folded(folded(left)) == folded(left)
    assert compare(left, left).same is not False
    assert isinstance(stands_in(left, right), bool)


@given(words=st.lists(WORDS_OF_NAMES, min_size=1, max_size=6), upper=st.booleans())
def test_another_writing_is_never_called_different(words: list[str], upper: bool) -> None:
    """A name in another case, order and legal form is the same or doubtful, never different."""
    name = " ".join(words)
    written = " ".join(reversed(words)) + " SARL"

    assert compare(name, written.upper() if upper else written.lower()).same is not False
