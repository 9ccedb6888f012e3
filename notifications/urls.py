"""Where are the pages of messages and programs, and where does the provider of texts call?"""

from django.urls import path

from notifications.views import caught, deliveries, habits, hooks, programs

app_name = "notifications"
urlpatterns = [
    path("dev/messages/", caught.messages, name="messages"),
    path("messages/", deliveries.deliveries, name="deliveries"),
    path("messages/when/", habits.habits, name="habits"),
    path("messages/when/mailbox/", habits.mailbox, name="mailbox"),
    path("programs/", programs.programs, name="programs"),
    path("programs/<uuid:webhook_id>/", programs.program, name="program"),
    path("programs/<uuid:webhook_id>/secret/", programs.secret, name="secret"),
    path("programs/<uuid:webhook_id>/end/", programs.end, name="end_program"),
    path("programs/<uuid:webhook_id>/<uuid:delivery_id>/again/", programs.again, name="again"),
    path("hooks/texts/reply/", hooks.reply, name="text_reply"),
    path("hooks/mail/", hooks.mail, name="mail_news"),
    path("hooks/texts/receipt/", hooks.receipt, name="text_receipt"),
]
