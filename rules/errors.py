"""What is wrong with a folder of rules: which file, which key, what was expected, in both languages."""

from __future__ import annotations


class RulesError(Exception):
    """A data file that cannot be used; `messages` and `remedies` hold the words by language code."""

    def __init__(self, *, file: str, key: str = "", fr: str, en: str) -> None:
        at_fr, at_en = (f", clé « {key} »", f', key "{key}"') if key else ("", "")
        super().__init__(f"{file}{at_fr} : {fr}")
        self.file = file
        self.key = key
        self.messages = {"fr": f"{file}{at_fr} : {fr}", "en": f"{file}{at_en}: {en}"}
        self.remedies = {
            "fr": "Corrigez ce fichier de règles, puis relancez la commande.",
            "en": "Mend this rules file, then run the command again.",
        }
