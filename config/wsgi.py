"""The web server's way in."""

import os

from django.core.wsgi import get_wsgi_application

from config.checks import serve_only_as_app

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
serve_only_as_app()
