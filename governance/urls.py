"""Addresses of what partners decide together."""

from django.urls import path

from governance.views import leaving, partnerships
from governance.views.policies import patience, sign_in

app_name = "governance"
urlpatterns = [
    path("settings/patience/", patience, name="patience"),
    path("settings/sign-in/", sign_in, name="sign_in"),
    path("network/partners/<uuid:organization_id>/", partnerships.way, name="partnership"),
    path("network/partners/<uuid:organization_id>/leave/", leaving.leaving, name="leaving"),
    path("network/partners/<uuid:organization_id>/stay/", leaving.stay, name="stay"),
    path("network/partners/<uuid:organization_id>/back/", leaving.back, name="say_back"),
    path(
        "network/partners/<uuid:organization_id>/owner/", partnerships.owner, name="partner_owner"
    ),
    path(
        "network/partners/<uuid:organization_id>/<slug:step>/",
        partnerships.step,
        name="partner_step",
    ),
]
