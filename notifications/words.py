"""In which words do we answer a text, and say what became of a message?"""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Reply(StrEnum):
    STOPPED = "stopped"
    STARTED = "started"
    HELP = "help"
    THANKS = "thanks"
    KEEP_AT_IT = "keep_at_it"
    BEFORE = "before"
    SEVERAL = "several"
    TAP = "tap"
    NOBODY_READS = "nobody_reads"


# Whoever sees these on a screen learns nothing: no name, no kind of help, no place.
REPLIES: dict[Reply, Text] = {
    Reply.STOPPED: _("You will get no more messages at this number. Text START to get them again."),
    Reply.STARTED: _("You will get messages at this number again. Text STOP to end them."),
    Reply.HELP: _(
        "This is Porchlight. We send short questions. For help call 211. Text STOP to end."
    ),
    Reply.THANKS: _("Thank you. We wrote it down."),
    Reply.KEEP_AT_IT: _("Thank you. We wrote it down, and we keep at it."),
    Reply.BEFORE: _("Thank you. There is no open question for you right now."),
    Reply.SEVERAL: _("We have more than one question. Please open the link that we sent you."),
    Reply.TAP: _("Please open the link that we sent you, and tap your answer."),
    Reply.NOBODY_READS: _(
        "Nobody reads texts to this number. In danger call 911. For help call 211."
    ),
}

# What became of a message: tone, icon and words.
STATES: dict[str, tuple[str, str, Text]] = {
    "waiting": ("quiet", "clock", _("Waits")),
    "sent": ("done", "send", _("Sent")),
    "arrived": ("done", "circle-check", _("Arrived")),
    "gave_up": ("stop", "octagon-x", _("Did not arrive")),
    "unknown": ("stop", "circle-question-mark", _("Nobody knows whether it arrived")),
    "held_back": ("you", "hand", _("Held back")),
}
# Why, by the code on the delivery; a code with a number behind it is found by what stands before that.
WHYS: dict[str, Text] = {
    "died": _("The person has died."),
    "contacting_prohibited": _("This person must not be contacted."),
    "contact_with_care": _("This person is contacted by a worker only."),
    "channel_not_safe": _("This way is not marked as safe, or does not work any more."),
    "messages_stopped": _("The family wants no messages there."),
    "no_address": _("The number or address was taken away."),
    "link_ended": _("The link that it leads to has ended."),
    "reader_has_left": _("Whoever should read it does not work here any more."),
    "program_ended": _("This program has been ended."),
    "nothing_left": _("Everything was done before the mail of the day left."),
    "tried_too_often": _("It was tried ten times. The other side kept asking to try later."),
    "killed_while_sending": _("We were interrupted while sending. A text is not sent twice."),
    "provider_did_not_say": _("The provider did not say. A text is not sent twice."),
    "refused_not_an_address": _("It is not an e-mail address."),
    "refused_not_a_number": _("It is not a telephone number."),
    "refused_not_public": _("The address is not public, or does not begin with https://."),
    "refused_410": _("The other side says that the address is gone."),
    "refused": _("The other side refused it: the address does not work."),
    "bounced_complained": _("The reader marked it as spam."),
    "bounced": _("It came back: the address does not work."),
}


def why_words(code: str) -> Text:
    return WHYS.get(code) or WHYS.get(code.partition("_")[0], "")
