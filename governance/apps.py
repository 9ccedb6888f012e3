from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from governance import rules  # noqa: F401 registers the permissions
        from governance.in_force import A_DAY, STAFFED, Governed, Unit, read_aloud, register
        from governance.views.policies import staffed_hours
        from governance.words.policies import STAFFED_WORDS, Group

        register(
            *(
                Governed(key, hour, 0, A_DAY, Group.STAFFED, STAFFED_WORDS[key], unit=Unit.CLOCK)
                for key, hour in STAFFED.items()
            )
        )
        read_aloud(staffed_hours, order=30)
