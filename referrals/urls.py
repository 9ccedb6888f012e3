"""Addresses of needs and referrals, for those who send and for those who are asked. Ids only."""

from django.urls import URLPattern, path

from referrals.views import (
    answering,
    application,
    calls,
    check_in,
    contest,
    danger,
    desk,
    desk_sending,
    doing,
    erasing,
    family,
    family_agreed,
    family_looked,
    family_voice,
    family_wait,
    family_wrong,
    finding,
    following,
    gap,
    handing,
    handout,
    incident,
    keeping,
    later,
    need,
    new_need,
    partner_door,
    partner_link,
    partner_more,
    partner_week,
    pausing,
    person_copy,
    reaching,
    requests,
    sending,
    sent,
    several,
    today,
    voices,
    voices_writing,
    week,
)

app_name = "referrals"

# The clinic, or whoever owns the need.
SENDING: list[URLPattern] = [
    path("today/", today.today, name="today"),
    path("records/<uuid:right_id>/copy/", person_copy.on_paper, name="copy_on_paper"),
    path("records/<uuid:right_id>/copy/file/", person_copy.as_file, name="copy_as_file"),
    path("records/<uuid:right_id>/erase/", erasing.erase, name="erase"),
    path("records/keeping/", keeping.keeping, name="keeping"),
    path("recalls/", erasing.recalls, name="recalls"),
    path("recalls/<uuid:recall_id>/", erasing.confirm, name="confirm_recall"),
    path("later/<uuid:later_id>/", later.later, name="later"),
    path("today/away/", handing.away, name="away"),
    path("sent/", sent.sent, name="sent"),
    path("needs/new/<uuid:person_id>/", new_need.new_need, name="new_need"),
    path("needs/<uuid:need_id>/", need.need, name="need"),
    path("needs/<uuid:need_id>/want/", doing.want, name="want"),
    path("needs/<uuid:need_id>/decline/", doing.decline, name="decline"),
    path("needs/<uuid:need_id>/heard/", doing.hear_family, name="hear_family"),
    path("needs/<uuid:need_id>/assign/", handing.assign, name="assign"),
    path("needs/<uuid:need_id>/offer/", handing.offer, name="offer"),
    path("needs/<uuid:need_id>/offer/accept/", handing.accept, name="accept_offer"),
    path("needs/<uuid:need_id>/offer/end/", handing.decline, name="end_offer"),
    path("needs/<uuid:need_id>/tried/", reaching.tried, name="tried"),
    path("needs/<uuid:need_id>/give-up/", reaching.give_up, name="give_up"),
    path("needs/<uuid:need_id>/close/", doing.close, name="close"),
    path("needs/<uuid:need_id>/wait/", pausing.wait, name="wait"),
    path("needs/<uuid:need_id>/go-on/", pausing.go_on, name="go_on"),
    path("needs/wait/<uuid:person_id>/", pausing.wait_all, name="wait_all"),
    path("needs/<uuid:need_id>/nobody/", gap.nobody, name="nobody"),
    path("needs/<uuid:need_id>/to-desk/", following.to_desk, name="to_desk"),
    path("needs/<uuid:need_id>/from-desk/", following.from_desk, name="from_desk"),
    path("needs/<uuid:need_id>/next-visit/", following.wait_for_visit, name="wait_for_visit"),
    path("needs/<uuid:need_id>/find/", finding.find_for, name="find_for"),
    path("needs/<uuid:need_id>/send/", sending.send, name="send"),
    path("needs/<uuid:need_id>/send/several/", several.send, name="send_several"),
    path("check-in/<uuid:person_id>/", check_in.check_in, name="check_in"),
    path("check-in/<uuid:person_id>/card/", check_in.card, name="check_in_card"),
    path("referrals/<uuid:referral_id>/sent/", sending.after_sending, name="after_sending"),
    path("referrals/<uuid:referral_id>/undo/", doing.undo, name="undo"),
    path("referrals/<uuid:referral_id>/reply/", doing.reply, name="reply"),
    path("referrals/<uuid:referral_id>/remind/", doing.remind, name="remind"),
    path("referrals/<uuid:referral_id>/called/", doing.called, name="called"),
    path("referrals/<uuid:referral_id>/told/", doing.told, name="told"),
    path("referrals/<uuid:referral_id>/told-on-no/", contest.told_on_no, name="told_on_no"),
    path("referrals/<uuid:referral_id>/mend/", doing.mend, name="mend"),
    path("referrals/<uuid:referral_id>/take-back/", doing.take_back, name="take_back"),
    path("referrals/<uuid:referral_id>/application/", application.dates, name="application"),
    path("referrals/<uuid:referral_id>/handout/", handout.handout, name="handout"),
    path("plan/<uuid:person_id>/", handout.plan, name="plan"),
]

