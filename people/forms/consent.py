"""What is asked when a family agrees to share: all directions on one page, each kept apart."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.choices import offer
from core.ids import uuid7
from organizations.forms.once import OnceForm
from organizations.topic_words import TOPIC_WORDS
from organizations.topics import SENSITIVE, TOPICS
from people.actions.consent import Agreement
from people.forms.fields import ALL, DayField, NameField, WhichField, choices_of, offered
from people.lifecycle import ALWAYS_SHARED, NAMES_A_PARTNER, Direction, Fact, Form, Law
from people.models.agreements import Consent
from people.search.texts import Shown
from people.signatures import LONGEST
from people.words.agreement import Terms
from people.words.codes import DIRECTION_WORDS, FACT_WORDS, FORM_WORDS

A_YEAR = timedelta(days=365)
EVERYDAY = tuple(slug for slug in TOPICS if slug not in SENSITIVE)
Choices = list[tuple[str, str]]
SIGNED = ("signed_name", _("Write the name of whoever signs."))
# What each form of a yes cannot do without.
NEEDED = {
    Form.WRITTEN: SIGNED,
    Form.ELECTRONIC: SIGNED,
    Form.VERBAL: ("witness", _("Write down who else heard it.")),
}
AS_TYPED = (
    "language", "interpreter", "witness", "given_by", "signed_name", "signature", "kept_where", "paper_seen",
    "both_agree",
)  # fmt: skip


class AgreementForm(OnceForm):
    """`partners` and `speakers` (who may agree for the person) are (id, name)."""

    directions = forms.MultipleChoiceField(
        label=_("What does the family agree to?"),
        choices=choices_of(DIRECTION_WORDS),
        widget=forms.CheckboxSelectMultiple,
        initial=[Direction.SEND, Direction.REPORT_BACK, Direction.CONTACT],
    )
    recipients = forms.TypedMultipleChoiceField(
        label=_("Which partners?"),
        required=False,
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
    )
    everyday = forms.BooleanField(
        label=_("Help with daily needs, such as food, rides or rent"), required=False, initial=True
    )
    sensitive = forms.MultipleChoiceField(
        label=_("Private kinds of help: only those ticked here may be shared"),
        required=False,
        choices=lambda: [(slug, TOPIC_WORDS[slug]) for slug in TOPICS if slug in SENSITIVE],
        widget=forms.CheckboxSelectMultiple,
    )
    facts = forms.MultipleChoiceField(
        label=_("Which facts?"),
        required=False,
        choices=[(fact, words) for fact, words in FACT_WORDS.items() if fact not in ALWAYS_SHARED],
        widget=forms.CheckboxSelectMultiple,
        initial=[Fact.PHONE, Fact.HOUSEHOLD, Fact.BEST_TIME],
        help_text=_("Name and language are always shared, so that the partner can greet them."),
    )
    form = forms.ChoiceField(
        label=_("How do they say yes?"),
        choices=choices_of(FORM_WORDS),
        widget=forms.RadioSelect,
        initial=Form.ELECTRONIC,
    )
    signed_name = NameField(
        label=_("Who signs, by name?"),
        required=False,
        help_text=_("On paper or on a screen: as they write it."),
    )
    signature = forms.CharField(
        required=False, max_length=LONGEST, widget=forms.HiddenInput
    )  # drawn below the words, where somebody wants to
    kept_where = NameField(
        label=_("Where is the paper kept?"), required=False, help_text=_("When it is on paper.")
    )
    witness = NameField(
        label=_("Who else heard it?"),
        required=False,
        help_text=_("When it is said out loud: a colleague or the interpreter, by name."),
    )
    language = forms.ChoiceField(label=_("Show the words in"))
    interpreter = NameField(
        label=_("Who interpreted?"),
        required=False,
        help_text=_("A name or a number. Not a child, and not a relative for private things."),
    )
    given_by = WhichField(label=_("Who agrees?"), initial=ALL)
    paper_seen = NameField(
        label=_("Which paper did you see?"),
        required=False,
        help_text=_(
            "Not for parents. For anybody else who speaks for them, or a minor who lives alone: "
            "a court order, a power of attorney."
        ),
    )
    both_agree = forms.BooleanField(
        label=_("The child or teenager says yes too"),
        required=False,
        help_text=_("Needed for help with alcohol or drugs, when a parent agrees."),
    )
    until = DayField(label=_("Until"), required=False)

    def __init__(
        self, *args: Any, partners: Choices, speakers: Choices, languages: Choices,
        person_name: str, today: date, **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        self.today = today
        offer(self, "recipients", partners)
        offer(self, "given_by", [(ALL, person_name), *speakers])
        offer(self, "language", languages)
        self.fields["until"].initial = today + A_YEAR

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until is not None and until <= self.today:
            raise forms.ValidationError(_("Choose an end date that is still to come."))
        return until

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if NAMES_A_PARTNER.intersection(said.get("directions", ())) and not said.get("recipients"):
            self.add_error("recipients", _("Choose the partner that this is for."))
        if not (said.get("everyday") or said.get("sensitive")):
            self.add_error("everyday", _("Choose at least one kind of help."))
        for form, (field, sentence) in NEEDED.items():
            if said.get("form") == form and not said.get(field) and field not in self.errors:
                self.add_error(field, sentence)
        if said.get("form") == Form.WRITTEN and not said.get("kept_where"):
            self.add_error("kept_where", _("Write down where the paper is kept."))
        return said

    def topics(self) -> tuple[str, ...]:
        """None: every kind that is not private. A private kind beside them: all are named."""
        said = self.cleaned_data
        private = tuple(said["sensitive"])
        return private if not said["everyday"] else (*EVERYDAY, *private) if private else ()

    def directions_chosen(self) -> frozenset[Direction]:
        return frozenset(Direction(code) for code in self.cleaned_data["directions"])

    def terms(self, *, clinic: str, laws: frozenset[Law] = frozenset()) -> Terms:
        """What the words are made of; the kinds of help as the page offers them."""
        said = self.cleaned_data
        names = offered(self, "recipients")
        return Terms(
            clinic=clinic,
            partners=tuple(names[str(pk)] for pk in said["recipients"]),
            directions=self.directions_chosen(),
            topics=tuple(said["sensitive"]),
            everyday=said["everyday"],
            facts=(*ALWAYS_SHARED, *said["facts"]),
            until=said["until"],
            laws=laws,
        )

    def agreement(self, *, words: str, text: Shown) -> Agreement:
        """What the action takes; `words` are those that were shown, made of `text`."""
        said = self.cleaned_data
        plain = {name: said[name] for name in AS_TYPED}
        return Agreement(
            **plain,
            words=words,
            text=text,
            directions=self.directions_chosen(),
            recipients=tuple(said["recipients"]),
            topics=self.topics(),
            facts=frozenset(Fact(fact) for fact in said["facts"]) | ALWAYS_SHARED,
            form=Form(said["form"]),
            until=_end_of(said["until"]),
            given_together=said["request_key"] or uuid7(),
        )


def agreed_before(rows: list[Consent]) -> dict[str, Any]:
    """What a form begins with, from the rows of one earlier conversation. Who heard and signed is asked anew."""
    first = rows[0]
    return {
        "directions": [row.direction for row in rows],
        "recipients": [str(row.recipient_id) for row in rows if row.recipient_id],
        "everyday": not first.topics or not SENSITIVE.issuperset(first.topics),
        "sensitive": [topic for topic in first.topics if topic in SENSITIVE],
        "facts": [fact for fact in first.facts if fact not in ALWAYS_SHARED],
        "form": first.form,
        "language": first.language,
        "given_by": ALL if first.given_by_id is None or first.of_age_in else str(first.given_by_id),
        "interpreter": first.interpreter,
        "paper_seen": first.paper_seen,
    }


def _end_of(day: date | None) -> datetime | None:
    """An agreement until a day holds to the end of that day."""
    return None if day is None else timezone.make_aware(datetime.combine(day, time.max))
