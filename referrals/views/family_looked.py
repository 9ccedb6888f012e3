"""Who has looked? For the family, past the agreed word, in their own words and language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from people import disclosures
from people.lifecycle import Purpose
from referrals.views.family_door import Visit, through_link


@require_safe
@through_link
def looked(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Organizations, not people. Nothing private, and nothing at all of who is contacted with care."""
    person, at = visit.person, visit.at
    if not visit.knows_word or person.contact_with_care:
        return redirect(visit.url())
    disclosures.record(
        actor=visit.actor, person_ids=[person.pk], what="referrals.family_page",
        purpose=Purpose.CARE, at=at,
    )  # fmt: skip
    sums = disclosures.by_organization(person, at=at, for_family=True)
    context = {
        "visit": visit,
        "token": visit.token,
        "sums": sums,
        "clinic": person.custodian,
        "at": at,
    }
    return render(request, "referrals/family_looked.html", context)
