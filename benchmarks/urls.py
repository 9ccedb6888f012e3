"""Which pages cost what a page costs that reads nothing for its list? `bare/` and `again/`, beside all others."""

from types import ModuleType
from typing import Any
from unittest.mock import patch

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from config.urls import urlpatterns as real
from referrals.views import requests, today

LISTS: dict[str, ModuleType] = {"today": today, "requests": requests}
_kept: dict[str, dict[str, Any]] = {}


def bare(request: HttpRequest, name: str) -> HttpResponse:
    """The frame of every page around the very bytes that a real page had in its middle."""
    return render(request, f"bare/{name}.html")


def again(request: HttpRequest, name: str) -> HttpResponse:
    """The real list as this process read it once, rendered by its own templates."""
    if name not in _kept:
        _kept[name] = _read(request, name)
    kept = _kept[name]
    request.nav_counts = kept["counts"]  # type: ignore[attr-defined]  # as the real view says them
    return render(request, kept["template"], kept["context"])


def _read(request: HttpRequest, name: str) -> dict[str, Any]:
    """What the real view hands to its template."""
    with patch.object(LISTS[name], "render", return_value=HttpResponse()) as handed:
        getattr(LISTS[name], name)(request)
    _request, template, context = handed.call_args.args
    return {"template": template, "context": context, "counts": getattr(request, "nav_counts", {})}


urlpatterns = [path("bare/<slug:name>/", bare), path("again/<slug:name>/", again), *real]
