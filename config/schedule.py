"""When does each periodic task run? It expires before the next: an outage leaves no pile."""

SECONDS = {
    "referrals.tasks.sweep": 15,
    "notifications.tasks.announce": 10,
    "notifications.tasks.deliver": 10,
    "insights.tasks.keep_house": 3600,
}
BEAT_SCHEDULE = {
    task: {"task": task, "schedule": float(seconds), "options": {"expires": seconds - 1}}
    for task, seconds in SECONDS.items()
}
