"""When do readers want to be written to? Each person for themselves; an admin for the mailbox."""

from datetime import datetime

from django.utils.translation import gettext as _

from core import history
from core.access import require
from core.actor import Actor
from core.errors import BadInput
from core.history import Fact, Subject
from core.tenancy import action
from notifications.followup import Habit
from notifications.models.replies import MailboxChoice, MailHabit


@action
def choose(*, actor: Actor, habit: Habit, at: datetime) -> None:
    """For one's own mail. What is urgent comes at once all the same."""
    require(actor, "messages.choose", actor.user_id)
    if (habit.quiet_from is None) != (habit.quiet_until is None):
        raise BadInput(_("Say both when the quiet hours begin and when they end."))
    MailHabit.objects.update_or_create(
        user_id=actor.as_user,
        defaults={
            "daily": habit.daily,
            "quiet_from": habit.quiet_from,
            "quiet_until": habit.quiet_until,
        },
    )
    subject = Subject("accounts.user", actor.as_user, actor.network_id)
    history.record_all([Fact("account.mail_chosen", subject, tell=False)], actor=actor, at=at)


@action
def choose_for_mailbox(*, actor: Actor, daily: bool, at: datetime) -> None:
    require(actor, "messages.choose_for_mailbox")
    choice, _made = MailboxChoice.objects.update_or_create(
        network_id=actor.network_id,
        organization_id=actor.as_organization,
        defaults={"daily": daily},
    )
    history.record("mailbox.chosen", choice, actor=actor, at=at, tell=False, daily=daily)
