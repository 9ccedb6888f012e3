"""The auditor counts dead ends: none in a living network, and it sees one that the owner made by force."""

import os

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from referrals.actions.audit import audit
from referrals.models.referral import Referral


def test_a_living_network_has_no_dead_end(referral: Referral):
    assert all(finding.broken == 0 for finding in audit(referral.network_id))


def test_the_auditor_sees_what_somebody_broke_with_the_owners_power(
    transactional_db: None, referral: Referral
):
    """A restored backup or a disabled trigger: the constraints were not asked, the auditor is."""
    url = os.environ["TEST_ADMIN_URL"].rpartition("/")
    name = connection.settings_dict["NAME"]
    with psycopg.connect(
        url[0] + "/" + name + "?" + url[2].partition("?")[2], autocommit=True
    ) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute(
            "UPDATE screening_need SET status = 'wants_help' WHERE id = %s", [referral.need_id]
        )
    broken = {str(finding.promise): finding.broken for finding in audit(referral.network_id)}
    assert broken["live requests of needs that nobody is helping with"] == 1
    with pytest.raises(CommandError):
        call_command("audit_loops")
