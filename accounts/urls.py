"""Addresses of one's own account. Signing in and passwords are allauth's, under /accounts/."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.account, name="account"),
    path("acting-for/", views.switch, name="switch"),
    path("browsers/", views.browsers, name="browsers"),
    path("browsers/end/", views.end_browsers, name="end_browsers"),
    path("browsers/<int:browser_id>/end/", views.end_browser, name="end_browser"),
    path("keys/", views.issue_key, name="issue_key"),
    path("keys/<uuid:key_id>/revoke/", views.revoke_key, name="revoke_key"),
]
