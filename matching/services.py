"""Writes on needs and judgements. Runs write matches: `matching/nightly/`."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from matching.engine.language import detect
from matching.models import DismissalReason, Judgement, Need, Seed, Side, Verdict
from matching.signals import match_judged
from members.models import BaseTechnology, Contact, Organisation, User
from tama_portal.common.models import Language
from tama_portal.mail import outbox

LIFE = timedelta(days=365)
REMIND_BEFORE = timedelta(days=14)


def language_of(title: str, text: str, *, default: str) -> str:
    """The language a need is written in, as far as its letters tell."""
    found = detect(f"{title}\n{text}")
    return found if found in Language.values else default


@transaction.atomic
def register_need(
    *,
    owner: Organisation,
    by: User | None,
    at: datetime,
    base_technologies: Collection[BaseTechnology] = (),
    **fields: Any,
) -> Need:
    """A new draft. The language is detected unless given; it is open for a year unless an end is given.

    Raises ValidationError if a field is not valid.
    """
    fields["language"] = fields.get("language") or language_of(
        fields.get("title", ""), fields.get("text", ""), default=by.language if by else Language.JAPANESE
    )
    fields["expires_on"] = fields.get("expires_on") or timezone.localdate(at) + LIFE
    need = Need(owner=owner, created_by=by, **fields)
    need.full_clean()
    need.save()
    need.base_technologies.set(base_technologies)
    return need


@transaction.atomic
def update_need(
    *, need: Need, base_technologies: Collection[BaseTechnology] | None = None, **fields: Any
) -> Need:
    """Change a need. Raises ValidationError if a field is not valid; then nothing changes."""
    locked = Need.objects.select_for_update().get(pk=need.pk)
    if fields.get("language") == "":
        fields["language"] = language_of(
            fields.get("title", need.title), fields.get("text", need.text), default=need.language
        )
    for name, value in fields.items():
        setattr(locked, name, value)
    if "expires_on" in fields:
        locked.reminded_on = None
    locked.full_clean()
    locked.save()
    if base_technologies is not None:
        locked.base_technologies.set(base_technologies)
    return locked


def publish_need(*, need: Need, at: datetime) -> None:
    """Open a draft to its readers and to the matching. Raises ValidationError if its end has passed."""
    if need.expires_on < timezone.localdate(at):
        raise ValidationError({"expires_on": _("This day has passed. Choose a later one, then publish.")})
    Need.objects.filter(pk=need.pk, published_at=None).update(published_at=at)


def withdraw_need(*, need: Need, at: datetime) -> None:
    Need.objects.filter(pk=need.pk, withdrawn_at=None).exclude(published_at=None).update(withdrawn_at=at)


def restore_need(*, need: Need) -> None:
    """Undo a withdrawal; the matches come back with it."""
    Need.objects.filter(pk=need.pk).update(withdrawn_at=None)


@transaction.atomic
def judge_pair(
    *,
    need: Need,
    seed: Seed,
    side: Side,
    verdict: Verdict,
    by: User,
    at: datetime,
    reason: DismissalReason | str = "",
    note: str = "",
) -> Judgement:
    """Write what one side says of a pair; its last word counts. A dismissed pair is never found again.

    Raises ValidationError if a dismissal has no reason.
    """
    Need.objects.select_for_update().get(pk=need.pk)
    before = Judgement.objects.filter(need=need, seed=seed, side=side).first()
    judgement = before or Judgement(need=need, seed=seed, side=side)
    is_news = before is None or before.verdict != verdict
    judgement.verdict, judgement.note, judgement.by, judgement.at = verdict, note, by, at
    judgement.reason = reason if verdict == Verdict.DISMISSED else ""
    judgement.full_clean()
    judgement.save()
    if is_news:
        match_judged.send(sender=Judgement, judgement=judgement)
    return judgement


@transaction.atomic
def undo_judgement(*, need: Need, seed: Seed, side: Side) -> None:
    """Take one side's word back: the pair is undecided again."""
    Judgement.objects.filter(need=need, seed=seed, side=side).delete()


def remind_of_expiring_needs(*, at: datetime) -> int:
    """Write to the owners of needs that end within two weeks, once for each end; returns how many needs."""
    today = timezone.localdate(at)
    ending = Need.objects.open(at).filter(expires_on__lte=today + REMIND_BEFORE, reminded_on=None)
    return sum(remind_of(need, today=today, at=at) for need in ending.select_related("owner", "created_by"))


@transaction.atomic
def remind_of(need: Need, *, today: date, at: datetime) -> bool:
    """Claimed by a conditional update: written once, whoever runs at the same time."""
    if not Need.objects.filter(pk=need.pk, reminded_on=None).update(reminded_on=today):
        return False
    people = Contact.objects.current().filter(organisation=need.owner, user__is_active=True)
    for contact in people.select_related("user"):
        write_reminder(need, contact.user, at=at)
    return True


def write_reminder(need: Need, user: User | None, *, at: datetime) -> None:
    if user is None:
        return
    with translation.override(user.language):
        address = settings.SITE_URL + reverse("need_detail", args=[need.pk])
        outbox.enqueue(
            to=user.email,
            subject=_("Your need ends soon: %(title)s") % {"title": need.title},
            body=_(
                "The need “%(title)s” is open until %(day)s and is then no longer matched.\n\n"
                "If you still need it, choose a later day here:\n%(address)s\n"
            )
            % {"title": need.title, "day": need.expires_on.isoformat(), "address": address},
            at=at,
        )
