"""Which pages does a browser test looks at, and who opens it. A new page is one line here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Opened:
    path: str
    who: str = ""  # empty: somebody who has not signed in
    status: int = 200
    right_to_left: bool = False  # looked at in Arabic too, in every size
    title_is_shared: bool = False  # error pages and the family's pages are neutral on purpose

    def __str__(self) -> str:
        return f"{self.who or 'anybody'}{self.path}"


PAGES = (
    Opened("/styleguide/", right_to_left=True),
    Opened("/styleguide/family/", right_to_left=True),
    Opened("/styleguide/paper/"),
    Opened("/accounts/login/"),
    Opened("/accounts/password/reset/"),
    Opened("/accounts/password/reset/done/"),
    Opened("/accounts/signup/"),
    Opened("/there-is-no-such-page/", status=404),
)
