from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tama_portal.mail import outbox


class Command(BaseCommand):
    help = "Send the mail that is due now. For installations without a worker: run it every few minutes."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{outbox.deliver_due(at=timezone.now())} sent")
