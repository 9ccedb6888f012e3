"""Wiring only: which app listens where, on which servers."""

from config import checks
from config.celery import app as celery_app

__all__ = ["celery_app", "checks"]
