"""Pure judgement: identifiers, checks and the engine. Knows no file format, no disk, no clock."""
