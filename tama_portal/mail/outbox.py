"""The only door for e-mail: rows written with what caused them, delivered by a claim and a lease."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import make_msgid

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import QuerySet
from django.utils.translation import get_language

from tama_portal.mail.models import OutgoingMessage

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=5)
FIRST_DELAY = timedelta(minutes=1)
MOST_ATTEMPTS = 8


def enqueue(
    *,
    to: str,
    subject: str,
    body: str,
    at: datetime,
    html_body: str = "",
    headers: Mapping[str, str] | None = None,
) -> OutgoingMessage:
    """Write a message to be sent after the surrounding transaction; nothing is sent if that rolls back."""
    return OutgoingMessage.objects.create(
        to=to,
        subject=" ".join(subject.split())[:300],
        body=body,
        html_body=html_body,
        language=get_language() or "",
        headers=dict(headers or {}),
        message_id=make_msgid(domain="portal.invalid"),
        next_attempt_at=at,
    )


def claim(message: OutgoingMessage, *, at: datetime) -> bool:
    """Lease the message to this sender. False if another sender holds it."""
    taken = OutgoingMessage.objects.due(at).filter(pk=message.pk, attempts=message.attempts)
    return bool(taken.update(attempts=message.attempts + 1, next_attempt_at=at + LEASE))


def deliver(message: OutgoingMessage, *, connection: BaseEmailBackend, at: datetime) -> bool:
    """Send one message that is due. A crash before it is noted repeats it, with the same Message-ID."""
    if not claim(message, at=at):
        return False
    try:
        compose(message, connection).send()
    except OSError as refused:
        note_failure(message, error=str(refused), at=at)
        return False
    OutgoingMessage.objects.filter(pk=message.pk).update(sent_at=at, last_error="")
    return True


def note_failure(message: OutgoingMessage, *, error: str, at: datetime) -> None:
    attempts = message.attempts + 1
    log.warning("mail not sent", message=message.pk, attempts=attempts, error=error)
    OutgoingMessage.objects.filter(pk=message.pk).update(
        last_error=error[:500],
        next_attempt_at=at + FIRST_DELAY * 2**attempts,
        given_up_at=at if attempts >= MOST_ATTEMPTS else None,
    )


def compose(message: OutgoingMessage, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        message.subject,
        message.body,
        settings.DEFAULT_FROM_EMAIL,
        [message.to],
        connection=connection,
        headers=message.headers | {"Message-ID": message.message_id, "Content-Language": message.language},
    )
    if message.html_body:
        mail.attach_alternative(message.html_body, "text/html")
    return mail


def transport() -> BaseEmailBackend:
    """The connection that really sends, as EMAIL_URL names it."""
    options = settings.MAIL_TRANSPORT
    backend = options["EMAIL_BACKEND"]
    if backend.endswith("filebased.EmailBackend"):
        return get_connection(backend, file_path=options["EMAIL_FILE_PATH"])
    return get_connection(
        backend,
        host=options["EMAIL_HOST"],
        port=options["EMAIL_PORT"],
        username=options["EMAIL_HOST_USER"],
        password=options["EMAIL_HOST_PASSWORD"],
        use_tls=options.get("EMAIL_USE_TLS", False),
        use_ssl=options.get("EMAIL_USE_SSL", False),
        timeout=20,
    )


def deliver_due(*, at: datetime, most: int = 200) -> int:
    """Send what is due, oldest first; returns how many were sent."""
    connection = transport()
    messages = OutgoingMessage.objects.due(at).order_by("next_attempt_at", "pk")[:most]
    return sum(deliver(message, connection=connection, at=at) for message in messages)


def try_again(messages: QuerySet[OutgoingMessage], *, at: datetime) -> int:
    """Put messages that were given up back in the queue; returns how many."""
    return messages.exclude(given_up_at=None).update(given_up_at=None, attempts=0, next_attempt_at=at)
