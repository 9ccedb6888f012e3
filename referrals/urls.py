"""Addresses of needs and referrals, for those who send and for those who are asked. Ids only."""

from django.urls import URLPattern, path

from referrals.views import today

app_name = "referrals"

# The clinic, or whoever owns the need.
SENDING: list[URLPattern] = [
    path("today/", today.today, name="today"),
]

# The partner who is asked, and the family.
ANSWERING: list[URLPattern] = []

urlpatterns = [*SENDING, *ANSWERING]