# The partner who is asked, and the family.
ANSWERING: list[URLPattern] = [
    path("requests/", requests.requests, name="requests"),
    path("this-week/", week.this_week, name="week"),
    path("this-week/paper/", week.paper, name="week_paper"),
    path("this-week/file/", week.file, name="week_file"),
    path("referrals/<uuid:referral_id>/", requests.detail, name="detail"),
    path("referrals/<uuid:referral_id>/answer/<slug:verb>/", answering.answer, name="answer"),
    path("referrals/<uuid:referral_id>/danger/", danger.danger, name="danger"),
    path("referrals/<uuid:referral_id>/tried/", reaching.tried_by_partner, name="tried_by_partner"),
    path("referrals/<uuid:referral_id>/room/", answering.room_now, name="room_now"),
    path("f/<str:token>/", family.family, name="family"),
    path("f/<str:token>/answer/", family.answer, name="family_answer"),
    path("f/<str:token>/answers/", family.answers, name="family_answers"),
    path("f/<str:token>/thanks/", family.thanks, name="family_thanks"),
    path("f/<str:token>/why/", family.why, name="family_why"),
    path("f/<str:token>/easier/", family.easier, name="family_easier"),
    path("f/<str:token>/word/", family.word, name="family_word"),
    path("f/<str:token>/agreed/", family_agreed.agreed, name="family_agreed"),
    path("f/<str:token>/wrong/", family_wrong.wrong, name="family_wrong"),
    path("f/<str:token>/words/", family_voice.say, name="family_voice"),
    path(
        "f/<str:token>/words/<uuid:voice_id>/back/",
        family_voice.take_back,
        name="family_voice_back",
    ),
    path("f/<str:token>/looked/", family_looked.looked, name="family_looked"),
    path("f/<str:token>/later/", family_wait.later, name="family_later"),
    path("f/<str:token>/go-on/", family_wait.go_on, name="family_go_on"),
    path("f/<str:token>/stop/<slug:kind>/", family.wish, name="family_wish"),
]

# The desk, about partners that answer only the telephone.
CALLING: list[URLPattern] = [
    path("calls/", calls.calls, name="calls"),
    path("calls/<uuid:organization_id>/", calls.sheet, name="call_sheet"),
]

# The partner without an account, by the link in its mailbox.
BY_LINK: list[URLPattern] = [
    path("o/<str:token>/", partner_week.link, name="link"),
    path("o/<str:token>/paper/", partner_week.link_week_paper, name="link_week_paper"),
    path("o/<str:token>/file/", partner_week.link_week_file, name="link_week_file"),
    path(
        "o/<str:token>/services/<uuid:service_id>/room/",
        partner_week.link_week_room,
        name="link_week_room",
    ),
    path("o/<str:token>/send-code/", partner_door.digits.ask, name="link_ask_code"),
    path("o/<str:token>/code/", partner_door.digits.give, name="link_code"),
    path("o/<str:token>/<uuid:referral_id>/", partner_link.link_request, name="link_request"),
    path(
        "o/<str:token>/<uuid:referral_id>/answer/<slug:verb>/",
        partner_link.link_answer,
        name="link_answer",
    ),
    path("o/<str:token>/<uuid:referral_id>/dates/", partner_more.link_dates, name="link_dates"),
    path("o/<str:token>/<uuid:referral_id>/tried/", partner_more.link_tried, name="link_tried"),
    path("o/<str:token>/<uuid:referral_id>/undo/", partner_link.link_undo, name="link_undo"),
    path("o/<str:token>/<uuid:referral_id>/room/", partner_link.link_room, name="link_room"),
]

# The coordination desk, about what climbed to it.
DESK: list[URLPattern] = [
    path("desk/", desk.desk, name="desk"),
    path("desk/<uuid:need_id>/", desk.case, name="desk_case"),
    path("desk/<uuid:need_id>/take/", desk.take, name="desk_take"),
    path("desk/<uuid:need_id>/assign/", desk.assign, name="desk_assign"),
    path("desk/<uuid:need_id>/back/", desk.give_back, name="desk_back"),
    path("desk/<uuid:need_id>/nobody/", desk.gap, name="desk_gap"),
    path("desk/<uuid:need_id>/send/", desk_sending.send, name="desk_send"),
    path("desk/<uuid:need_id>/suggest/", desk_sending.suggest, name="desk_suggest"),
    path("desk/<uuid:need_id>/told/<uuid:referral_id>/", desk.told, name="desk_told"),
]

# A service that closed overnight, for everybody whom it concerns.
INCIDENTS: list[URLPattern] = [
    path("closings/", incident.incidents, name="incidents"),
    path("closings/<uuid:incident_id>/", incident.incident, name="incident"),
    path("closings/<uuid:incident_id>/open/", incident.reopen, name="reopen"),
    path("closings/take/<uuid:case_id>/", incident.take, name="take_case"),
    path("closings/new/<uuid:organization_id>/", incident.close, name="close_services"),
]

# What families say of how they were helped.
VOICES: list[URLPattern] = [
    path("voices/", voices.voices, name="voices"),
    path("voices/about-us/", voices.said_of_us, name="said_of_us"),
    path("voices/new/", voices_writing.write, name="write_voice"),
    path("voices/new/<uuid:person_id>/", voices_writing.write_for, name="write_voice_for"),
    path("voices/<uuid:voice_id>/", voices.voice, name="voice"),
    path("voices/<uuid:voice_id>/heard/", voices.heard, name="voice_heard"),
    path("voices/<uuid:voice_id>/answer/", voices.answer, name="answer_voice"),
    path("voices/<uuid:voice_id>/pass-on/", voices.pass_on, name="pass_voice_on"),
    path("voices/<uuid:voice_id>/back/", voices.take_back, name="take_voice_back"),
]

urlpatterns = [*VOICES, *SENDING, *ANSWERING, *CALLING, *BY_LINK, *DESK, *INCIDENTS]
