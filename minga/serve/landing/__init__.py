"""One address before several participants' servers."""
