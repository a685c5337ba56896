"""A user's folder of rules is laid over the shipped ones, or refused with plain words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from rules.instants import PARIS
from rules.loader import Rulebook, RulesError, load

SHIPPED = load()

SOURCES = '["MY-AF"]\ntitle = "AF HOP-DPI-Va2"\naddress = ""\ndate = "2025-06-01"\nbasis = "overlay"\n'

CEILING = """
code = "sons hop-dpi-va2"

[[window]]
request = "funding"
opens = 2024-09-12T14:00:00
closes = 2026-03-18T12:00:00
published = 2025-06-01
source = "MY-AF"

[[ceiling]]
excl_tax = "123456.78"
beneficiary = "920000650"
source = "MY-AF"
"""

CONTROL = """
id = "ZZ-01"
level = "blocking"
check = "sum_holds"
subject = "piece"
pieces = ["invoice"]
reviewed_on = 2026-11-21

[title]
fr = "Somme"
en = "Sum"

[messages.fr]
passed = "La somme est juste."
failed = "La somme est fausse."
inconclusive = "La somme n'a pas été lue."
remedy = "Corrigez la facture."

[messages.en]
passed = "The sum holds."
failed = "The sum does not hold."
inconclusive = "The sum was not read."
remedy = "Mend the invoice."

[[version]]
from = 2021-08-11
source = "MY-AF"
"""

NEW_SCHEME = """
code = "DENT-LGC-VA2"
lane = "DENT"
function = "LGC"
wave = 2
funded = true
reviewed_on = 2026-11-21

[label]
fr = "Chirurgiens-dentistes, vague 2"
en = "Dentists, wave 2"

