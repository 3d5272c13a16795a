import pytest
from django.utils import timezone

from tama_portal.mail import outbox
from tama_portal.mail.models import OutgoingMessage

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def enqueue(number: int) -> OutgoingMessage:
    return outbox.enqueue(
        to=f"member{number}@firm.example",
        subject=f"新しい候補 {number}",
        body="昨夜、新しい候補が見つかりました。",
        at=timezone.now(),
    )


def test_scheduled_delivery_reaches_a_real_mail_server(portal, smtp, eventually, every_second):
    messages = [enqueue(number) for number in range(3)]

    with portal.worker(), portal.beat():
        every_second("deliver mail")
        eventually(lambda: len(smtp.messages) == 3)
        eventually(lambda: not OutgoingMessage.objects.filter(sent_at=None).exists())

    assert [mail["Message-ID"] for mail in smtp.messages] == [message.message_id for message in messages]
    assert smtp.messages[0]["To"] == "member0@firm.example"
    assert smtp.messages[0]["Subject"] == "新しい候補 0"
    assert smtp.messages[0].get_content().strip() == "昨夜、新しい候補が見つかりました。"


def test_refused_mail_waits_for_its_next_attempt(portal, smtp, eventually, every_second):
    smtp.refuses = True
    message = enqueue(1)

    with portal.worker(), portal.beat():
        every_second("deliver mail")
        eventually(lambda: OutgoingMessage.objects.get(pk=message.pk).last_error)
        smtp.refuses = False
        OutgoingMessage.objects.update(next_attempt_at=timezone.now())
        eventually(lambda: OutgoingMessage.objects.get(pk=message.pk).sent_at)

    assert [mail["Message-ID"] for mail in smtp.messages] == [message.message_id]
