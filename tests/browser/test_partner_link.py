"""A volunteer at a pantry without accounts opens the mail on her phone: code, yes, room. Without scripts."""

import re
from collections.abc import Callable

from config.embedded.processes import wait_until
from tests.browser.places import Places
from tests.browser.site import Site
from tests.browser.visitor import NARROW, Visitor

Visit = Callable[..., Visitor]
SENT = re.compile(r"Your code is (\d{6})")


def codes_for(link: str, site: Site) -> list[str]:
    """Other tests ask for codes too: only those whose mail holds this link. A dot in front: half a mail yet."""
    kept = site.messages.glob("[!.]*")
    mails = [mail.read_text(encoding="utf-8", errors="ignore") for mail in kept]
    return [found[1] for mail in mails if link in mail and (found := SENT.search(mail))]


def test_a_partner_without_accounts_answers_from_the_mail(
    visit: Visit, places: Places, site: Site
) -> None:
    link = str(places["spare"])
    phone = visit(scripts=False, width=NARROW)
    phone.goto(link)  # 1: the link in the mail
    phone.press("Send us the code")  # 2
    assert wait_until(lambda: bool(codes_for(link, site)), seconds=180)
    [code] = codes_for(link, site)
    phone.page.fill("[name=code]", code)
    phone.press("Open")  # 3
    phone.sees("agreed to share this with you")
    phone.press("Yes, we can help")  # 4
    phone.sees("Do you have room this week?")
    phone.press("A few only")
    phone.sees("Senders see this now")
