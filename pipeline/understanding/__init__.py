"""Cuts files into pieces, recognises them, draws typed facts with their witness, joins them into claims."""
