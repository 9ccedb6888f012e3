"""Servers of our own for a fresh machine and for tests. Development only: the production image leaves this folder out."""
