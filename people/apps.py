from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from governance.in_force import Governed, Unit, register
        from organizations.actions.members import on_leaving
        from people import rules  # noqa: F401 registers them
        from people.actions.safety import let_go
        from people.followup import AlertPatience, Protocol
        from people.words.reaching import PROTOCOL_WORDS
        from people.words.safety import ALERT_PATIENCE_WORDS

        on_leaving(let_go)
        register(
            *(
                Governed(
                    f"safety.{name}", hours, 1, 72, *ALERT_PATIENCE_WORDS[name],
                    unit=Unit.STAFFED_HOURS,
                )
                for name, hours in AlertPatience.defaults()
            )
        )  # fmt: skip
        register(
            *(
                Governed(
                    f"reach.{name}",
                    number,
                    1,
                    60,
                    *PROTOCOL_WORDS[name],
                    unit=Unit.TIMES if name == "tries" else Unit.DAYS,
                )
                for name, number in Protocol.defaults()
            )
        )
        _govern_looks()
        _govern_demands()


def _govern_looks() -> None:
    """From when on the privacy officer is shown a look."""
    from dataclasses import asdict

    from governance.in_force import Governed, Unit, register
    from people.search.unusual import Thresholds
    from people.words.unusual import LIMIT_WORDS

    register(
        *(
            Governed(f"looks.{name}", number, 1, 366, *LIMIT_WORDS[name], unit=Unit.TIMES)
            for name, number in asdict(Thresholds()).items()
        )
    )


def _govern_demands() -> None:
    """How long the privacy officer has for what a court or an office demands."""
    from governance.in_force import Governed, Unit, register
    from people.followup import DemandPatience
    from people.words.demands import DEMAND_PATIENCE_WORDS

    register(
        *(
            Governed(f"law.{name}", days, 1, 30, *DEMAND_PATIENCE_WORDS[name], unit=Unit.DAYS)
            for name, days in DemandPatience.defaults()
        )
    )
