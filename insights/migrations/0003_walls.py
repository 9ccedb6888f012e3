"""Row-level security: nobody finds anything about families of another network, or of none.

It stands in the app above all that have such tables, and goes up at once. A table that is made
after this has its `WallTenantTables` in its own migration.
"""

from django.db import migrations

from core import migrating

from core.tenancy import WallTenantTables

PROMISES = (
    "screening_owner_works_there", "screening_who_leaves_owns_nothing", "screening_gap_fits_need",
    "referrals_need_has_help", "referrals_unreachable_was_tried",
)  # fmt: skip
# What a trigger promises about rows it must see, whoever asks: also at a COMMIT after the context
# has ended, or when a membership ends before any network was said. So it looks as the owner does.
SEES = [
    f"ALTER FUNCTION {promise}() SECURITY DEFINER SET search_path = public, pg_temp"
    for promise in PROMISES
]
AS_CALLED = [
    f"ALTER FUNCTION {promise}() SECURITY INVOKER RESET search_path" for promise in PROMISES
]


class Migration(migrating.Migration):
    dependencies = [
        ("insights", "0002_seals"),
        ("core", "0003_vacuum_sooner"),
        ("people", "0003_safety"),
        ("screening", "0005_hand_over"),
        ("referrals", "0004_contact_attempts"),
        ("notifications", "0001_tables"),
    ]

    operations = [
        WallTenantTables(
            "core.event",
        ),
        WallTenantTables(
            "people.person", "people.persontoken", "people.relationship", "people.household",
            "people.householdmembership", "people.personbarrier", "people.exclusion",
            "people.demographics", "people.coverage", "people.consent", "people.disclosure",
            "people.contactpoint", "people.meetingpoint", "people.wish", "people.personsearch",
            "people.safetyalert", "people.mandatedreport",
        ),
        WallTenantTables(
            "screening.screeningoffer", "screening.screening", "screening.answer",
            "screening.need", "screening.neednamed", "screening.needbeneficiary",
            "screening.gap", "screening.handover", "screening.later",
        ),
        WallTenantTables(
            "referrals.packet", "referrals.referral", "referrals.contest", "referrals.incident",
            "referrals.incidentcase", "referrals.message", "referrals.milestone",
            "referrals.contactattempt", "referrals.weekasked",
        ),
        WallTenantTables(
            "notifications.webhook", "notifications.delivery", "notifications.mailboxchoice",
        ),
        WallTenantTables(
            "insights.night", "insights.seal",
        ),
        migrations.RunSQL(SEES, AS_CALLED),
    ]  # fmt: skip
