"""Django's e-mail door: every message, the framework's own too, becomes a row of the outbox."""

from collections.abc import Sequence

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage, EmailMultiAlternatives
from django.utils import timezone

from tama_portal.mail.outbox import enqueue


class OutboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            for address in message.recipients():
                enqueue(
                    to=address,
                    subject=str(message.subject),
                    body=str(message.body),
                    html_body=html_of(message),
                    at=timezone.now(),
                )
        return len(email_messages)


def html_of(message: EmailMessage) -> str:
    parts = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    return next((str(content) for content, kind in parts if kind == "text/html"), "")
