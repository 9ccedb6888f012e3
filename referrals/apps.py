from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.lifecycles import teach
        from governance.in_force import Governed, register
        from people.actions.consent import on_withdrawal
        from referrals import rules  # noqa: F401 registers the permissions
        from referrals.actions.withdrawal import take_back
        from referrals.followup import Patience
        from referrals.lifecycle import pairs
        from referrals.reasons import codes

        on_withdrawal(take_back)
        teach("referral", pairs(), codes())
        register(*(Governed(f"referral.{name}", days) for name, days in Patience.defaults()))
