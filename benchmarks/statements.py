"""How many SQL statements does each action cost? tests/referrals/test_statements.py counts them."""

# Everything that is sent to PostgreSQL by one request or call, BEGIN, COMMIT and SAVEPOINT apart.
STATEMENTS: dict[str, int] = {}
