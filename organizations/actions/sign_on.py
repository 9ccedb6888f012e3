"""Let an organization vouch for its people by its own sign-in; know them again; end that."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import browsers
from accounts.models import User
from accounts.oidc import Ended
from accounts.vouched import ROUND, SKEW, Vouched, domain_of
from core import history
from core.access import require
from core.actor import Actor
from core.errors import BadInput, DomainError, StepNotPossible
from core.tenancy import action
from organizations.models.members import Membership
from organizations.models.network import Organization
from organizations.models.sign_on import SignOn, SignOnDomain, SignOnHeard, SignOnPerson

# Nobody's own: whoever gets an address there could come in as somebody else.
OPEN_TO_ALL = {
    "aol.com", "gmail.com", "googlemail.com", "gmx.com", "hotmail.com", "icloud.com", "live.com", "mail.com",
    "me.com", "msn.com", "outlook.com", "proton.me", "protonmail.com", "yahoo.com", "ymail.com",
}  # fmt: skip
WHO_IT_IS = ("kind", "issuer", "client_id")  # another of these is another provider
LOOKS = ("address", "certificates", "second_step_word", "passwords_open")


class NotKnownHere(DomainError):
    """They proved who they are over there; nobody here was invited by that name."""

    code = "not_known_here"
    status = 403
    sentence = _("Your organization knows you, and nobody has invited you to Porchlight yet.")


class HeardBefore(DomainError):
    code = "heard_before"
    status = 403


class TakenDomain(BadInput):
    code = "taken_domain"
    sentence = _("Another organization signs in with one of these addresses already.")


@dataclass(frozen=True, slots=True)
class Provider:
    """What an admin says of it. Without a new secret the one that is there stays."""

    issuer: str
    domains: Iterable[str]
    kind: str = SignOn.Kind.OIDC
    client_id: str = ""
    client_secret: str = ""
    address: str = ""
    certificates: Sequence[str] = ()
    second_step_word: str = ""
    passwords_open: bool = True


@action
def set_up(*, actor: Actor, organization_id: UUID, provider: Provider, at: datetime) -> SignOn:
    """Another provider than before knows nobody yet, and is tried before it is switched on."""
    organization = _organization(actor, organization_id)
    known = SignOn.objects.select_for_update().filter(organization=organization).first()
    sign_on = known or SignOn(network_id=organization.network_id, organization=organization)
    is_another = _is_another(sign_on, provider)
    _write(sign_on, provider, is_another=is_another)
    if is_another:
        sign_on.people.all().delete()
    _say_domains(sign_on, set(provider.domains), actor=actor, at=at)
    _record("sign_on.changed", sign_on, actor, at, another=is_another)
    return sign_on


@action
def note_try(*, actor: Actor, organization_id: UUID, at: datetime) -> SignOn:
    """The whole way there and back went well."""
    sign_on = _sign_on(actor, organization_id)
    sign_on.tried_at = at
    sign_on.save(update_fields=["tried_at"])
    _record("sign_on.tried", sign_on, actor, at)
    return sign_on


@action
def switch(*, actor: Actor, organization_id: UUID, on: bool, at: datetime) -> SignOn:
    """From everybody's next sign-in on."""
    sign_on = _sign_on(actor, organization_id)
    if on and sign_on.tried_at is None:
        raise StepNotPossible(_("Try it first: somebody must have come back from there."))
    sign_on.is_on = on
    sign_on.save(update_fields=["is_on"])
    _record("sign_on.switched", sign_on, actor, at, on=on)
    return sign_on


@action
def confirm_domains(*, actor: Actor, organization_id: UUID, at: datetime) -> SignOn:
    """These addresses are that organization's, says the convener: else one could answer another's door."""
    sign_on = _sign_on(actor, organization_id)
    require(actor, "network.convene", sign_on.organization.network)
    _confirm(sign_on, at)
    _record("sign_on.domains_confirmed", sign_on, actor, at)
    return sign_on


@action
def take_away(*, actor: Actor, organization_id: UUID, at: datetime) -> None:
    """Everybody signs in with a password of ours again, or chooses one by mail."""
    sign_on = _sign_on(actor, organization_id)
    _record("sign_on.removed", sign_on, actor, at)
    sign_on.delete()


@action
def recognise(*, actor: Actor, sign_on: SignOn, vouched: Vouched, at: datetime) -> User:
    """By the name they have over there; the first time by their address, if they were invited with it."""
    if vouched.once:
        hear_once(sign_on, vouched.once, until=at + ROUND + SKEW, at=at)
    known = sign_on.people.select_related("user").filter(subject=vouched.subject).first()
    user = known.user if known else _invited(sign_on, vouched)
    if user is None or not _works_there(sign_on, user):
        raise NotKnownHere
    if known is None:
        SignOnPerson.objects.create(
            network_id=sign_on.network_id,
            sign_on=sign_on,
            subject=vouched.subject,
            user=user,
            since=at,
        )
        _record("sign_on.recognised", sign_on, actor, at, user=user.pk)
    return user


