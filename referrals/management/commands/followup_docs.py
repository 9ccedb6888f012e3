"""Write docs/follow-up.md from the ladders that the sweep climbs."""

from pathlib import Path

from referrals.management.commands import lifecycle_docs
from referrals.management.followup_page import page


class Command(lifecycle_docs.Command):
    help = "Write docs/follow-up.md; with --check only say whether it is fresh."
    place = Path("docs/follow-up.md")
    name = "followup_docs"

    def page(self) -> str:
        return page()
