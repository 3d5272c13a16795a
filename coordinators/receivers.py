"""Interest in a match reaches the coordinators of both sides and the office."""

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.dispatch import receiver
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from coordinators.models import Coordinator
from matching.models import Judgement, Verdict
from matching.signals import match_judged
from members.models import OfficeRole, User
from tama_portal.mail import outbox


@receiver(match_judged)
def tell_of_interest(sender: Any, judgement: Judgement, **kwargs: Any) -> None:
    if judgement.verdict == Verdict.INTERESTED:
        for user in concerned(judgement):
            write_of_interest(user, judgement)


def concerned(judgement: Judgement) -> QuerySet[User]:
    sides = [pk for pk in (judgement.need.owner_id, judgement.seed.owner_id) if pk]
    coordinators = Coordinator.objects.in_office(judgement.at).filter(assignments__organisation__in=sides)
    office = Q(office_role__in=[OfficeRole.EDITOR, OfficeRole.MANAGER])
    return User.objects.filter(Q(pk__in=coordinators.values("user")) | office, is_active=True)


def write_of_interest(user: User, judgement: Judgement) -> None:
    with translation.override(user.language):
        outbox.enqueue(
            to=user.email,
            subject=_("Interest in a match: %(need)s") % {"need": judgement.need.title},
            body=_(
                "%(person)s is interested.\n\nNeed: %(need)s\nSeed: %(seed)s (%(owner)s)\n\n"
                "The need with its matches:\n%(address)s\n"
            )
            % {
                "person": judgement.by,
                "need": judgement.need.title,
                "seed": judgement.seed.title,
                "owner": judgement.seed.owner_name,
                "address": settings.SITE_URL + reverse("need_detail", args=[judgement.need_id]),
            },
            at=judgement.at,
        )
