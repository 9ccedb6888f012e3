from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.lifecycles import teach
        from governance.in_force import govern, read_aloud
        from people.views import foretold
        from people.views import panels as record
        from people.words.codes import name_look
        from referrals import rules  # noqa: F401 registers the permissions
        from referrals.followup import LOCAL, Patience
        from referrals.lifecycle import pairs
        from referrals.look_words import LOOKS_AT_REQUESTS
        from referrals.reasons import codes
        from referrals.views import panels
        from referrals.views.foretold import requests_that_end
        from referrals.views.patience import sentences
        from referrals.words import PATIENCE_WORDS

        record.register(20, panels.requests)
        foretold.register(requests_that_end)
        _listen()
        _hear_families()
        for what, words in LOOKS_AT_REQUESTS.items():
            name_look(what, words)
        teach("referral", pairs(), codes())
        govern(Patience, PATIENCE_WORDS, local=LOCAL)
        read_aloud(sentences)


def _listen() -> None:
    """What the apps below tell, and what follows here, in the same transaction."""
    from organizations.actions.door import hangs_on
    from organizations.actions.laws import on_laws
    from organizations.actions.members import on_silence
    from organizations.actions.openings import on_opening
    from organizations.actions.standing import on_standing
    from people.actions.consent import on_agreement, on_withdrawal
    from people.actions.contact import on_new_way, on_safety
    from people.actions.death import on_death
    from people.actions.rights import on_correction
    from people.actions.wishes import on_stop_help
    from referrals.actions.breaks import follow_standing, follows_or_helps
    from referrals.actions.corrected import pass_on_correction
    from referrals.actions.death import follow_death
    from referrals.actions.desk import leave_the_desk
    from referrals.actions.later import renewed_by
    from referrals.actions.openings import open_needs_for
    from referrals.actions.reaching import mended
    from referrals.actions.resuming import resume
    from referrals.actions.telephone import look_again, nobody_signs_in
    from referrals.actions.wishes import stop_this_help
    from referrals.actions.withdrawal import ask_no_more, take_back
    from screening.actions.handing import on_resume

    hangs_on(follows_or_helps)
    on_laws(leave_the_desk)
    on_opening(open_needs_for)
    on_standing(follow_standing)
    on_silence(nobody_signs_in)
    on_safety(ask_no_more)  # before what is left is looked at
    on_safety(look_again)
    on_withdrawal(take_back)
    on_agreement(renewed_by)
    on_correction(pass_on_correction)
    on_new_way(mended)
    on_resume(resume)
    on_stop_help(stop_this_help)
    on_death(follow_death)


def _hear_families() -> None:
    """How long families wait for an answer to what they say of how they were helped."""
    from governance.in_force import govern
    from governance.search import themes
    from people.words.readability import is_plain
    from referrals.search.voices import theme_sums
    from referrals.voice_words import PATIENCE_WORDS, THEME_WORDS
    from referrals.voices import VoicePatience

    themes.register(themes.ThemeSource(THEME_WORDS, theme_sums, is_plain))
    govern(VoicePatience, PATIENCE_WORDS)
