"""Six digits to the mailbox of a link: what is confidential opens to those who read it, and to nobody else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.links import LinkGone
from accounts.models import AccessLink
from accounts.trying import is_locked
from core.actor import Actor
from core.http import ActorRequest
from organizations.actions.links import ask_for_code, give_code
from organizations.forms.links import CodeForm
from organizations.views.link_door import Door, Proof
from organizations.views.link_visitor import know_again, visitor_at


class Visited(Protocol):
    """What the digits need to know of a visit; `proof` is what its browser keeps once they were right."""

    @property
    def link(self) -> AccessLink: ...
    @property
    def actor(self) -> Actor: ...
    @property
    def has_code(self) -> bool: ...
    @property
    def at(self) -> datetime: ...
    @property
    def proof(self) -> Proof: ...
    def url(self, name: str, *args: object) -> str: ...


P = ParamSpec("P")
V = TypeVar("V", bound=Visited)


@dataclass(frozen=True, slots=True)
class Digits(Generic[V]):
    """Two views behind one door: `ask` has the digits sent, `give` takes them. Names are those of addresses."""

    door: Door[V]
    leads_to: str
    typed_at: str
    template: str
    words: Callable[[V], Mapping[str, object]] = lambda _visit: {}

    @property
    def ask(self) -> Callable[..., HttpResponse]:
        """Send them, and lead to where they are typed: looking at that page again sends no others."""
        return require_POST(self.door(self._ask))

    @property
    def give(self) -> Callable[..., HttpResponse]:
        return require_http_methods(["GET", "HEAD", "POST"])(self.door(self._give))

    def needed(
        self, view: Callable[Concatenate[ActorRequest, V, P], HttpResponse]
    ) -> Callable[..., HttpResponse]:
        """Decorates what only a reader of the mailbox sees: whoever was forwarded the mail sees the door."""

        def run(
            request: ActorRequest, visit: V, /, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            if visit.has_code:
                return view(request, visit, *args, **kwargs)
            if request.method not in {"GET", "HEAD"}:
                raise LinkGone
            return redirect(visit.url(self.leads_to))

        return self.door(run)

    def _ask(self, request: ActorRequest, visit: V) -> HttpResponse:
        visitor = visitor_at(request, visit.link)
        if not ask_for_code(actor=visit.actor, link=visit.link, visitor=visitor, at=visit.at):
            return self._page(request, visit, CodeForm(), too_many=True, status=429)
        return redirect(visit.url(self.typed_at))

    def _give(self, request: ActorRequest, visit: V) -> HttpResponse:
        form = CodeForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return self._page(request, visit, form, status=422 if form.is_bound else 200)
        visitor = visitor_at(request, visit.link)
        said = {"typed": form.cleaned_data["code"], "visitor": visitor}
        if give_code(actor=visit.actor, link=visit.link, at=visit.at, **said):
            response = visit.proof.keep(redirect(visit.url(self.leads_to)))
            return know_again(response, visit.link, visitor)
        form.add_error("code", form.NOT_RIGHT)
        return self._page(request, visit, form, status=422)

    def _page(
        self,
        request: ActorRequest,
        visit: V,
        form: CodeForm,
        *,
        too_many: bool = False,
        status: int,
    ) -> HttpResponse:
        visit.link.refresh_from_db()  # a wrong one may just have locked it
        visitor = visitor_at(request, visit.link)
        shut = too_many or is_locked(visit.link, visitor, at=visit.at)
        context: dict[str, Any] = {
            "visit": visit, "form": form, "closed": shut, **self.words(visit)
        }  # fmt: skip
        return render(request, self.template, context, status=status)
