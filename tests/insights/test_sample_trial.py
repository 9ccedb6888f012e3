"""The sample county tries something: a clinic asks for help on the day on which a family wants it."""

from datetime import UTC, datetime

from django.core.management import call_command

from insights.models import Cycle
from referrals.management.sample.load import Sample


def test_a_trial_runs_and_is_begun_once(sample: Sample):
    call_command("load_sample_trial")
    call_command("load_sample_trial")
    cycle = Cycle.objects.get(network=sample.network)
    today = datetime.now(UTC).date()
    assert cycle.begins_on < today < cycle.ends_on
    assert cycle.next_step_due is not None
    stranger = sample.workers["orgadmin"]
    assert not Cycle.objects.visible_to(stranger, at=datetime.now(UTC)).exists()
