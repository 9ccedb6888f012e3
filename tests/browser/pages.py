"""Which pages does a browser test looks at, and who opens it. A new page is one line here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Opened:
    path: str
    who: str = ""  # empty: somebody who has not signed in
    follow: str = ""  # then this link, because an address with an id is made anew in every run
    status: int = 200
    right_to_left: bool = False  # looked at in Arabic too, in every size
    title_is_shared: bool = False  # error pages and the family's pages are neutral on purpose

    def __str__(self) -> str:
        return f"{self.who or 'anybody'}{self.path}{self.follow and ' > '}{self.follow}"


PAGES = (
    Opened("/styleguide/", right_to_left=True),
    Opened("/styleguide/family/", right_to_left=True),
    Opened("/styleguide/paper/"),
    Opened("/accounts/login/"),
    Opened("/accounts/password/reset/"),
    Opened("/accounts/password/reset/done/"),
    Opened("/accounts/signup/"),
    Opened("/there-is-no-such-page/", status=404),
    Opened("/f/no-such-link/", status=404, right_to_left=True, title_is_shared=True),
    Opened("/dev/messages/"),
    Opened("/today/", "navigator", right_to_left=True),
    Opened("/today/", "navigator", follow=".who a", right_to_left=True),
    Opened("/sent/", "navigator"),
    Opened("/requests/", "intake"),
    Opened("/requests/", "intake", follow=".who a", right_to_left=True),
    Opened("/people/", "navigator"),
    Opened("/people/", "navigator", follow=".rows a"),
    Opened("/people/new/", "navigator"),
    Opened("/find/", "navigator"),
    Opened("/find/", "navigator", follow=".rows a"),
    Opened("/our-services/", "intake"),
    Opened("/room/", "intake"),
    Opened("/team/", "orgadmin"),
    Opened("/network/organizations/", "convener"),
    Opened("/scorecard/", "council"),
    Opened("/people/seen/", "privacy"),
)
