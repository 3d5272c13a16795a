"""Two administrators leave in the same moment: the organisation's row, locked first, keeps one of them."""

from collections.abc import Callable
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import OperationalError, connection

from members import services
from members.models import Contact, Organisation
from tests.factories import NOW, ContactFactory
from tests.personas import Persona

BOTH_HAVE_LOOKED_S = 1.0


@pytest.fixture
def administrators(transactional_db: None, alice: Persona) -> list[Contact]:
    ContactFactory.create(organisation=alice.firm, is_administrator=True)
    return list(alice.firm.contacts.all())


def leave_together(contacts: list[Contact], monkeypatch: pytest.MonkeyPatch) -> None:
    """Both people leave; each waits after the look until the other has looked too, if the lock lets it."""
    both_looked, look = Barrier(len(contacts)), services.refuse_last_administrator

    def look_and_wait(contact: Contact) -> None:
        look(contact)
        try:
            both_looked.wait(BOTH_HAVE_LOOKED_S)
        except BrokenBarrierError:
            return

    monkeypatch.setattr(services, "refuse_last_administrator", look_and_wait)
    threads = [Thread(target=leave, args=[contact]) for contact in contacts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def leave(contact: Contact) -> None:
    try:
        services.end_place(contact=contact, at=NOW)
    except (services.LastAdministrator, OperationalError):
        return
    finally:
        connection.close()


def number_left() -> int:
    return Contact.objects.current().filter(is_administrator=True).count()


def test_one_administrator_stays_when_two_leave_at_once(
    administrators: list[Contact], monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_together(administrators, monkeypatch)

    assert number_left() == 1


def test_without_the_lock_both_would_leave(
    administrators: list[Contact], monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite lets one writer in at a time and needs no row lock; PostgreSQL shows why it is there."""
    unlocked: Callable[..., object] = lambda rows, **_options: rows  # noqa: E731 -- stands in for a method
    monkeypatch.setattr(type(Organisation.objects.all()), "select_for_update", unlocked)
    monkeypatch.setattr(
        type(Organisation.objects), "select_for_update", lambda manager: manager.all(), raising=False
    )
    leave_together(administrators, monkeypatch)

    assert number_left() == (0 if connection.vendor == "postgresql" else 1)
