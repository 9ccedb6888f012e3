"""Is what proves something compared in constant time? `==` answers sooner the sooner two proofs differ."""

import ast
import re

from tests.architecture.source import APPS, ROOT, files, tree

PROOF = re.compile(
    r"(?:^|_)(?:(?:hex)?digest|token|proof|secret|signature|signed|mac|hmac|hash|password|csrf)s?$"
)
# Where no stranger has said the other side, or a guess is told nothing by the time it takes.
NO_SECRET = {
    "config/checks.py": "both sides are ours: what the database keeps and what the keys make",
    "insights/actions/restoring.py": "as above: what the backup noted and what the keys make",
    "people/actions/rotating.py": "as above: the tokens that stand there, and those that should",
    "people/views/consent.py": "a digest of words that were shown to whoever sends it back",
    "insights/search/chain.py": "whether a history fits its seal, asked by whoever may read both",
    "accounts/links.py": "one spelling of the letters that were said, against themselves",
}


def name_of(side: ast.expr) -> str:
    """What a side is called: a name, an attribute, or what makes it."""
    if isinstance(side, ast.Call):
        return name_of(side.func)
    if isinstance(side, ast.Attribute):
        return side.attr
    return side.id if isinstance(side, ast.Name) else ""


def compares(text: ast.AST) -> list[str]:
    found = []
    for node in ast.walk(text):
        if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], ast.Eq | ast.NotEq):
            continue
        sides = [node.left, *node.comparators]
        is_known = any(isinstance(side, ast.Constant) for side in sides)
        if not is_known and any(PROOF.search(name_of(side).lower()) for side in sides):
            found.append(ast.unparse(node))
    return found


def test_a_proof_is_never_compared_letter_by_letter() -> None:
    wrong = {}
    for path in files("config", *APPS):
        place = str(path.relative_to(ROOT))
        found = compares(tree(path))
        if found and place not in NO_SECRET:
            wrong[str(path)] = found
    assert not wrong, f"hmac.compare_digest, or a line in NO_SECRET that says why not: {wrong}"


def test_the_rule_would_find_one() -> None:
    for said in ("token == wanted", "given != self.digest", "x == hmac.new(k, m).hexdigest()"):
        assert compares(ast.parse(said)), said
    assert not compares(ast.parse("hmac.compare_digest(token, wanted)"))


def test_every_exception_still_stands() -> None:
    held = {str(path.relative_to(ROOT)) for path in files("config", *APPS) if compares(tree(path))}
    assert set(NO_SECRET) <= held
