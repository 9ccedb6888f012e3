from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from governance.in_force import Governed, register
        from people import rules  # noqa: F401 registers them
        from people.followup import Protocol

        register(*(Governed(f"reach.{name}", n, lowest=1) for name, n in Protocol.defaults()))
