"""What a spreadsheet must not take for a formula, in every file that leaves here."""

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # OWASP, "CSV Injection"


def as_words(cell: str) -> str:
    """A name that begins with = shall stay a name."""
    return f"'{cell}" if cell.startswith(STARTS_A_FORMULA) else cell
