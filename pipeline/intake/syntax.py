"""Puts the syntax errors of TOML and JSON in plain words: what was expected at that place."""

from __future__ import annotations

Words = tuple[str, str]  # French, English

ONCE = (
    "chaque clé et chaque [section] une seule fois ; pour plusieurs bénéficiaires, [[beneficiaries]] entre doubles crochets",
    "each key and each [section] once; for several beneficiaries, [[beneficiaries]] between double brackets",
)
ONCE_JSON = ("chaque clé une seule fois dans un même objet { }", "each key once in the same object { }")
CLOSING_QUOTE = ("un guillemet (ou une apostrophe) fermant sur la même ligne", "a closing quote on the same line")
ONE_VALUE = (
    "une seule valeur sur la ligne : textes et identifiants entre guillemets droits, nombres avec un point (1234.50), dates comme 2024-09-12",
    "one value on the line: texts and identifiers between straight quotes, numbers with a point (1234.50), dates like 2024-09-12",
)

WINDOWS_PATH = (
    "des apostrophes autour d'un chemin Windows : 'dossier\\fichier.pdf'",
    "single quotes round a Windows path: 'folder\\file.pdf'",
)

# What the message of tomllib begins with, and what to say.
TOML: tuple[tuple[str, Words], ...] = (
    ("Cannot overwrite", ONCE),
    ("Cannot declare", ONCE),
    ("Cannot mutate", ONCE),
    ("Duplicate inline table key", ONCE),
    ("Expected \"'", CLOSING_QUOTE),
    ("Illegal character '\\n'", CLOSING_QUOTE),
    ("Illegal character", ("un texte sans caractère de contrôle", "a text without control characters")),
    ("Unterminated string", CLOSING_QUOTE),
    ("Unescaped", WINDOWS_PATH),
    ("Invalid hex value", WINDOWS_PATH),
    (
        "Expected '='",
        (
            "un signe = entre la clé et sa valeur ; un nom de clé n'a ni accent ni espace",
            "an = sign between the key and its value; a key name has neither accent nor space",
        ),
    ),
    (
        "Invalid initial character for a key part",
        ("un nom de clé sans accent ni espace", "a key name without accent or space"),
    ),
    ("Unclosed array", ("un crochet fermant ]", "a closing bracket ]")),
    ("Unclosed inline table", ("une accolade fermante }", "a closing brace }")),
    ("Expected ']", ("un crochet fermant ] au bout du nom de section", "a closing bracket ] after the section's name")),
    ("Expected newline", ONE_VALUE),
    ("Invalid value", ONE_VALUE),
    ("Invalid date", ("une date qui existe, comme 2024-09-12", "a date that exists, like 2024-09-12")),
    (
        "Invalid statement",
        ("une clé suivie d'un signe =, ou une [section]", "a key followed by an = sign, or a [section]"),
    ),
)
TOML_OTHERWISE = ("une syntaxe TOML correcte", "correct TOML syntax")

JSON: tuple[tuple[str, Words], ...] = (
    ("Expecting ',' delimiter", ("une virgule entre deux éléments", "a comma between two items")),
    ("Expecting ':' delimiter", ("deux-points entre la clé et sa valeur", "a colon between the key and its value")),
    (
        "Expecting property name",
        (
            "un nom de clé entre guillemets, et pas de virgule après le dernier élément",
            "a key name between double quotes, and no comma after the last item",
        ),
    ),
    ("Illegal trailing comma", ("pas de virgule après le dernier élément", "no comma after the last item")),
    (
        "Expecting value",
        (
            "une valeur : un texte entre guillemets, un nombre, true, false, une liste ou un objet",
            "a value: a text between double quotes, a number, true, false, a list or an object",
        ),
    ),
    ("Extra data", ("rien après l'accolade finale", "nothing after the final brace")),
    ("Unterminated string", CLOSING_QUOTE),
    ("Invalid control character", CLOSING_QUOTE),
    (
        "Invalid \\",
        ("des barres obliques doublées dans les textes : \\\\", "doubled backslashes in texts: \\\\"),
    ),
)
JSON_OTHERWISE = ("une syntaxe JSON correcte", "correct JSON syntax")


def toml_expected(message: str) -> Words:
    """Return what was expected where tomllib says `message`."""
    return next((words for start, words in TOML if message.startswith(start)), TOML_OTHERWISE)


def json_expected(message: str) -> Words:
    """Return what was expected where json says `message`."""
    return next((words for start, words in JSON if message.startswith(start)), JSON_OTHERWISE)
