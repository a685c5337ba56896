"""Writes what is to be deposited, re-opens it and proves it."""
