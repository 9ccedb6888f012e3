"""Wiring only: which app listens where, on which servers."""
