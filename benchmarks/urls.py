"""Which page costs what a page costs when it shows nothing of anybody? `bare/<name>/`, beside all others."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from config.urls import urlpatterns as real


def bare(request: HttpRequest, name: str) -> HttpResponse:
    """The frame of every page around the very bytes that a real page had in its middle."""
    return render(request, f"bare/{name}.html")


urlpatterns = [path("bare/<slug:name>/", bare), *real]
