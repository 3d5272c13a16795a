"""Digests: what was found since a person was last told, mailed once, in the rhythm the person has chosen."""

from datetime import date, datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation

from matching.digest_mail import write_mail
from matching.models import Digest, MatchRun
from matching.news import news_for
from members.access import reader_for
from members.models import Contact, DigestRhythm, User

log = structlog.get_logger(__name__)

# A person's first digest reaches back as far as the next ones will.
FIRST_REACH = {DigestRhythm.DAILY: timedelta(days=1), DigestRhythm.WEEKLY: timedelta(days=7)}


def write_digests(*, at: datetime) -> int:
    """Write every digest that is due; returns how many mails that made.

    Safe to kill and to run twice at once. One person's trouble keeps no one else from theirs.
    """
    Digest.objects.filter(Q(user__digest=DigestRhythm.NEVER) | Q(user__is_active=False)).delete()
    up_to = MatchRun.objects.last_done()
    written = 0
    for user in due_users(timezone.localdate(at)):
        try:
            written += write_digest(user, up_to=up_to, at=at)
        except Exception:
            log.exception("digest not written", user=user.pk)
    return written


def due_users(today: date) -> QuerySet[User]:
    """People of members whose digest is to be written: daily ones every day, weekly ones from Monday on.

    A weekly one that was missed on Monday follows the day after; a person's first comes on a Monday.
    """
    monday = today - timedelta(days=today.weekday())
    due = Q(digest=DigestRhythm.DAILY) & (Q(told=None) | Q(told__written_on__lt=today))
    due |= Q(digest=DigestRhythm.WEEKLY, told__written_on__lt=monday)
    if today == monday:
        due |= Q(digest=DigestRhythm.WEEKLY, told=None)
    places = Contact.objects.current().values("user")
    return User.objects.filter(due, is_active=True, pk__in=places).order_by("pk").select_related("told")


@transaction.atomic
def write_digest(user: User, *, up_to: int, at: datetime) -> bool:
    """Tell the person what the runs up to this one found; False if that is nothing, or another is at it.

    The claim and the mail are one transaction: killed in between, neither has happened.
    """
    told = told_so_far(user, at=at)
    if not claim(told, up_to=up_to, today=timezone.localdate(at)):
        return False
    with translation.override(user.language):
        reader = reader_for(user)
        news = news_for(reader, after=told.up_to_run, up_to=up_to, at=at)
        if news.good:
            write_mail(user, reader, news, at=at)
    return bool(news.good)


def told_so_far(user: User, *, at: datetime) -> Digest:
    """The person's row as it was when the person was found due; a new one before the first digest."""
    told: Digest | None = getattr(user, "told", None)
    if told is None:
        before = MatchRun.objects.filter(finished_at__lt=at - FIRST_REACH[DigestRhythm(user.digest)])
        told, _is_new = Digest.objects.get_or_create(user=user, defaults={"up_to_run": before.last_done()})
    return told


def claim(told: Digest, *, up_to: int, today: date) -> bool:
    """Move the row on; False if it is no longer as it was read, for then another has written this digest."""
    unchanged = Digest.objects.filter(pk=told.pk, up_to_run=told.up_to_run, written_on=told.written_on)
    return bool(unchanged.update(up_to_run=max(up_to, told.up_to_run), written_on=today))
