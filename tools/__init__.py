"""Small helpers of the Makefile and of the test suite; nothing of Minga's own depends on them."""
