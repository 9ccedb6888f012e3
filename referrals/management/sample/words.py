"""Which words do the families of the sample county hear before they agree? Published by its convener, in both languages."""

from datetime import datetime, timedelta

from django.utils import translation

from core.actor import Actor
from organizations.models.network import Organization
from people.actions.consent import Agreement, give_consent
from people.actions.texts import publish
from people.lifecycle import Direction, Fact, Form
from people.models.person import Person
from people.models.texts import PLACE
from people.search.texts import text_in_force
from people.words.agreement import Terms, agreement_words

DAY = timedelta(days=1)
BODIES = {
    "en": (
        "We work with other places in Harbor.", PLACE, "I can say stop at any time. I do not have to say why.",
        "I still get care if I say no.", "I can ask for these words on paper.",
    ),
    "es": (
        "Trabajamos con otros lugares de Harbor.", PLACE,
        "Puedo decir que paren cuando quiera. No tengo que decir por qué.",
        "Me siguen atendiendo si digo que no.", "Puedo pedir estas palabras en papel.",
    ),
}  # fmt: skip


def families_hear(convener: Actor, at: datetime) -> None:
    """Long before the first story: every agreement of the county is made of them."""
    for language, lines in BODIES.items():
        publish(
            actor=convener, language=language, begins_on=at.date(), asks_anew=False, at=at,
            body="\n".join(lines),
        )  # fmt: skip


def says_yes(
    worker: Actor, person: Person, directions: frozenset[Direction], facts: frozenset[Fact],
    *, until: datetime, at: datetime, partner: Organization | None = None,
) -> None:  # fmt: skip
    """What a page does: the words in force, made of what exactly is agreed, signed by a typed name."""
    spoken = person.language if person.language in BODIES else "en"
    text = text_in_force(person.network_id, spoken, at=at)
    terms = Terms(
        clinic=person.custodian.name, partners=(partner.name,) if partner else (), directions=directions,
        everyday=True, topics=(), facts=tuple(sorted(facts)), until=until.date(),
    )  # fmt: skip
    with translation.override(spoken):
        words = agreement_words(terms, text.body)
    agreement = Agreement(
        words=words, text=text, language=spoken, directions=directions, facts=facts, form=Form.ELECTRONIC,
        recipients=(partner.pk,) if partner else (), signed_name=person.name, until=until,
        interpreter="Language line, interpreter 4471" if person.needs_interpreter else "",
    )  # fmt: skip
    give_consent(actor=worker, person_id=person.pk, agreement=agreement, at=at)
