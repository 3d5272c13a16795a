from celery import shared_task
from django.utils import timezone

from tama_portal.mail import outbox


@shared_task
def deliver_due_messages() -> None:
    outbox.deliver_due(at=timezone.now())
