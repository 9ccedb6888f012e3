"""Where is the page that shows what was caught?"""

from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [path("dev/messages/", views.messages, name="messages")]
