import unicodedata
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from matching.models import Grade, Match, Need
from matching.reasons import Names, shown_reasons
from tama_portal.demo.logins import logins_path, read_logins

SHOWN_MATCHES = 10
SHOWN_REASONS = 4
TITLE_WIDTH = 44


class Command(BaseCommand):
    help = "Print the demo's best matches with their reasons, and its logins."

    def handle(self, *args: Any, **options: Any) -> None:
        self.show_matches()
        self.show_unmatched()
        self.show_logins()

    def show_matches(self) -> None:
        self.stdout.write("\nThe best matches of last night\n")
        names = Names.read()
        for match in best_of_each_need(SHOWN_MATCHES):
            words = ", ".join(reason.label for reason in shown_reasons(match, names)[:SHOWN_REASONS])
            line = "━" * match.grade
            self.stdout.write(
                f"  ○ {padded(match.need.title)} {line:━<3}● {padded(match.seed.title)} "
                f"{Grade(match.grade).name.lower():<8} {match.score:5.1f}"
            )
            self.stdout.write(f"    because: {words}")

    def show_unmatched(self) -> None:
        open_needs = Need.objects.open(timezone.now())
        unmatched = open_needs.filter(matches=None).count()
        self.stdout.write(f"\n{unmatched} of {open_needs.count()} needs have no good match yet.")

    def show_logins(self) -> None:
        self.stdout.write("\nLogins (this machine's own, in var/)\n")
        for login in read_logins(logins_path()):
            self.stdout.write(f"  {login.role:<22} {login.email:<42} {login.password}")


def best_of_each_need(number: int) -> list[Match]:
    """The best matches of as many needs: a need with several strong ones would fill the table alone."""
    best: dict[int, Match] = {}
    for match in Match.objects.select_related("need", "seed").order_by("-coverage", "pk")[: 20 * number]:
        best.setdefault(match.need_id, match)
    return list(best.values())[:number]


def padded(text: str) -> str:
    """The text cut or filled to one width on a terminal, where CJK letters take two cells."""
    shown, width = "", 0
    for letter in text:
        cells = 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if width + cells > TITLE_WIDTH:
            break
        shown, width = shown + letter, width + cells
    return shown + " " * (TITLE_WIDTH - width)
