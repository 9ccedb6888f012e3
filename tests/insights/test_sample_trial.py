"""The sample county tries something: a clinic asks for help on the day on which a family wants it."""

from datetime import UTC, datetime

from django.core.management import call_command
from django.utils import timezone

from core.models import Outbox
from insights.models import Cycle
from insights.search.measures import Measure, run_of
from insights.views.chart import chart_of
from people.models.person import Person
from referrals.actions.audit import audit
from referrals.management.sample.load import Sample


def test_a_trial_runs_and_is_begun_once(sample: Sample):
    waiting, at = Outbox.objects.count(), timezone.now()
    kept = broken(sample, at)
    call_command("load_sample_trial")
    people = Person.objects.count()
    call_command("load_sample_trial")
    assert Person.objects.count() == people
    cycle = Cycle.objects.get(network=sample.network)
    today = datetime.now(UTC).date()
    assert cycle.begins_on < today < cycle.ends_on
    assert cycle.next_step_due is not None
    assert cycle.next_step_due > timezone.now()  # they look at it as they said
    assert Outbox.objects.count() == waiting  # nobody is told now what was weeks ago
    stranger = sample.workers["orgadmin"]
    assert not Cycle.objects.visible_to(stranger, at=datetime.now(UTC)).exists()
    its_chart_has_weeks_enough_to_show_what_the_rules_say(cycle)
    assert broken(sample, at) == kept  # those families wait for nothing


def broken(sample: Sample, at: datetime) -> dict[str, int]:
    return {one.promise.name: one.broken for one in audit(sample.network.pk, at=at)}


def its_chart_has_weeks_enough_to_show_what_the_rules_say(cycle: Cycle) -> None:
    run = run_of(
        network_id=cycle.network_id, organization_id=cycle.organization_id,
        measure=Measure(cycle.measure), days=cycle.organization.network.open_days,
        begins_on=cycle.begins_on, ends_on=cycle.ends_on, at=timezone.now(),
    )  # fmt: skip
    assert len(run.shown) >= 10
    assert run.is_shift
    assert min(point.value or 0 for point in run.shown) > 5  # other families hardly move it
    assert chart_of(run) is not None
