"""From bytes to pages, in child processes that can be killed."""
