"""What did I agree to? For the family, past the agreed word: the words as they were shown, and how to stop it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from people import disclosures
from people.lifecycle import Purpose
from people.views.consent import conversations
from referrals.search.family import may_stand_on_a_phone
from referrals.views.family_door import Visit, through_link
from referrals.views.family_wishes import WISHES


@require_safe
@through_link
def agreed(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What holds now. Nothing private, and nothing at all of who is contacted with care."""
    person, at = visit.person, visit.at
    if not visit.knows_word or person.contact_with_care:
        return redirect(visit.url())
    disclosures.record(
        actor=visit.actor, person_ids=[person.pk], what="referrals.family_page",
        purpose=Purpose.CARE, at=at,
    )  # fmt: skip
    talks = [talk for talk in conversations(person, at) if talk["holds"]]
    context = {
        "visit": visit,
        "token": visit.token,
        "talks": [t for t in talks if all(may_stand_on_a_phone(r["consent"]) for r in t["rows"])],
        "clinic": person.custodian,
        "may_stop": bool(WISHES["sharing"].choices(visit)),
    }
    return render(request, "referrals/family_agreements.html", context)
