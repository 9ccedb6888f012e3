"""What does a family see that holds the tablet? The questions, and nothing else.

Handing over signs the worker out: the tablet keeps a session that may answer this one screening,
for two hours. To leave it, somebody has to sign in again. So no address typed, no button pressed
and no page gone back to can open anybody's record.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core import access
from core.actor import Actor, ActorKind
from core.errors import DomainError
from core.http import ActorRequest, own_context
from core.tenancy import tenant_context
from screening.actions import screenings
from screening.models.screening import Screening
from screening.views.ask import saved, wants_json
from screening.views.sheets import SHARED_DEVICE, form_of, look_at, page_of

KEY = "tablet"
LENT_FOR = timedelta(hours=2)
SHARED_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Lent:
    """For which screening the tablet was handed over, until when. Ids only: sessions are plain."""

    screening: str
    network: str
    until: str

    @classmethod
    def in_session(cls, request: HttpRequest, at: datetime) -> "Lent | None":
        kept = request.session.get(KEY)
        lent = cls(**kept) if kept else None
        return lent if lent and datetime.fromisoformat(lent.until) > at else None

    @property
    def screening_id(self) -> UUID:
        return UUID(self.screening)

    def actor(self, request_id: str) -> Actor:
        """Somebody who may answer this one screening and nothing else."""
        return Actor(
            kind=ActorKind.LINK,
            network_id=UUID(self.network),
            grants=frozenset({("answer_screening", self.screening_id)}),
            request_id=request_id,
        )


TabletView = Callable[[ActorRequest, Screening], HttpResponse]


def on_tablet(view: TabletView) -> Callable[[ActorRequest], HttpResponse]:
    """Runs the view as the tablet, in the family's language; says thanks once it is over."""

    @login_not_required
    @own_context
    @never_cache
    @wraps(view)
    def run(request: ActorRequest) -> HttpResponse:
        at = timezone.now()
        lent = Lent.in_session(request, at)
        if lent is None:
            return redirect(settings.LOGIN_URL)
        request.actor = lent.actor(request.request_id)
        try:
            with tenant_context(UUID(lent.network)):
                screening = look_at(
                    request.actor, lent.screening_id, what="screening.tablet", at=at
                )
                with translation.override(screening.spoken):
                    return view(request, screening)
        except (DomainError, Screening.DoesNotExist):
            return _given_back(request, lent)

    return run


@require_safe
def hand_over(request: ActorRequest, screening_id: UUID) -> HttpResponse:
    """Says what will happen before the worker lets go of the tablet."""
    screening = look_at(request.actor, screening_id, what="screening.hand_over", at=timezone.now())
    if screening.is_finished or not screening.is_handed_over:
        return redirect("screening:ask", screening_id)
    return render(request, "screening/hand_over.html", {"screening": screening})


@require_POST
def lend(request: ActorRequest, screening_id: UUID) -> HttpResponse:
    at = timezone.now()
    found = Screening.objects.visible_to(request.actor, at=at).on_tablet().get(pk=screening_id)
    access.require(request.actor, "screening.answer", found)
    until = at + LENT_FOR
    logout(request)
    request.session[KEY] = asdict(Lent(str(found.pk), str(found.network_id), until.isoformat()))
    response = redirect("screening:tablet")
    response.set_cookie(
        SHARED_DEVICE, "1", max_age=SHARED_FOR, httponly=True, samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )  # fmt: skip
    return response


@require_safe
@on_tablet
def tablet(request: ActorRequest, screening: Screening) -> HttpResponse:
    """One question a screen; past the last one, the thanks."""
    form = form_of(request.actor, screening)
    context = page_of(request, screening, form)
    return render(request, "screening/tablet.html", context)


@require_POST
@on_tablet
def tablet_answers(request: ActorRequest, screening: Screening) -> HttpResponse:
    form = form_of(request.actor, screening, request.POST)
    form.is_valid()
    at = timezone.now()
    screenings.answer(actor=request.actor, screening_id=screening.pk, given=form.given, at=at)
    if wants_json(request):
        return saved(form, at)
    if form.errors:
        context = page_of(request, screening, form)
        return render(request, "screening/tablet.html", context, status=422)
    one = form.one(request.POST.get("one"))
    return redirect(f"{reverse('screening:tablet')}?one={one.number + 1 if one else 1}")


@require_POST
@on_tablet
def give_back(request: ActorRequest, screening: Screening) -> HttpResponse:
    """The family is done. Nothing of theirs stays on the tablet."""
    lent = Lent.in_session(request, timezone.now())
    return _given_back(request, lent)


def _given_back(request: HttpRequest, lent: Lent | None) -> HttpResponse:
    request.session.flush()
    after = reverse("screening:ask", args=[lent.screening_id]) if lent else ""
    return render(request, "screening/given_back.html", {"after": after})
