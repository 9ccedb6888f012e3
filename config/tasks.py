"""The worker's look at the machine itself."""

from celery import shared_task
from django.utils import timezone

from config import figures


@shared_task
def measure() -> None:
    figures.measure(at=timezone.now())
