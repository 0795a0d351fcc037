"""From `minga serve` to two processes that answer: minded, told about, and leaving nothing behind."""
