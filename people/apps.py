from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from governance.in_force import Governed, Unit, register
        from people import rules  # noqa: F401 registers them
        from people.followup import Protocol
        from people.words.reaching import PROTOCOL_WORDS

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
