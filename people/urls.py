"""Which page about a person stands under which address? None says anything about anybody."""

from django.urls import path

from people.views import (
    alerts,
    consent,
    contact,
    demands,
    glass,
    household,
    person,
    record,
    search,
    seen,
    unusual,
    wishes,
)

app_name = "people"
urlpatterns = [
    path("", search.search, name="search"),
    path("found/<uuid:search_id>/", search.found, name="found"),
    path("new/", person.add, name="add"),
    path("seen/", seen.seen_by, name="seen_by"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/<uuid:alert_id>/", alerts.alert, name="alert"),
    path("alerts/<uuid:alert_id>/take/", alerts.take, name="take_alert"),
    path("alerts/<uuid:alert_id>/back/", alerts.give_back, name="give_alert_back"),
    path("alerts/<uuid:alert_id>/close/", alerts.close, name="close_alert"),
    path("<uuid:person_id>/", record.record, name="record"),
    path("<uuid:person_id>/alert/", alerts.raise_alert, name="raise_alert"),
    path("<uuid:person_id>/report/", alerts.report, name="report"),
    path("<uuid:person_id>/change/", person.change, name="change"),
    path("<uuid:person_id>/note/", record.chart_note, name="chart_note"),
    path("<uuid:person_id>/contact/", contact.add, name="add_contact"),
    path("<uuid:person_id>/contact/<uuid:contact_id>/", contact.change, name="contact"),
    path(
        "<uuid:person_id>/contact/<uuid:contact_id>/remove/", contact.remove, name="remove_contact"
    ),
    path("<uuid:person_id>/safety/", contact.safety, name="safety"),
    path("<uuid:person_id>/family/", household.household, name="household"),
    path("<uuid:person_id>/family/size/", household.size, name="household_size"),
    path("<uuid:person_id>/family/<uuid:tie_id>/end/", household.end, name="end_tie"),
    path("<uuid:person_id>/agree/", consent.agree, name="agree"),
    path("<uuid:person_id>/agreed/", consent.agreed, name="agreed"),
    path("<uuid:person_id>/agreed/print/", consent.agreed_on_paper, name="agreed_on_paper"),
    path("<uuid:person_id>/agreed/<uuid:consent_id>/stop/", consent.withdraw, name="withdraw"),
    path("<uuid:person_id>/wishes/", wishes.wishes, name="wishes"),
    path("<uuid:person_id>/wishes/<uuid:wish_id>/undo/", wishes.undo, name="undo_wish"),
    path("demands/", demands.demands, name="demands"),
    path("demands/new/", demands.receive, name="receive_demand"),
    path("demands/<uuid:demand_id>/", demands.demand, name="demand"),
    path("demands/<uuid:demand_id>/counsel/", demands.counsel, name="ask_counsel"),
    path("demands/<uuid:demand_id>/answer/", demands.answer, name="answer_demand"),
    path("unusual/", unusual.unusual_looks, name="unusual"),
    path("emergencies/", glass.glasses, name="glasses"),
    path("emergencies/<uuid:glass_id>/", glass.review, name="review_glass"),
    path("<uuid:person_id>/emergency/", glass.open_now, name="break_glass"),
    path("<uuid:person_id>/seen/", seen.seen, name="seen"),
    path("<uuid:person_id>/seen/file/", seen.seen_file, name="seen_file"),
]
