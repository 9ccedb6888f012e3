"""How many SQL statements does each action cost? tests/referrals/test_statements.py counts them."""

# Sent to PostgreSQL by one request or call; BEGIN, SAVEPOINT, COMMIT and the like apart.
STATEMENTS = {
    "Today page": 9,
    "Requests page": 7,
    "need page": 36,
    "request page": 14,
    "API list of needs": 6,
    "API list of referrals": 6,
    "record a need": 5,
    "want help": 6,
    "send": 10,
    "accept": 8,
    "start": 8,
    "complete": 8,
    "family answers": 4,
    "sweep, one batch": 7,
    "sweep, nothing due": 1,
}
