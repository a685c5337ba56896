"""Reads the text of office documents: Word, OpenDocument text, Excel."""
