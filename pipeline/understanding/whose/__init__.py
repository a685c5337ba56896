"""Whose a number or a name is: sections, rubrics, sentences, the letterhead and the foot tell; nobody is told where nothing does."""
