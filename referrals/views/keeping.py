"""How long is what kept here, what is due, what is held, and when were the rules applied last?"""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.access import require
from core.http import ActorRequest
from organizations.models.network import Network
from people.models.rights import Hold
from people.words.rights import HOLD_WORDS
from referrals.models.retention import RetentionRun
from referrals.search.keeping import keeping_of
from referrals.search.retention import KINDS, due, rule_words

A_MONTH = timedelta(days=30)
MOST = 1000  # more are "1000 and more" to whoever reads it


@require_safe
def keeping(request: ActorRequest) -> HttpResponse:
    """For the privacy officer: rules and numbers, no names."""
    require(request.actor, "people.audit_all")
    at = timezone.now()
    network = Network.objects.get(pk=request.actor.network_id)
    rule = keeping_of(network.pk, at)
    now = {one.name: one for one in due(network.pk, rule, at=at, most=MOST)}
    soon = {one.name: one for one in due(network.pk, rule, at=at + A_MONTH, most=MOST)}
    holds = Hold.objects.visible_to(request.actor, at=at).in_force().select_related("organization")
    run = RetentionRun.objects.visible_to(request.actor, at=at).order_by("-at").first()
    context: dict[str, Any] = {
        "rows": [
            {"kind": kind, "years": years, "source": source,
             "now": now.get(kind.name), "soon": soon.get(kind.name)}
            for kind, years, source in rule_words(rule, network.state)
        ],
        "holds": [(one, HOLD_WORDS[one.reason]) for one in holds.order_by("-placed_at")[:MOST]],
        "run": run,
        "done": [(kind.words, run.done.get(kind.name)) for kind in KINDS if kind.name in run.done] if run else [],
        "at": at,
    }  # fmt: skip
    return render(request, "referrals/keeping.html", context)
