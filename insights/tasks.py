"""Once an hour the house is kept."""

from celery import shared_task
from django.utils import timezone

from insights import actions
from people.actions.searches import forget_searches


@shared_task
def keep_house() -> None:
    now = timezone.now()
    actions.make_months(at=now)
    actions.forget_kept_forms(at=now)
    forget_searches(at=now)
