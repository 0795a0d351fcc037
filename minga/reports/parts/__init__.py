"""The parts of the page, each a function from facts to a block."""
