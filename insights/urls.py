"""Which address shows the figures?"""

from django.urls import path

from insights import views

app_name = "insights"
urlpatterns = [path("scorecard/", views.show_scorecard, name="scorecard")]
