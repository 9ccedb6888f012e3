"""A need changes hands on its page: asked, answered, seen on Today; and before a vacation, all at once."""

from django.urls import reverse

from screening.actions import handing
from screening.models.need import Need
from tests.story import Worker


def page(worker: Worker, name: str, *keys: object) -> str:
    response = worker.client.get(reverse(f"referrals:{name}", args=keys))
    assert response.status_code == 200
    return response.content.decode()


def post(worker: Worker, name: str, *keys: object, **typed: object):
    return worker.client.post(reverse(f"referrals:{name}", args=keys), typed)


def test_a_colleague_reads_on_today_what_is_asked_of_them_and_says_yes(
    navigator: Worker, colleague: Worker, supervisor: Worker, need: Need
):
    post(navigator, "offer", need.pk, **{"offer-user": colleague.user.pk})
    assert "Priya Nair</bdi> asks you to take this on" in page(colleague, "today")
    assert "Asked of you" not in page(supervisor, "today")
    assert "Yes, I follow it" in page(colleague, "need", need.pk)
    assert "Yes, I follow it" not in page(supervisor, "need", need.pk)
    post(colleague, "accept_offer", need.pk)
    shown = page(navigator, "need", need.pk)
    assert "A colleague has taken it on" in shown
    assert "Dana Ortiz" in shown
    assert "Asked of you" not in page(colleague, "today")


def test_the_giver_may_keep_it(navigator: Worker, colleague: Worker, need: Need):
    post(navigator, "offer", need.pk, **{"offer-user": colleague.user.pk})
    assert "Dana Ortiz is asked to take this on" in page(navigator, "need", need.pk)
    post(navigator, "end_offer", need.pk)
    need.refresh_from_db()
    assert (need.responsible_id, need.next_step) == (navigator.user.pk, "choose_service")


def test_a_stranger_is_not_among_those_who_can_be_asked(
    navigator: Worker, colleague: Worker, stranger: Worker, need: Need
):
    shown = page(navigator, "need", need.pk)
    assert "Ask them to take it on" in shown
    assert "Stan Stranger" not in shown
    refused = post(navigator, "offer", need.pk, **{"offer-user": stranger.user.pk})
    assert refused.status_code == 422


def test_before_a_vacation_everything_goes_to_a_colleague(
    navigator: Worker, colleague: Worker, stranger: Worker, need: Need
):
    shown = page(navigator, "away")
    assert "Dana Ortiz" in shown
    assert "Stan Stranger" not in shown
    assert post(navigator, "away", user=stranger.user.pk).status_code == 422
    post(navigator, "away", user=colleague.user.pk)
    need.refresh_from_db()
    assert need.responsible_id == colleague.user.pk


def test_while_a_partner_is_asked_the_need_goes_on_with_them_after_a_no(
    navigator: Worker, colleague: Worker, referral
):
    need = referral.need
    due = Need.objects.get(pk=need.pk).next_step_due
    handing.offer(
        actor=navigator.actor, need_id=need.pk, user_id=colleague.user.pk, at=referral.sent_at
    )
    post(colleague, "end_offer", need.pk)
    need.refresh_from_db()
    assert (need.next_step, need.next_step_due) == ("answer", due)
