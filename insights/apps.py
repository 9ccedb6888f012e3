from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "insights"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from governance.followup import TrialPatience
        from governance.in_force import govern
        from governance.search import owed
        from insights import rules  # noqa: F401 registers the permissions
        from insights.actions.cycles_owed import follow_path
        from insights.search.cycles import owed_on_trials
        from insights.words.cycles import PATIENCE_WORDS
        from organizations.actions.standing import on_its_way

        owed.register(owed_on_trials)
        on_its_way(follow_path)
        govern(TrialPatience, PATIENCE_WORDS)
