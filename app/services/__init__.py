"""Changes: one verb per function, inside a transaction that the caller opened."""
