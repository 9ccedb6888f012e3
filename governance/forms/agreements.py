"""What may be typed about an agreement, and by whoever signs it?"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.choices import offer
from governance.actions.agreements import LONGEST_ANSWER, Hand, Terms
from governance.forms.partnerships import day_field
from governance.kinds import Kind, Part, Side
from governance.words.agreements import KIND_WORDS, PART_WORDS, SIDE_WORDS
from organizations.forms.once import OnceForm
from organizations.models.network import Organization
from organizations.topic_words import CATEGORY_WORDS


def signed_file(label: Any, *, required: bool = True) -> forms.FileField:
    return forms.FileField(
        label=label, required=required,
        help_text=_("Of exactly these words. 4 MB at most. All parties can download it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,application/pdf"}),
    )  # fmt: skip


class TermsForm(OnceForm):
    kind = forms.ChoiceField(
        label=_("Which kind of agreement is it?"),
        choices=[(kind.value, KIND_WORDS[kind]) for kind in Kind],
    )
    words = forms.CharField(
        label=_("The whole text, as it will be signed"), widget=forms.Textarea(attrs={"rows": 10})
    )
    categories = forms.MultipleChoiceField(
        label=_("Which kinds of help does it cover?"), required=False,
        choices=list(CATEGORY_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    payment = forms.CharField(
        label=_("What is paid for what, and when?"), required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    answer_days = forms.IntegerField(
        label=_("Within how many open days do they answer? Empty: as all partners."),
        required=False, min_value=1, max_value=LONGEST_ANSWER,
    )  # fmt: skip
    begins_on = day_field(_("From which day on?"))
    ends_on = day_field(_("Until which day? Empty: until somebody ends it."), required=False)

    def terms(self) -> Terms:
        said = self.cleaned_data
        return Terms(
            Kind(said["kind"]), said["words"], said["begins_on"], said["ends_on"],
            said["categories"], said["payment"], said["answer_days"], said["request_key"],
        )  # fmt: skip


class SignForm(forms.Form):
    """Name and office, under exactly the words that stand on the page."""

    side = forms.ChoiceField(label=_("Who signs?"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name, as a signature"), max_length=200)
    office = forms.CharField(label=_("In which office?"), max_length=200)
    file = signed_file(_("The signed paper as a PDF"), required=False)
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(
        self, sides: list[tuple[str, Any]], data: Any = None, files: Any = None, **more: Any
    ) -> None:
        super().__init__(data, files, **more)
        offer(self, "side", sides)

    def signing(self) -> tuple[Side, UUID | None]:
        """For which side, and for which partner."""
        said = str(self.cleaned_data["side"])
        if said == Side.NETWORK:
            return Side.NETWORK, None
        return Side.PARTNER, UUID(said.removeprefix(ON_PAPER))

    def hand(self, address: str) -> Hand:
        said = self.cleaned_data
        on_paper, file = said["side"].startswith(ON_PAPER), said["file"]
        content = file.read() if file else b""
        return Hand(said["name"], said["office"], said["digest"], address, on_paper, content)


class SignedFileForm(forms.Form):
    """To a signature that stands already."""

    file = signed_file(_("The signed paper as a PDF"))

    @property
    def content(self) -> bytes:
        content: bytes = self.cleaned_data["file"].read()
        return content


ON_PAPER = "on_paper:"


def hands(
    *, network: bool, ours: Iterable[Organization], on_paper: Iterable[Organization]
) -> list[tuple[str, Any]]:
    """Who may sign here: the convener for the network, a party for itself, or what one signed on paper."""
    for_network = [(Side.NETWORK.value, SIDE_WORDS[Side.NETWORK])] if network else []
    heard = _("For the partner: %(name)s. They have signed on paper, which lies with us")
    for_others = [(f"{ON_PAPER}{one.pk}", heard % {"name": one.name}) for one in on_paper]
    own = [(str(one.pk), f"{SIDE_WORDS[Side.PARTNER]}: {one.name}") for one in ours]
    return for_network + for_others + own


class PartyForm(forms.Form):
    """One more party of a draft; or what one is in it."""

    organization = forms.TypedChoiceField(label=_("Which organization?"), coerce=UUID)
    part = forms.TypedChoiceField(
        label=_("What is its part?"), coerce=Part,
        choices=[(part.value, PART_WORDS[part]) for part in Part], widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, choices: Iterable[Organization], data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        names = [("", _("Choose one"))] + [(str(one.pk), one.name) for one in choices]
        offer(self, "organization", names)
