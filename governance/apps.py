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
        _follow_partners()


def _follow_partners() -> None:
    """What is owed at each stage of an organization's way, and how long that may take."""
    from governance.actions.partnerships import follow_path
    from governance.in_force import Governed, longest, register
    from governance.path import PathPatience
    from governance.views.partnerships import steps_beside
    from governance.words.path import PATIENCE_WORDS
    from organizations.actions.standing import on_its_way
    from organizations.views.network import beside_partners

    on_its_way(follow_path)
    beside_partners(steps_beside)
    register(
        *(
            Governed(f"path.{name}", days, 1, longest(name), *PATIENCE_WORDS[name])
            for name, days in PathPatience.defaults()
        )
    )
