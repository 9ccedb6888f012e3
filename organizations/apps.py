from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "organizations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts.notices import on_notice
        from core.lifecycles import teach
        from organizations import rules  # noqa: F401 registers the permissions
        from organizations.actions.notices import tell_owner
        from organizations.lifecycle import pairs

        teach("organization", pairs())
        on_notice(tell_owner)
