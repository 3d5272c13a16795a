from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tama_portal.demo.loading import fill_demo
from tama_portal.demo.logins import logins_path
from tama_portal.demo.world import build_world


class Command(BaseCommand):
    help = "Write the demo world into the database. Where it is there already, nothing changes."

    def handle(self, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo world is written only with DEMO=true.")
        filled = fill_demo(at=timezone.now(), logins=logins_path())
        if filled:
            build_world().write_gold(settings.VAR_DIR / "demo-gold.tsv")
        self.stdout.write("The demo world is written." if filled else "The demo world is there already.")
