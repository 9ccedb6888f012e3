"""The sample county has told of itself: its admin finds messages, and a program that does not answer."""

from django.core.management import call_command

from notifications.models.deliveries import Delivery
from notifications.models.programs import Webhook
from referrals.management.sample.load import Sample


def test_the_sample_has_something_true_on_the_pages_of_messages(settings, sample: Sample):
    del sample
    settings.PRIVATE_WEBHOOKS = True
    call_command("load_sample_messages")
    call_command("load_sample_messages")
    webhook = Webhook.objects.get()
    assert webhook.failing_since
    assert Delivery.objects.filter(webhook=webhook, state="gave_up").exists()
    assert Delivery.objects.exclude(channel="webhook").filter(state="waiting").count() > 5