[ceiling_document]
fr = "l'appel à financement"
en = "the call for funding"
"""


def overlay(root: Path, **files: str) -> Path:
    """Write an overlay folder; `schemes__X` stands for schemes/X.toml, and sources.toml is there unless given."""
    for name, text in {"sources": SOURCES, **files}.items():
        path = root / (name.replace("__", "/") + ".toml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def refusal(folder: Path) -> RulesError:
    """Return what the loader says of a folder that it refuses."""
    with pytest.raises(RulesError) as caught:
        load(folder)
    return caught.value


def test_an_overlay_adds_to_a_known_scheme(tmp_path: Path) -> None:
    """A maximum and a postponement that the user read join the shipped scheme, whose other facts stay."""
    shipped, scheme = (
        SHIPPED.schemes["HOP-DPI-VA2"],
        load(overlay(tmp_path, schemes__mine=CEILING)).scheme("HOP-DPI-VA2"),
    )
    assert scheme is not None
    assert scheme.windows[:-1] == shipped.windows
    assert scheme.windows[-1].closes == datetime(2026, 3, 18, 12, tzinfo=PARIS)
    assert [ceiling.excl_tax for ceiling in scheme.ceilings] == [Decimal("123456.78")]
    assert replace(scheme, windows=shipped.windows, ceilings=shipped.ceilings) == shipped


def test_an_overlay_replaces_the_single_keys_of_a_scheme(tmp_path: Path) -> None:
    """`funded` and `label` of the overlay win, found by an older name of the scheme, whose code stays."""
    text = 'code = "RAD-RIS-VA1"\nfunded = false\nfunded_source = "MY-AF"\n[label]\nfr = "A"\nen = "B"\n'
    scheme = load(overlay(tmp_path, schemes__x=text)).schemes["IMG-RIS-VA1"]
    assert (scheme.funded, scheme.funded_source, scheme.label) == (False, "MY-AF", {"fr": "A", "en": "B"})
    assert scheme.windows == SHIPPED.schemes["IMG-RIS-VA1"].windows


def test_an_overlay_brings_a_new_scheme_and_a_new_control(tmp_path: Path) -> None:
    """A new code is a new scheme and a new id a new control; everything shipped is still there."""
    folder = overlay(tmp_path, schemes__DENT=NEW_SCHEME, controls__amounts__ZZ_01=CONTROL)
    rulebook = load(folder)
    assert set(rulebook.schemes) - set(SHIPPED.schemes) == {"DENT-LGC-VA2"}
    assert set(rulebook.rules) - set(SHIPPED.rules) == {"ZZ-01"}
    assert rulebook.sources["MY-AF"].basis == "overlay"
    assert rulebook.overlay_files == ("controls/amounts/ZZ_01.toml", "schemes/DENT.toml", "sources.toml")


def test_an_overlay_replaces_a_kind_of_piece_whole(tmp_path: Path) -> None:
    """A kind of piece of the overlay stands instead of the shipped one; nothing of the former is left."""
    text = (
        'kind = "vsr"\nsubject = "request"\n[label]\nfr = "a"\nen = "b"\n[recognition]\nheadings = ["x"]\ncues = []\n'
    )
    kind = load(overlay(tmp_path, pieces__vsr=text)).kinds["vsr"]
    assert (kind.headings, kind.facts, kind.parties) == (("x",), (), ())


def test_an_overlay_adds_words_to_a_kind_of_piece(tmp_path: Path) -> None:
    """A file that says `extends` needs nothing but its own words: those shipped stay, and nothing else changes."""
    text = (
        'kind = "invoice"\nextends = true\ndecoys = ["lieferdatum"]\n[recognition]\nheadings = ["rechnung"]\ncues = []\n'
        '[[party]]\nrole = "supplier"\nsubject = "applicant"\nlabels = ["lieferant"]\n'
        '[[fact]]\nattribute = "invoice.number"\nlabels = ["rechnungsnummer"]\n'
    )
    shipped, kind = SHIPPED.kinds["invoice"], load(overlay(tmp_path, pieces__invoice=text)).kinds["invoice"]
    assert kind.headings == (*shipped.headings, "rechnung")
    assert kind.decoys == (*shipped.decoys, "lieferdatum")
    assert [party.labels for party in kind.parties[len(shipped.parties) :]] == [("lieferant",)]
    assert [fact.labels for fact in kind.facts[len(shipped.facts) :]] == [("rechnungsnummer",)]
    added = {"headings": shipped.headings, "decoys": shipped.decoys, "parties": shipped.parties, "facts": shipped.facts}
    assert replace(kind, **added) == shipped


def test_what_extends_no_shipped_kind_stands_alone(tmp_path: Path) -> None:
    """Words for a kind that nobody ships are refused until they are a whole kind of their own."""
    with pytest.raises(RulesError, match="subject"):
        load(overlay(tmp_path, pieces__x='kind = "rechnung"\nextends = true\n'))


def test_the_files_that_people_really_keep_beside_are_left_alone(tmp_path: Path) -> None:
    """A BOM, CRLF, a README, the PDF of the AF and a .git folder do not trouble an overlay."""
    folder = overlay(tmp_path)
    (folder / "sources.toml").write_bytes(b"\xef\xbb\xbf" + SOURCES.replace("\n", "\r\n").encode())
    (folder / "schemes").mkdir()
    (folder / "schemes" / "af-hop-dpi-va2.pdf").write_bytes(b"%PDF")
    (folder / "LISEZMOI.md").write_text("notes", encoding="utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "config.toml").write_text("=", encoding="utf-8")
    assert "MY-AF" in load(folder).sources


REFUSED = [
    ({"schemes__x": 'code = "HOP-DPI-VA2"\nfunded = "oui"\n'}, "schemes/x.toml", "funded"),
    ({"schemes__x": 'code = "HOP-DPI-VA2"\nwindows = []\n'}, "schemes/x.toml", ""),
    ({"schemes__x": 'code = "NEW-ONE-VA2"\n'}, "schemes/x.toml", ""),
    ({"schemes__x": CEILING.replace('"123456.78"', "123456.78")}, "schemes/x.toml", "ceiling[1].excl_tax"),
    (
        {"schemes__x": CEILING.replace("2026-03-18T12:00:00", "2026-03-18T12:00:00+01:00")},
        "schemes/x.toml",
        "window[1].closes",
    ),
    ({"schemes__x": CEILING.replace("2026-03-18T12:00:00", '"2026-02-30"')}, "schemes/x.toml", "window[1].closes"),
    ({"schemes__x": CEILING.replace('source = "MY-AF"', 'source = "NOPE"')}, "schemes/x.toml", "window[1].source"),
    ({"schemes__x": CEILING.replace('source = "MY-AF"', 'source = "ASP-V2-24"')}, "schemes/x.toml", "window[1].source"),
    ({"schemes__x": CEILING, "schemes__y": CEILING}, "schemes/y.toml", ""),
    ({"schemes__x": 'code = "HOP-DPI-VA2"\n[levels]\n"QQ-99" = "info"\n'}, "schemes/x.toml", "levels.QQ-99"),
    ({"schemes__x": "code = \n"}, "schemes/x.toml", ""),
    ({"sources": SOURCES.replace('"overlay"', '"sourced"')}, "sources.toml", "MY-AF.basis"),
    ({"sources": SOURCES.replace("MY-AF", "ASP-V1")}, "sources.toml", "ASP-V1"),
    ({"controls__amounts__ZZ_01": CONTROL.replace('"blocking"', '"fatal"')}, "controls/amounts/ZZ_01.toml", "level"),
    (
        {"controls__amounts__ZZ_01": CONTROL.replace('["invoice"]', '["invoices"]')},
        "controls/amounts/ZZ_01.toml",
        "pieces",
    ),
    ({"controls__ZZ_01": CONTROL}, "controls/ZZ_01.toml", ""),
    ({"scheme__x": CEILING}, "scheme/", ""),
    ({"source": SOURCES}, "source.toml", ""),
]


@pytest.mark.parametrize(("files", "file", "key"), REFUSED)
def test_a_wrong_overlay_is_refused_with_file_key_and_words(
    tmp_path: Path, files: dict[str, str], file: str, key: str
) -> None:
    """What does not parse, fit or exist is refused, naming the file and the key, in French and in English."""
    error = refusal(overlay(tmp_path, **files))
    assert (error.file, error.key) == (file, key)
    assert set(error.messages) == set(error.remedies) == {"fr", "en"}
    assert all(file in words and key in words for words in error.messages.values())
    assert error.messages["fr"] != error.messages["en"]
    assert str(tmp_path) not in str(error)


def test_a_refusal_says_what_was_expected(tmp_path: Path) -> None:
    """A clerk reads the shape that was expected, with an example, without knowing what a JSON Schema is."""
    error = refusal(overlay(tmp_path, schemes__x=CEILING.replace('"123456.78"', '"123 456,78"')))
    assert error.messages["fr"] == (
        "schemes/x.toml, clé « ceiling[1].excl_tax » : forme attendue, par exemple : 100000.00."
    )
    assert error.messages["en"] == 'schemes/x.toml, key "ceiling[1].excl_tax": expected such as: 100000.00.'


def test_a_folder_that_is_no_overlay_is_refused(tmp_path: Path) -> None:
    """An absent or an empty folder, and a file in another encoding, are no rules: nothing is passed over in silence."""
    assert "n'existe pas" in refusal(tmp_path / "absent").messages["fr"]
    assert "aucune règle" in refusal(tmp_path).messages["fr"]
    (tmp_path / "sources.toml").write_bytes(SOURCES.replace("AF HOP", "pièce").encode("cp1252"))
    assert "UTF-8" in refusal(tmp_path).messages["fr"]


def test_an_overlay_changes_both_digests(tmp_path: Path) -> None:
    """A report shows that an overlay was there, and which: its own digest and the whole one follow its bytes."""

    def digests(rulebook: Rulebook) -> tuple[str, str | None]:
        return rulebook.digest, rulebook.overlay_digest

    first = load(overlay(tmp_path / "a", schemes__x=CEILING))
    same = load(overlay(tmp_path / "b", schemes__x=CEILING))
    other = load(overlay(tmp_path / "c", schemes__x=CEILING.replace("123456.78", "123456.79")))
    assert digests(first) == digests(same)
    assert len({SHIPPED.digest, first.digest, other.digest}) == 3
    assert first.overlay_digest != other.overlay_digest
