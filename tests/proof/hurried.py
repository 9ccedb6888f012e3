"""The clock of production, hurried: every task each second, so that weeks pass while a test waits."""

from config.celery import app
from config.schedule import BEAT_SCHEDULE

EVERY = 1.0
app.conf.beat_schedule = {
    task: {"task": task, "schedule": EVERY, "options": {"expires": 60}}
    for task in BEAT_SCHEDULE
    if task
    in {"referrals.tasks.sweep", "notifications.tasks.announce", "notifications.tasks.deliver"}
}
__all__ = ["app"]
