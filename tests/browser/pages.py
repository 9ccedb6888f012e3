"""Which pages does a browser test look at, and who opens it? A new page is one line here."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.browser.places import Places
from tests.browser.visitor import Visitor

Act = Callable[[Visitor, Places], None]


def follows(selector: str) -> Act:
    """An address that is made anew in every run, and stands in a link."""
    return lambda visitor, _places: visitor.page.locator(selector).first.click()


def searches(visitor: Visitor, _places: Places) -> None:
    visitor.page.fill("#find-a-person", "Rosa")
    visitor.page.press("#find-a-person", "Enter")


def says_the_word(visitor: Visitor, places: Places) -> None:
    visitor.page.fill("[name=word]", str(places["word"]))
    visitor.page.press("[name=word]", "Enter")


def sees_who_looked(visitor: Visitor, places: Places) -> None:
    says_the_word(visitor, places)
    visitor.page.locator("a[href$='/looked/']").click()
    visitor.arrives("**/looked/")


def reads_what_was_agreed(visitor: Visitor, places: Places) -> None:
    says_the_word(visitor, places)
    visitor.page.locator("a[href$='/agreed/']").click()
    visitor.arrives("**/agreed/")


def says_what_is_wrong(visitor: Visitor, places: Places) -> None:
    says_the_word(visitor, places)
    visitor.page.locator("a[href$='/wrong/']").click()
    visitor.arrives("**/wrong/")


def says_how_it_went(visitor: Visitor, places: Places) -> None:
    says_the_word(visitor, places)
    visitor.page.locator("a[href$='/words/']").click()
    visitor.arrives("**/words/")


def asks_to_wait(visitor: Visitor, places: Places) -> None:
    says_the_word(visitor, places)
    visitor.page.locator("a[href$='/later/']").first.click()
    visitor.arrives("**/later/")


def shows_the_words(visitor: Visitor, _places: Places) -> None:
    page = visitor.page
    page.locator("[name=recipients]").first.check()
    page.fill("[name=signed_name]", "R. Delgado")
    page.locator("form.prose button").first.click()


def asks_for_a_door(visitor: Visitor, _places: Places) -> None:
    visitor.page.fill("[name=email]", "somebody@example.org")
    visitor.page.press("[name=email]", "Enter")


def asks_for_code(visitor: Visitor, _places: Places) -> None:
    visitor.page.locator("form[action$='/send-code/'] button").click()


@dataclass(frozen=True)
class Opened:
    path: str  # {need} and the like: tests/browser/places.py
    who: str = ""  # empty: somebody who has not signed in
    act: Act | None = None  # what they do there before it is looked at
    status: int = 200
    right_to_left: bool = False  # looked at in Arabic too, in every size
    title_is_shared: bool = False  # error pages and the family's pages are neutral on purpose
    speaks: str = ""  # pages for a family are in its language, whatever the reader's
    note: str = ""  # tells two pages with one address apart

    def __str__(self) -> str:
        return f"{self.who or 'anybody'}{self.path}{self.note and ' '}{self.note}"


PAGES = (
    Opened("/styleguide/", right_to_left=True),
    Opened("/styleguide/family/", right_to_left=True),
    Opened("/styleguide/paper/"),
    Opened("/accounts/login/"),
    Opened("/sign-on/"),
    Opened("/sign-on/", act=asks_for_a_door, title_is_shared=True, note="no such door"),
    Opened("/sign-on/{pantry}/back/", status=403),
    Opened("/accounts/password/reset/"),
    Opened("/accounts/password/reset/done/"),
    Opened("/accounts/signup/"),
    Opened("/there-is-no-such-page/", status=404),
    Opened("/f/no-such-link/", status=404, right_to_left=True, title_is_shared=True),
    Opened("{family}", speaks="en", title_is_shared=True),
    Opened("{family}", act=says_the_word, speaks="en", title_is_shared=True, note="with the word"),
    Opened(
        "{family}", act=reads_what_was_agreed, speaks="en", title_is_shared=True, note="agreements"
    ),
    Opened(
        "{family}", act=says_what_is_wrong, speaks="en", title_is_shared=True, note="what is wrong"
    ),
    Opened("{family}", act=says_how_it_went, speaks="en", title_is_shared=True, note="how we did"),
    Opened("{family}", act=asks_to_wait, speaks="en", title_is_shared=True, note="ask me later"),
    Opened("{family}", act=sees_who_looked, speaks="en", title_is_shared=True, note="who looked"),
    Opened("/o/no-such-link/", status=404),
    Opened("/v/no-such-link/", status=404, title_is_shared=True),
    Opened("/d/no-such-link/", status=404, title_is_shared=True),
    Opened("{quarrel}", title_is_shared=True),
    Opened("{quarrel}", act=asks_for_code, title_is_shared=True, note="the code"),
    Opened("{votes}", speaks="en", title_is_shared=True),
    Opened("{votes}", act=asks_for_code, speaks="en", title_is_shared=True, note="the code"),
    Opened("{mailed}", right_to_left=True, title_is_shared=True),
    Opened("{mailed}", act=asks_for_code, title_is_shared=True, note="the code"),
    Opened(
        "{mailed}", act=follows("a[href$='/answer/cannot/']"), title_is_shared=True, note="no room"
    ),
    Opened("{applied}", title_is_shared=True, note="help goes on"),
    Opened("{applied}dates/", title_is_shared=True),
    Opened("{weekly}", right_to_left=True, title_is_shared=True),
    Opened("/dev/messages/"),
    Opened("/api/v1/docs/"),
    # the clinic
    Opened("/today/", "navigator", right_to_left=True),
    Opened("/later/{later}/", "navigator"),
    Opened("/today/away/", "navigator"),
    Opened("/sent/", "navigator"),
    Opened("/needs/{need}/", "navigator", right_to_left=True),
    Opened("/needs/{wanted}/", "navigator", title_is_shared=True),
    Opened("/needs/{wanted}/find/", "navigator"),
    Opened("/needs/{wanted}/send/?service={boxes}", "navigator"),
    Opened("/needs/{wanted}/find/?several=1", "navigator", title_is_shared=True, note="several"),
    Opened("/needs/{wanted}/send/several/?service={boxes}&service={bags}", "navigator"),
    Opened("/needs/{wanted}/close/", "navigator"),
    Opened("/needs/{wanted}/nobody/", "navigator"),
    Opened("/needs/{need}/wait/", "navigator", right_to_left=True),
    Opened("/needs/wait/{asks_person}/", "navigator", title_is_shared=True),
    Opened("/needs/{gap}/", "navigator", title_is_shared=True),
    Opened("/needs/{opened}/", "navigator", title_is_shared=True),
    Opened("/needs/new/{person}/", "navigator"),
    Opened("/referrals/{sent}/sent/", "navigator"),
    Opened("/referrals/{sent}/told/", "navigator"),
    Opened("/referrals/{sent}/take-back/", "navigator"),
    Opened("/referrals/{sent}/handout/", "navigator", speaks="es"),
    Opened("/plan/{person}/", "navigator", speaks="es", title_is_shared=True),
    Opened("/referrals/{application}/application/", "navigator"),
    Opened("/needs/{denied}/", "navigator", title_is_shared=True, note="two words"),
    Opened("/referrals/{said_no}/told-on-no/", "navigator"),
    Opened("/check-in/{asks_person}/", "navigator", right_to_left=True),
    Opened("/check-in/{asks_person}/card/", "navigator", speaks="en"),
    Opened("/people/", "navigator"),
    Opened("/people/", "navigator", act=searches, title_is_shared=True, note="found"),
    Opened("/people/new/", "navigator"),
    Opened("/people/{person}/", "navigator", right_to_left=True),
    Opened("/people/{person}/change/", "navigator"),
    Opened("/people/{person}/note/", "navigator"),
    Opened("/people/{person}/contact/", "navigator"),
    Opened("/people/{person}/contact/{contact}/", "navigator", title_is_shared=True),
    Opened("/people/{person}/safety/", "navigator"),
    Opened("/people/{person}/family/", "navigator"),
    Opened("/people/{person}/agree/", "navigator"),
    Opened(
        "/people/{person}/agree/",
        "navigator",
        act=shows_the_words,
        title_is_shared=True,
        note="the words",
    ),
    Opened("/people/{agreed}/agreed/", "navigator"),
    Opened("/people/{agreed}/agreed/print/", "navigator", speaks="es"),
    Opened("/people/{agreed}/agreed/{consent}/stop/", "navigator"),
    Opened("/people/{person}/links/", "navigator"),
    Opened("/people/{person}/wishes/", "navigator"),
    Opened("/people/{person}/news/", "navigator"),
    Opened("/people/{person}/alert/", "navigator"),
    Opened("/people/{person}/report/", "navigator"),
    Opened("/people/alerts/", "supervisor"),
    Opened("/people/alerts/{alert}/", "supervisor", right_to_left=True),
    Opened("/people/{person}/seen/", "navigator", title_is_shared=True),
    Opened("/people/{person}/screenings/new/", "navigator"),
    Opened("/screenings/{open}/", "navigator"),
    Opened("/screenings/{open}/?one=1", "navigator", title_is_shared=True),
    Opened("/screenings/{asked}/result/", "navigator"),
    Opened("/instruments/hunger_vital_sign/paper/", "navigator", speaks="en"),
    Opened("/find/", "navigator"),
    Opened("/services/{boxes}/", "navigator"),
    Opened("/services/{boxes}/handout/", "navigator"),
    Opened("/kept/{kept}/", "navigator"),
    Opened("/account/", "navigator"),
    Opened("/accounts/2fa/", "navigator"),
    Opened("/account/browsers/", "navigator"),
    # the partner
    Opened("/requests/", "intake"),
    Opened("/this-week/", "rides", title_is_shared=True),
    Opened("/this-week/paper/", "rides", title_is_shared=True),
    Opened("/referrals/{asks}/", "intake", right_to_left=True),
    *(
        Opened(f"/referrals/{{asks}}/answer/{verb}/", "intake")
        for verb in ("question", "cannot", "wait-list", "refer-on")
    ),
    Opened("/referrals/{said_no}/", "intake", title_is_shared=True, note="a family says no"),
    Opened("/referrals/{said_no}/answer/family-says-no/", "intake", title_is_shared=True),
    Opened("/referrals/{asks}/room/", "intake"),
    Opened("/referrals/{asks}/danger/", "intake", title_is_shared=True),
    Opened("/our-services/", "intake"),
    Opened("/our-services/{boxes}/", "intake"),
    Opened("/room/", "intake"),
    Opened("/hours/", "orgadmin"),
    *(
        Opened(f"/referrals/{{in_progress}}/answer/{verb}/", "rides")
        for verb in ("done", "hold", "failed")
    ),
    Opened("/referrals/{packet}/", "orgadmin", title_is_shared=True),
    Opened("/team/", "orgadmin"),
    Opened("/team/keys/", "orgadmin"),
    Opened("/team/{member}/", "orgadmin"),
    Opened("/messages/", "orgadmin"),
    Opened("/messages/when/", "orgadmin"),
    Opened("/programs/", "orgadmin"),
    Opened("/programs/{program}/", "orgadmin"),
    # the desk
    Opened("/desk/", "desk"),
    Opened("/desk/?tab=all", "desk", title_is_shared=True, note="all"),
    Opened("/desk/{climbed}/", "desk"),
    Opened("/desk/{climbed}/told/{ringing}/", "desk", title_is_shared=True),
    Opened("/desk/{climbed}/send/?service={bags}", "desk"),
    # the network
    Opened("/network/organizations/", "convener"),
    Opened("/network/organizations/{pantry}/invite/", "convener"),
    Opened("/network/organizations/{pantry}/", "convener"),
    Opened("/network/organizations/{pantry}/sign-on/", "convener"),
    Opened("/network/partners/{pantry}/", "convener"),
    Opened(
        "/network/organizations/{pantry}/sign-on/?kind=saml",
        "convener",
        title_is_shared=True,
        note="by SAML",
        right_to_left=True,
    ),
    Opened("/network/organizations/{pantry}/laws/", "convener"),
    Opened("/network/partners/{harvest}/leave/", "orgadmin"),
    Opened("/network/partners/{pantry}/suspend/", "convener"),
    Opened("/network/partners/{pantry}/told/", "convener"),
    Opened("/network/partners/{pantry}/agreements/new/", "convener"),
    Opened("/network/agreements/{paper}/", "convener"),
    Opened("/settings/agreements/", "council"),
    Opened("/owed/", "orgadmin", right_to_left=True),
    Opened("/closings/", "navigator"),
    Opened("/closings/new/{pantry}/", "convener"),
    Opened("/closings/{closed}/", "navigator", right_to_left=True),
    Opened("/closings/{closed}/", "desk", title_is_shared=True),
    Opened("/closings/{closed}/?tab=done", "navigator", title_is_shared=True, note="done"),
    Opened("/network/import/", "convener"),
    Opened("/calls/", "desk"),
    Opened("/calls/{silent}/", "desk"),
    Opened("/settings/patience/", "convener"),
    Opened("/settings/numbers/", "convener"),
    Opened("/settings/sign-in/", "convener"),
    Opened("/people/words/", "convener"),
    Opened("/people/words/es/", "convener"),
    Opened("/people/sharing/", "convener"),
    Opened("/people/own-street/", "navigator"),
    Opened("/gaps/", "convener"),
    Opened("/scorecard/", "council"),
    Opened("/power/", "council"),
    Opened("/trying/", "council"),
    Opened("/trying/new/", "convener"),
    Opened("/trying/{cycle}/", "convener", right_to_left=True),
    Opened("/council/", "council", right_to_left=True),
    Opened("/council/", "convener", note="who fills a seat"),
    Opened("/council/proposals/{proposal}/", "council", right_to_left=True),
    Opened("/council/proposals/{decided}/", "supervisor"),
    Opened("/council/families/", "council"),
    Opened("/council/norms/", "orgadmin"),
    Opened("/council/elections/{election}/", "council", right_to_left=True),
    Opened("/council/elections/{elected}/", "convener", title_is_shared=True),
    Opened("/council/decisions/", "council", right_to_left=True),
    Opened("/council/meetings/", "convener"),
    Opened("/council/meetings/{meeting}/move/", "convener"),
    Opened("/council/meetings/{meeting}/", "convener", right_to_left=True),
    Opened("/council/propose/", "council"),
    Opened("/council/seats/{empty_seat}/", "convener"),
    Opened("/council/found/", "convener"),
    Opened("/council/found/data/", "convener"),
    Opened("/disputes/", "orgadmin"),
    Opened("/disputes/", "convener", title_is_shared=True, note="who keeps them"),
    Opened("/disputes/new/", "orgadmin"),
    Opened("/disputes/mediators/", "convener"),
    Opened("/disputes/{dispute}/", "orgadmin", right_to_left=True),
    Opened("/disputes/{dispute}/", "convener", title_is_shared=True, note="who keeps it"),
    Opened("/people/seen/", "privacy", title_is_shared=True, note="all"),
    Opened("/people/{person}/seen/", "privacy", title_is_shared=True),
    Opened("/people/emergencies/", "privacy"),
    Opened("/people/demands/", "privacy"),
    Opened("/people/demands/new/", "privacy", title_is_shared=True),
    Opened("/people/demands/{demand}/", "privacy", title_is_shared=True),
    Opened("/people/unusual/?days=30", "privacy"),
    Opened("/people/{person}/emergency/", "screener"),
    Opened("/people/rights/", "privacy"),
    Opened("/people/{asker}/rights/", "supervisor"),
    Opened("/people/rights/{wrong}/", "navigator"),
    Opened("/people/rights/{copy}/", "navigator", title_is_shared=True, note="copy"),
    Opened("/people/rights/{erasure}/", "privacy", title_is_shared=True, note="erasure"),
    Opened("/records/{copy}/copy/", "navigator", speaks="en"),
    Opened("/records/{erasure}/erase/", "privacy"),
    Opened("/voices/", "privacy"),
    Opened("/voices/{voice}/", "privacy"),
    Opened("/voices/new/", "intake"),
    Opened("/voices/new/{asker}/", "navigator", title_is_shared=True, note="named"),
    Opened("/voices/about-us/", "orgadmin"),
    Opened("/recalls/", "intake"),
    Opened("/records/keeping/", "privacy"),
)
