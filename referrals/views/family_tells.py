"""What does a family read where it may tell us something? What it said before, and an empty form."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from people import disclosures
from people.lifecycle import Purpose
from referrals.views.family_door import Visit


def tells_page(
    request: HttpRequest, visit: Visit, template: str, form: forms.Form, told: Iterable[Any]
) -> HttpResponse:
    """`told`: rows with icon, what, since and the thing itself (`one`)."""
    person = visit.person
    disclosures.record(
        actor=visit.actor, person_ids=[person.pk], what="referrals.family_page",
        purpose=Purpose.CARE, at=visit.at,
    )  # fmt: skip
    context = {
        "visit": visit, "token": visit.token, "form": form, "told": list(told),
        "clinic": person.custodian, "help_line": person.network.help_line,
        "crisis_line": person.network.crisis_line, "at": visit.at,
    }  # fmt: skip
    return render(request, template, context, status=422 if form.errors else 200)
