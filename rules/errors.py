"""What is wrong with a folder of rules: which file, which key or line, what was expected, in both languages."""

from __future__ import annotations


class RulesError(Exception):
    """A data file that cannot be used; `messages` and `remedies` hold the words by language code.

    The place is a key of a TOML file, or a line, counted from 1, and a column of a table.
    """

    def __init__(self, *, file: str, key: str = "", line: int = 0, column: str = "", fr: str, en: str) -> None:
        at_fr = _place((f"clé « {key} »", key), (f"ligne {line}", line), (f"colonne « {column} »", column))
        at_en = _place((f'key "{key}"', key), (f"line {line}", line), (f'column "{column}"', column))
        super().__init__(f"{file}{at_fr} : {fr}")
        self.file = file
        self.key = key
        self.line = line
        self.column = column
        self.messages = {"fr": f"{file}{at_fr} : {fr}", "en": f"{file}{at_en}: {en}"}
        self.remedies = {
            "fr": "Corrigez ce fichier de règles, puis relancez la commande.",
            "en": "Mend this rules file, then run the command again.",
        }


def _place(*parts: tuple[str, object]) -> str:
    return "".join(f", {words}" for words, given in parts if given)
