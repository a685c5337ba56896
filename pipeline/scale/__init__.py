"""Many dossiers: read side by side, indexed, judged beside each other, remembered in a ledger."""
