"""Reads directories written in HSDS 3.0, as tables of CSV. Knows no database."""
