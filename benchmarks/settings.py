"""What differs while measuring? Pages without data beside the real ones; all else is production's."""

import environ

from config.settings import *  # noqa: F403 the settings that are measured
from config.settings import TEMPLATES

env = environ.Env()
ROOT_URLCONF = "benchmarks.urls"
TEMPLATES[0]["DIRS"].append(env.str("BENCH_TEMPLATES"))  # type: ignore[attr-defined]  # a dict
