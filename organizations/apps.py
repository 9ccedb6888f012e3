from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "organizations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.lifecycles import teach
        from organizations import rules  # noqa: F401 registers the permissions
        from organizations.lifecycle import pairs

        teach("organization", pairs())
