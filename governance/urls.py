"""Addresses of what partners decide together."""

from django.urls import path

from governance.views.policies import patience, sign_in

app_name = "governance"
urlpatterns = [
    path("settings/patience/", patience, name="patience"),
    path("settings/sign-in/", sign_in, name="sign_in"),
]
