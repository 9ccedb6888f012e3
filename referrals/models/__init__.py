from referrals.models import (
    contest,
    incident,
    messages,
    milestones,
    reaching,
    referral,
    retention,
    voice,
    weekly,
)

__all__ = [
    "contest",
    "incident",
    "messages",
    "milestones",
    "reaching",
    "referral",
    "retention",
    "voice",
    "weekly",
]
