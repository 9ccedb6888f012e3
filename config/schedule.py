"""When does each periodic task run? It expires before the next: an outage leaves no pile."""

SECONDS = {
    "referrals.tasks.sweep": 15,
    "referrals.tasks.look_ahead": 3600,
    "referrals.tasks.open_gaps": 600,
    "referrals.tasks.ask_for_week": 900,  # on Monday morning; late in the week still counts
    "referrals.tasks.watch_voices": 60,
    "referrals.tasks.let_go": 3600,  # once a night
    "governance.tasks.decide": 15,
    "people.tasks.watch": 60,
    "people.tasks.watch_rights": 900,
    "governance.tasks.watch_partners": 900,
    "insights.tasks.watch_trials": 900,
    "notifications.tasks.announce": 10,
    "notifications.tasks.deliver": 10,
    "notifications.tasks.call_programs": 10,
    "notifications.tasks.forget_texts": 3600,
    "config.tasks.measure": 60,
    "insights.tasks.keep_house": 3600,
    "insights.tasks.seal_histories": 3600,
    "insights.tasks.watch_looks": 3600,
    "insights.tasks.audit_the_nights": 300,  # once a night each network; most ticks find it done
}
BEAT_SCHEDULE = {
    task: {"task": task, "schedule": float(seconds), "options": {"expires": seconds - 1}}
    for task, seconds in SECONDS.items()
}
