from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "insights"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from governance.followup import TrialPatience
        from governance.in_force import Governed, longest, register
        from governance.search import owed
        from insights import rules  # noqa: F401 registers the permissions
        from insights.actions.cycles_owed import follow_path
        from insights.search.cycles import owed_on_trials
        from insights.words.cycles import PATIENCE_WORDS
        from organizations.actions.standing import on_its_way

        owed.register(owed_on_trials)
        on_its_way(follow_path)
        register(
            *(
                Governed(f"trial.{name}", days, 1, longest(name), *PATIENCE_WORDS[name])
                for name, days in TrialPatience.defaults()
            )
        )
