from itertools import pairwise

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "screening"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.lifecycles import teach
        from governance.search import agenda
        from organizations.actions.members import on_leaving
        from organizations.actions.standing import on_standing
        from people.actions.contact import on_safety
        from people.views import panels as record
        from people.words.codes import name_look
        from screening import rules  # noqa: F401 registers the permissions
        from screening.actions.areas import forget_area
        from screening.actions.breaks import stand_in
        from screening.actions.handing import pass_on, take_from_shut_out
        from screening.instruments.library import refuse_unknown_sections
        from screening.lifecycle import pairs
        from screening.search import on_agenda
        from screening.views import panels
        from screening.words import LOOKS_AT_NEEDS

        refuse_unknown_sections()
        teach("need", pairs())
        agenda.register(on_agenda, order=25)
        on_leaving(pass_on)
        on_standing(stand_in)
        on_safety(forget_area)
        on_safety(take_from_shut_out)
        for what, words in LOOKS_AT_NEEDS.items():
            name_look(what, words)
        record.register(10, panels.needs)
        record.register(40, panels.help_elsewhere)
        record.register(30, panels.screenings)
        record.register_note(10, panels.chart_lines)
        _govern()


def _govern() -> None:
    """The numbers that partners may set: days up to a year, staffed hours up to three days and nights."""
    from governance.in_force import Governed, Unit, govern, register
    from governance.words.policies import Group
    from screening.followup import ASKS, LOCAL, Patience
    from screening.instruments.library import all_instruments
    from screening.listing import PREFIX, key_of
    from screening.search import SMALLEST
    from screening.words import FIGURES_WORDS, PATIENCE_WORDS, titled

    after = {later: earlier for earlier, later in pairwise(ASKS)}
    govern(Patience, PATIENCE_WORDS, local=LOCAL, above=after)
    register(
        *(
            Governed(
                key_of(each.code), 1, 0, 1, Group.SCREENING, titled(each), unit=Unit.YES_NO,
                is_local=True, one_of=PREFIX,
            )
            for each in all_instruments()
        )
    )  # fmt: skip
    # Never below eleven: the cell size suppression policy of the CMS (ResDAC), as funders ask it.
    unit = Unit.PEOPLE
    register(Governed(SMALLEST, 11, 11, 100, Group.FIGURES, FIGURES_WORDS, unit=unit))
