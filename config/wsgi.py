"""The web server's way in."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from config.checks import serve_only_as_app

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
serve_only_as_app()
get_resolver().url_patterns  # noqa: B018 loads every page now, not at the first request
