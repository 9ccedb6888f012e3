"""Which address shows the figures, which who decides and does the work, and which what is tried?"""

from django.urls import path

from insights.views import cycles
from insights.views.power import show_power
from insights.views.scorecard import show_scorecard

app_name = "insights"
urlpatterns = [
    path("scorecard/", show_scorecard, name="scorecard"),
    path("power/", show_power, name="power"),
    path("trying/", cycles.cycles, name="cycles"),
    path("trying/new/", cycles.new, name="new_cycle"),
    path("trying/<uuid:cycle_id>/", cycles.cycle, name="cycle"),
    path("trying/<uuid:cycle_id>/yes/", cycles.yes, name="cycle_yes"),
    path("trying/<uuid:cycle_id>/look/", cycles.look, name="cycle_look"),
    path("trying/<uuid:cycle_id>/stop/", cycles.stop, name="cycle_stop"),
]
