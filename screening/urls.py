"""Addresses of screenings and gaps. The tablet in a family's hands has one without any id in it."""

from django.urls import path

from screening.views import ask, gaps, paper, result, start, tablet

app_name = "screening"

urlpatterns = [
    path("people/<uuid:person_id>/screenings/new/", start.new, name="new"),
    path("people/<uuid:person_id>/screenings/", start.start, name="start"),
    path("people/<uuid:person_id>/screenings/not-asked/", start.not_asked, name="not_asked"),
    path("screenings/<uuid:screening_id>/", ask.ask, name="ask"),
    path("screenings/<uuid:screening_id>/answers/", ask.answers, name="answers"),
    path("screenings/<uuid:screening_id>/finish/", ask.finish, name="finish"),
    path("screenings/<uuid:screening_id>/result/", result.result, name="result"),
    path("screenings/<uuid:screening_id>/wishes/", result.settle, name="settle"),
    path("screenings/<uuid:screening_id>/hand-over/", tablet.hand_over, name="hand_over"),
    path("screenings/<uuid:screening_id>/lend/", tablet.lend, name="lend"),
    path("tablet/", tablet.tablet, name="tablet"),
    path("tablet/answers/", tablet.tablet_answers, name="tablet_answers"),
    path("tablet/done/", tablet.give_back, name="give_back"),
    path("gaps/", gaps.gaps, name="gaps"),
    path("gaps/file/", gaps.gaps_file, name="gaps_file"),
    path("needs/<uuid:need_id>/still-nobody/", gaps.still_nobody, name="still_nobody"),
    path("needs/<uuid:need_id>/try-again/", gaps.look_again, name="look_again"),
    path("instruments/<slug:code>/paper/", paper.paper, name="paper"),
]
