"""Which rows still say something of somebody who was erased? One question, made from the table of what goes."""

from collections.abc import Iterator

from people.models.person import Person
from referrals.models.erasing import GONE, Gone

_REQUESTS = """SELECT r.id FROM referrals_referral AS r JOIN screening_need AS n ON n.id = r.need_id
               WHERE n.subject_id IN (SELECT id FROM gone)"""
_OF: dict[str, str] = {
    "screening__person": (
        "screening_id IN (SELECT id FROM screening_screening WHERE person_id IN (SELECT id FROM gone))"
    ),
    "screening__answered_by": (
        "screening_id IN (SELECT id FROM screening_screening WHERE answered_by_id IN (SELECT id FROM gone))"
    ),
    "need__subject": "need_id IN (SELECT id FROM screening_need WHERE subject_id IN (SELECT id FROM gone))",
    "referral__need__subject": f"referral_id IN ({_REQUESTS})",
    "pk": "id IN (SELECT id FROM gone)",
}


def left_of_the_erased() -> str:
    """SQL for `audit`. Where nobody is erased every table is passed over unread."""
    gone = "SELECT id FROM people_person WHERE network_id = %(network)s AND erased_at IS NOT NULL"
    return f"WITH gone AS ({gone}) {' UNION ALL '.join(_questions())}"


def _questions() -> Iterator[str]:
    for one in GONE:
        key = "person_id::text AS id" if not _has_id(one) else "id::text AS id"
        of = _OF.get(one.person) or f"{one.person}_id IN (SELECT id FROM gone)"  # noqa: S608 our own tables
        says = " OR ".join(f"octet_length({column}) > 0" for column in one.sealed)
        says = "true" if one.rows else f"({says})"
        yield f"SELECT {key} FROM {one.model._meta.db_table} WHERE {of} AND {says}"  # noqa: S608 our own tables


def _has_id(one: Gone) -> bool:
    """All but the tokens are named by an id that anybody could look up."""
    return issubclass(one.model, Person) or one.model._meta.pk.get_internal_type() == "UUIDField"
