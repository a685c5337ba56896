"""Draws the words out of a message written as a web page, line by line; nothing that it points to is fetched."""

from __future__ import annotations

from html.parser import HTMLParser

UNSEEN = frozenset(("script", "style", "head", "title", "template"))
LINES = frozenset(
    ("p", "div", "br", "tr", "table", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "blockquote")
)
CELLS = frozenset(("td", "th"))


def words_of(page: str) -> str:
    """Return the words that a page shows, `\\n` between lines and a tab between the cells of a table."""
    parser = _Parser()
    parser.feed(page)
    parser.close()
    return "".join(parser.words)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self._unseen += 1
        elif tag in LINES:
            self.words.append("\n")
        elif tag in CELLS:
            self.words.append("\t")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in LINES:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words.append(" ".join(data.split("\n")))
