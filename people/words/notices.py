"""What does the law demand to be said to whoever receives a record that has a law of its own?"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.lifecycle import Law

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Notice:
    """`is_exact`: the words of the regulation itself, which are never translated or changed."""

    law: Law
    text: Text
    source: str
    is_exact: bool = False


NOTICES: dict[Law, Notice] = {
    Law.PART2: Notice(
        Law.PART2,
        "42 CFR part 2 prohibits unauthorized use or disclosure of these records.",
        "42 CFR 2.32(a)(2)",
        is_exact=True,
    ),
    # 99.33(d) asks that the receiver is told of (a), and names no words.
    Law.FERPA: Notice(
        Law.FERPA,
        _(
            "These are education records. Use them only for what they were shared for, and show them to"
            " nobody else unless the parent, or the student of 18, has agreed to that in writing."
        ),
        "34 CFR 99.33(a)",
    ),
}
# As an accounting names them.
LAW_CITED: dict[Law, str] = {
    Law.PART2: "42 CFR part 2",
    Law.VICTIM_SERVICE: "34 USC 12291(b)(2)",
    Law.FERPA: "34 CFR part 99",
}


def notices(laws: frozenset[Law]) -> tuple[Notice, ...]:
    """Those that have something to say, in the order of the table."""
    return tuple(notice for law, notice in NOTICES.items() if law in laws)
