"""One settings file, safe by default: everything that differs between places comes from the environment."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- environment -------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])

# --- apps --------------------------------------------------------------------------------------
OUR_APPS = [
    "core",
    "accounts",
    "organizations",
    "governance",
    "people",
    "screening",
    "referrals",
    "notifications",
    "insights",
    "interop",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "axes",
    "guardian",
    "rest_framework",
    "drf_spectacular",
    "django_cotton",
    "django_htmx",
    "csp",
    *OUR_APPS,
]
