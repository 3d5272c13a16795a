"""An SMTP server that keeps what it is sent."""

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.servers.process import free_port


@dataclass
class Sink:
    """Messages in the order they came in; while `refuses` is set, each is turned away for now."""

    port: int
    messages: list[EmailMessage] = field(default_factory=list)
    refuses: bool = False

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's name
        if self.refuses:
            return "451 Try again later"
        content = envelope.content
        raw = content.encode() if isinstance(content, str) else content or b""
        self.messages.append(email.message_from_bytes(raw, _class=EmailMessage, policy=email.policy.default))
        return "250 Kept"


@contextmanager
def smtp_sink() -> Iterator[Sink]:
    sink = Sink(port=free_port())
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
