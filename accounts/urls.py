"""Addresses of one's own account. Signing in and passwords are allauth's, under /accounts/."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.account, name="account"),
    path("acting-for/", views.switch, name="switch"),
    path("keys/", views.issue_key, name="issue_key"),
    path("keys/<uuid:key_id>/revoke/", views.revoke_key, name="revoke_key"),
]
