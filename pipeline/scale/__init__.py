"""Many dossiers: workers, progress, and later cache and ledger."""