@action
def sign_out(*, actor: Actor, sign_on: SignOn, ended: Ended, at: datetime) -> int:
    """Their provider says that they are out over there: how many browsers here that ended."""
    hear_once(sign_on, ended.once, until=at + ROUND + SKEW + SKEW, at=at)
    known = sign_on.people.select_related("user").filter(subject=ended.subject).first()
    if ended.subject and known is None:
        return 0
    user, here = known.user if known else None, sign_on.organization_id
    number = browsers.end_there(here, user=user, there=ended.session)
    if number:
        _record("sign_on.ended", sign_on, actor, at, browsers=number)
    return number


def hear_once(sign_on: SignOn, name: str, *, until: datetime, at: datetime) -> None:
    """`until`: when it is too old anyway. What is too old goes."""
    sign_on.heard.filter(until__lt=at).delete()
    digest = hashlib.sha256(name.encode()).hexdigest()
    _row, is_new = SignOnHeard.objects.get_or_create(
        network_id=sign_on.network_id, sign_on=sign_on, digest=digest, defaults={"until": until}
    )
    if not is_new:
        raise HeardBefore


def _is_another(sign_on: SignOn, provider: Provider) -> bool:
    """Of a SAML provider the name is only a name: one that shares no key with it is another."""
    if any(getattr(sign_on, name) != getattr(provider, name) for name in WHO_IT_IS):
        return True
    return bool(provider.certificates) and not set(provider.certificates) & set(
        sign_on.certificates
    )


def _invited(sign_on: SignOn, vouched: Vouched) -> User | None:
    """An address that is given to somebody new does not make them who had it before."""
    domain = domain_of(vouched.email)
    if not sign_on.domains.filter(name=domain, confirmed_at__isnull=False).exists():
        return None
    user = User.objects.filter(email__iexact=vouched.email, is_service=False).first()
    return None if user is None or sign_on.people.filter(user=user).exists() else user


def _works_there(sign_on: SignOn, user: User) -> bool:
    live = Membership.objects.filter(organization_id=sign_on.organization_id, until=None)
    return user.is_active and live.filter(user=user).exists()


def _write(sign_on: SignOn, provider: Provider, *, is_another: bool) -> None:
    for name in (*WHO_IT_IS, *LOOKS):
        setattr(sign_on, name, getattr(provider, name))
    if provider.client_secret or is_another:  # what one was trusted with is never sent to another
        sign_on.client_secret = provider.client_secret
    if is_another:
        sign_on.tried_at, sign_on.is_on = None, False
    sign_on.save()


def _say_domains(sign_on: SignOn, names: set[str], *, actor: Actor, at: datetime) -> None:
    if names & OPEN_TO_ALL:
        raise BadInput(
            _("Anybody can have an address there. Name those of your organization only.")
        )
    sign_on.domains.exclude(name__in=names).delete()
    there = set(sign_on.domains.values_list("name", flat=True))
    SignOnDomain.objects.bulk_create(
        SignOnDomain(network_id=sign_on.network_id, sign_on=sign_on, name=name)
        for name in sorted(names - there)
    )
    if actor.holds("convene", sign_on.network_id):
        _confirm(sign_on, at)


def _confirm(sign_on: SignOn, at: datetime) -> None:
    waiting = sign_on.domains.filter(confirmed_at=None)
    others = SignOnDomain.objects.filter(Q(network_id=sign_on.network_id)).exclude(sign_on=sign_on)
    taken = others.filter(name__in=waiting.values("name"), confirmed_at__isnull=False)
    if taken.exists():
        raise TakenDomain
    waiting.update(confirmed_at=at)


def _organization(actor: Actor, organization_id: UUID) -> Organization:
    """Locked: two admins who set it up at once come one after the other."""
    organization = Organization.objects.select_for_update(no_key=True).get(
        Q(network_id=actor.network_id), pk=organization_id
    )
    require(actor, "organizations.sign_on", organization)
    return organization


def _sign_on(actor: Actor, organization_id: UUID) -> SignOn:
    organization = _organization(actor, organization_id)
    sign_on = SignOn.objects.select_for_update().get(organization=organization)
    sign_on.organization = organization
    return sign_on


def _record(kind: str, sign_on: SignOn, actor: Actor, at: datetime, **details: object) -> None:
    said = {"organization": sign_on.organization_id, **details}
    history.record_all([history.Fact(kind, sign_on, tell=False, details=said)], actor=actor, at=at)
