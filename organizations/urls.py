"""Addresses of the directory."""

from django.urls import path

from organizations.views import (
    closing,
    find,
    laws,
    network,
    numbers,
    programs,
    room,
    services,
    sign_on,
    standing,
    team,
)

app_name = "organizations"
urlpatterns = [
    path("find/", find.find, name="find"),
    path("services/<uuid:service_id>/", services.service, name="service"),
    path("services/<uuid:service_id>/handout/", services.handout, name="handout"),
    path("our-services/", services.our_services, name="our_services"),
    path("our-services/<uuid:service_id>/", services.edit_service, name="edit_service"),
    path("room/", room.room, name="room"),
    path("room/<uuid:service_id>/", room.say_room, name="say_room"),
    path("closed/", closing.close, name="close"),
    path("closed/<slug:first>/<slug:last>/open/", closing.open_after_all, name="open_after_all"),
    path("hours/", closing.hours, name="hours"),
    path("settings/numbers/", numbers.numbers, name="numbers"),
    path("team/", team.team, name="team"),
    path("team/keys/", programs.program_keys, name="program_keys"),
    path("team/keys/new/", programs.issue_program_key, name="issue_program_key"),
    path("team/keys/<uuid:key_id>/revoke/", programs.revoke_program_key, name="revoke_program_key"),
    path("team/<uuid:membership_id>/", team.roles, name="roles"),
    path("team/<uuid:membership_id>/end/", team.end, name="end_membership"),
    path(
        "team/<uuid:membership_id>/second-step/", team.forget_second_step, name="forget_second_step"
    ),
    path("team/<uuid:membership_id>/mail/", network.mail_again, name="mail_again"),
    path("network/organizations/", network.partners, name="partners"),
    path("network/organizations/<uuid:organization_id>/invite/", network.invite, name="invite"),
    path("network/organizations/<uuid:organization_id>/", standing.standing, name="standing"),
    path("network/organizations/<uuid:organization_id>/sign-on/", sign_on.sign_on, name="sign_on"),
    path(
        "network/organizations/<uuid:organization_id>/sign-on/<slug:step>/",
        sign_on.step,
        name="sign_on_step",
    ),
    path("network/organizations/<uuid:organization_id>/laws/", laws.laws, name="laws"),
    path("network/organizations/<uuid:organization_id>/<slug:step>/", standing.take, name="stand"),
]
