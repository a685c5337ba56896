"""Reads messages: what they say, as a witness, and the files attached to them."""
