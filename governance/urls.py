"""Addresses of what partners decide together."""

from django.urls import path

from governance.views import patience

app_name = "governance"
urlpatterns = [path("settings/patience/", patience, name="patience")]
