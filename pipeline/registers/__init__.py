"""Public registers in local dated snapshots: found, dated, and looked up in child processes."""
