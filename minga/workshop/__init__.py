"""What people do in the room: one verb, one transaction, one line in the ledger for every row it touches."""
