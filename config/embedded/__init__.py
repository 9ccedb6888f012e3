"""Servers of our own for a fresh machine and for tests; the production image has none of this."""
