from django.apps import AppConfig

LEAST_KEPT = {
    "care": 6,
    "care_grown": 0,
    "accounting": 6,
}  # years: 45 CFR 164.530(j)(2), 164.528(a)(3)


class PeopleConfig(AppConfig):
    name = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from governance.in_force import Governed, Unit, govern, register
        from people import rules  # noqa: F401 registers them
        from people.followup import AlertPatience, Protocol
        from people.words.reaching import PROTOCOL_WORDS
        from people.words.safety import ALERT_PATIENCE_WORDS

        govern(AlertPatience, ALERT_PATIENCE_WORDS)
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
        _let_decide()
        _listen()
        _govern_looks()
        _govern_demands()
        _govern_rights()


def _listen() -> None:
    """What the apps below tell, and what follows here, in the same transaction."""
    from organizations.actions.laws import on_laws
    from organizations.actions.members import on_leaving
    from people.actions.apart import stand_apart
    from people.actions.consent import on_withdrawal
    from people.actions.contact import on_safety
    from people.actions.links import end_with
    from people.actions.safety import let_go, take_from_shut_out

    on_leaving(let_go)
    on_safety(take_from_shut_out)
    on_laws(stand_apart)
    on_withdrawal(end_with)


def _govern_looks() -> None:
    """From when on the privacy officer is shown a look."""
    from governance.in_force import Governed, Unit, register
    from people.search.unusual import Thresholds
    from people.words.unusual import LIMIT_WORDS

    register(
        *(
            Governed(f"looks.{name}", number, 1, 366, *LIMIT_WORDS[name], unit=Unit.TIMES)
            for name, number in Thresholds.defaults()
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


def _govern_rights() -> None:
    """Legal dates may be made shorter and never longer; how long a record is kept, the other way round."""
    from governance.in_force import Governed, Unit, register
    from people.followup import Keeping, RightPatience
    from people.views import panels
    from people.views.statements import statements
    from people.words.rights import KEEPING_WORDS, PATIENCE_WORDS

    panels.register(40, statements)
    register(
        *(
            Governed(f"rights.{name}", days, 1, days, *PATIENCE_WORDS[name])
            for name, days in RightPatience.defaults()
        ),
        *(
            Governed(
                f"keep.{name}", years, LEAST_KEPT.get(name, 1), 99, *KEEPING_WORDS[name],
                unit=Unit.YEARS,
            )
            for name, years in Keeping.defaults()
        ),
    )  # fmt: skip


def _let_decide() -> None:
    """What a proposal may change here: which facts are shared for a kind of help, and the words families hear."""
    from governance.effects.registry import Effect, register
    from governance.forms.parts import offer
    from people.actions import deciding_scopes as scopes
    from people.actions import deciding_texts as texts
    from people.forms.deciding import SCOPES, TEXTS

    shares = (scopes.KIND, scopes.area, scopes.before, scopes.check, scopes.aloud)
    register(Effect(*shares, scopes.bring_about, is_whole=True))
    words = (texts.KIND, texts.area, texts.before, texts.check, texts.aloud)
    register(Effect(*words, texts.bring_about, texts.falls_back, is_whole=True))
    offer(SCOPES)
    offer(TEXTS)
