from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from matching.digests import write_digests


class Command(BaseCommand):
    help = "Write the match digests that are due. For installations without a worker: run it every morning."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{write_digests(at=timezone.now())} written")
