"""The letters of a plan: one per addressee, in French, with the references, the pieces, the deadline and no IBAN."""

from __future__ import annotations

from pipeline.packing.letters import Letter
from pipeline.planning.letters import ibans_of, letters_of, sender_of, without_ibans
from tests.planning_samples import MOMENT, judged, plan

INVOICE, PROOF, IBAN = "defaut-facture-un-centime", "defaut-va-non-signee", "defaut-rib-autre-compte"


def letters(*names: str) -> dict[str, Letter]:
    """Return the letters of some dossiers by file name."""
    senders = {judged(name).dossier.reference: sender_of(judged(name).dossier) for name in names}
    return dict(letters_of(plan(names), senders, MOMENT))


def words(letter: Letter) -> str:
    """Return all the words of a letter, with plain spaces."""
    blocks = (letter.sender, letter.addressee, (letter.subject,), letter.references, letter.before, *letter.rows)
    return "\n".join(
        line for block in (*blocks, letter.after, letter.signature, letter.notes) for line in block
    ).replace("\xa0", " ")


def test_each_addressee_gets_one_letter() -> None:
    """Three addressees, three letters, under names that any system takes."""
    assert list(letters(INVOICE, PROOF, IBAN)) == [
        "client_Foyer-d-accueil-medicalise-Les-Bleuets-C01.docx",
        "office_Datacure-Solutions.docx",
        "finance_Ambroisie-Solutions.docx",
    ]


def test_a_clients_letter_is_complete() -> None:
    """Who writes, to whom, about what request, which piece, what is wrong, what to do, by when, for how much."""
    (letter,) = letters(PROOF).values()
    said = words(letter)
    dossier = judged(PROOF).dossier
    applicant = dossier.declared["applicant"]
    assert isinstance(applicant, dict)
    for expected in (
        applicant["name"],
        dossier.beneficiaries[0].name,
        dossier.reference,
        "Vérification d'aptitude (VA)",
        "VA_Foyer_d_accueil_medicalise_Les_Bleuets.pdf",
        "Pas de signature valable",
        "complète et signée",
        "19 décembre 2024",
        "3 367,84 € HT",
        "FAQ-370 : ",
    ):
        assert expected in said
    assert letter.day.replace("\xa0", " ") == "Le 14 novembre 2024"
    assert "decisions.toml" not in said  # what only the applicant can do is not asked of a client


def test_ones_own_staff_get_a_note_with_the_remedy() -> None:
    """An internal note says how to put it right, without the formulas of a letter to others."""
    (letter,) = letters(INVOICE).values()
    assert "note interne" in letter.subject
    assert "Refaire la facture au plus au montant déclaré" in words(letter)
    assert "salutations" not in words(letter)


def test_no_iban_in_clear() -> None:
    """The two accounts that disagree are told apart by their ends; no other digit of them is written."""
    (letter,) = letters(IBAN).values()
    known = ibans_of(judged(IBAN).report)
    compact = words(letter).replace(" ", "")
    masked = words(without_ibans(letter, known)).replace(" ", "")

    assert any(iban in compact for iban in known)
    assert not any(iban in masked or iban[8:20] in masked for iban in known)
    assert masked.count("••••") == 2


def test_a_foreign_iban_is_masked_too() -> None:
    """An account whose form is not French is known from the dossier."""
    (letter,) = letters(PROOF).values()
    told = Letter(
        sender=letter.sender,
        addressee=letter.addressee,
        day=letter.day,
        subject=letter.subject,
        references=letter.references,
        before=("Compte DE89 3704 0044 0532 0130 00.",),
        head=letter.head,
        rows=letter.rows,
        after=letter.after,
        signature=letter.signature,
        notes=letter.notes,
    )
    assert without_ibans(told, ["DE89370400440532013000"]).before == ("Compte DE89 •••• 3000.",)
