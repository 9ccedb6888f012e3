"""What must be loaded with the apps? The Celery app that tasks belong to, and our system checks.

Not in `config/__init__.py`: the launcher and the catcher live in this package too, and would load
Django and Celery for nothing before each start.
"""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import celery, checks, moments, signing_in, tracing  # noqa: F401, PLC0415 they need settings

        tracing.watch_tasks()
