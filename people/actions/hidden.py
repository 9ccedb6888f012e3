"""Where somebody lives whose state keeps it secret: not here. The program's address stands for theirs."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import KeptForm
from core.errors import BadInput
from people.lifecycle import Channel
from people.models.contact import ContactPoint
from people.models.person import HouseholdMembership, Person

# What changes when somebody joins or leaves a program.
HIDDEN = ("has_substitute_address", "substitute_address", "address", "postal_code", "zip3")
NO_ADDRESS = _(
    "They are in a program that keeps their address secret. Leave the address and the ZIP code empty."
)


def hide_address(person: Person, substitute: str | None) -> None:
    """Forget where they live (unsaved); letters go to the program. None: they are in none, or no more."""
    if substitute is None:
        person.has_substitute_address, person.substitute_address = False, ""
        return
    if not substitute.strip():
        raise BadInput(_("Write down the program’s address. It stands for their own everywhere."))
    person.has_substitute_address, person.substitute_address = True, substitute.strip()
    person.address = person.postal_code = person.zip3 = ""
    for point in _letters_to(person):
        point.value = person.substitute_address
        point.save(update_fields=["value"])
    KeptForm.objects.filter(path__contains=str(person.pk)).delete()  # it may have been typed there


def _letters_to(person: Person) -> QuerySet[ContactPoint]:
    """Their own, and on a relative's record those that go to them."""
    theirs = Q(person=person, whose=None) | Q(whose=person)
    return ContactPoint.objects.filter(theirs, channel=Channel.LETTER)


def hidden_value(person: Person, point: ContactPoint) -> str:
    """As it was typed; a letter to somebody in a program goes to the program, whatever was typed."""
    reader = point.whose or person
    is_letter = reader.has_substitute_address and point.channel == Channel.LETTER
    return reader.substitute_address if is_letter else point.value


def check_hidden(person: Person, address: str, postal_code: str) -> None:
    """Nobody writes it down again, by page or by program; the database refuses it as well."""
    if person.has_substitute_address and (address.strip() or postal_code.strip()):
        raise BadInput(NO_ADDRESS)


def still_shown_at_home(person: Person) -> list[Person]:
    """Who lives with them, in the same care, and has an address here that is the same secret."""
    homes = HouseholdMembership.objects.filter(person=person, until=None).values("household_id")
    together = HouseholdMembership.objects.filter(household_id__in=homes, until=None)
    others = Person.objects.filter(
        pk__in=together.values("person_id"), custodian_id=person.custodian_id, merged_into=None,
        has_substitute_address=False,
    )  # fmt: skip
    return [one for one in others.exclude(pk=person.pk) if one.address or one.postal_code]
