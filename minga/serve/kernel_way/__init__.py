"""A process for each person: pages made ahead of time, given out, and ended."""
