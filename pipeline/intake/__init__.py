"""Lists the files of a submission safely; reads and validates the request and decision files."""
