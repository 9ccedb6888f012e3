from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.lifecycles import teach
        from governance.in_force import Governed, register
        from referrals import rules  # noqa: F401 registers the permissions
        from referrals.followup import Patience
        from referrals.lifecycle import pairs
        from referrals.reasons import codes

        teach("referral", pairs(), codes())
        register(*(Governed(f"referral.{name}", days) for name, days in Patience.defaults()))
