"""The outbox with real files and a transport that refuses."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from tama_portal.mail import outbox
from tama_portal.mail.backend import OutboxBackend
from tama_portal.mail.models import OutgoingMessage
from tests.factories import NOW

pytestmark = pytest.mark.django_db
FILES = "django.core.mail.backends.filebased.EmailBackend"


class Refusing(BaseEmailBackend):
    """A mail server that is down."""

    def send_messages(self, email_messages) -> int:
        raise ConnectionRefusedError("nobody listens")


def enqueue() -> OutgoingMessage:
    return outbox.enqueue(to="alice@firm.example", subject="A\nmatch", body="Text", at=NOW)


def test_message_is_sent_once_with_its_own_id(tmp_path: Path) -> None:
    message = enqueue()
    connection = get_connection(FILES, file_path=str(tmp_path))
    sent = [outbox.deliver(message, connection=connection, at=NOW) for _ in range(2)]

    (letter,) = tmp_path.iterdir()
    assert sent == [True, False]
    assert f"Message-ID: {message.message_id}" in letter.read_text()
    assert "Subject: A match" in letter.read_text()


def test_leased_message_is_not_taken_by_another_sender_until_the_lease_ends() -> None:
    first, second = enqueue(), OutgoingMessage.objects.get()

    assert outbox.claim(first, at=NOW) is True
    assert outbox.claim(second, at=NOW) is False
    second.refresh_from_db()
    assert outbox.claim(second, at=NOW + outbox.LEASE) is True


def test_refused_message_waits_longer_each_time_and_is_given_up() -> None:
    at = NOW
    enqueue()
    for attempt in range(1, outbox.MOST_ATTEMPTS + 1):
        message = OutgoingMessage.objects.get()
        assert outbox.deliver(message, connection=Refusing(), at=at) is False
        message.refresh_from_db()
        assert (message.attempts, message.sent_at, message.last_error) == (attempt, None, "nobody listens")
        assert message.next_attempt_at == at + outbox.FIRST_DELAY * 2**attempt
        at = message.next_attempt_at

    assert message.given_up_at is not None
    assert outbox.try_again(OutgoingMessage.objects.all(), at=at) == 1
    assert list(OutgoingMessage.objects.due(at)) == [message]


def test_frameworks_own_mail_goes_through_the_outbox() -> None:
    mail = EmailMessage("Reset", "Link", to=["alice@firm.example", "bob@firm.example"])
    mail.connection = OutboxBackend()
    mail.send()

    assert set(OutgoingMessage.objects.values_list("to", "subject")) == {
        ("alice@firm.example", "Reset"),
        ("bob@firm.example", "Reset"),
    }


def test_due_leaves_later_messages_alone() -> None:
    later = enqueue()
    OutgoingMessage.objects.update(next_attempt_at=NOW + timedelta(minutes=1))

    assert list(OutgoingMessage.objects.due(NOW)) == []
    assert list(OutgoingMessage.objects.due(NOW + timedelta(minutes=1))) == [later]
