"""Who may see and do what in matching, and the only loaders that take a request's id."""

from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404

from matching.models import Match, MatchQuerySet, Need, Seed, Side
from members.models import User
from tama_portal.common.reading import Reader

DIGEST_SIGNER = signing.Signer(salt="match digest", sep=".")


@dataclass(frozen=True)
class OwnMatch:
    """A match, and the side on which the reader stands."""

    match: Match
    side: Side


def get_visible_need(reader: Reader, need_id: int, at: datetime) -> Need:
    rows = Need.objects.visible_to(reader, at).select_related("owner__municipality")
    return get_object_or_404(rows.prefetch_related("base_technologies"), pk=need_id)


def get_own_need(reader: Reader, need_id: int) -> Need:
    """For its owner, to change it. Raises Http404 for everybody else, the office too."""
    return get_object_or_404(Need.objects.owned_by(reader).select_related("owner"), pk=need_id)


def get_need_to_explain(reader: Reader, need_id: int, at: datetime) -> Need:
    """For those who see the need's matches: its owner, the office and coordinators. Else raises Http404."""
    need = get_visible_need(reader, need_id, at)
    if not sees_matches_of(reader, need):
        raise Http404
    return need


def sees_matches_of(reader: Reader, need: Need) -> bool:
    return need.is_owned_by(reader) or reader.is_office or reader.is_coordinator


def get_visible_seed(reader: Reader, seed_id: int) -> Seed:
    rows = Seed.objects.visible_to(reader).select_related("owner", "municipality")
    return get_object_or_404(rows.prefetch_related("base_technologies"), pk=seed_id)


def get_own_match(reader: Reader, match_id: int, at: datetime) -> OwnMatch:
    """A match for one of its two sides, to judge it. Raises Http404 for everybody else."""
    match = get_object_or_404(visible_matches(reader, at), pk=match_id)
    if match.need.is_owned_by(reader):
        return OwnMatch(match, Side.NEED)
    if match.seed.owner_id in reader.organisation_ids:
        return OwnMatch(match, Side.SEED)
    raise Http404


def visible_matches(reader: Reader, at: datetime) -> MatchQuerySet:
    return Match.objects.visible_to(reader, at).select_related("need__owner", "seed__owner")


def digest_token(user: User) -> str:
    """What a digest's link carries: it changes this person's rhythm without a login, and no more."""
    return DIGEST_SIGNER.sign(str(user.pk))


def get_user_by_digest_token(token: str) -> User:
    """Raises Http404 for a token that was not given out."""
    try:
        return get_object_or_404(User, pk=DIGEST_SIGNER.unsign(token), is_active=True)
    except signing.BadSignature as refused:
        raise Http404 from refused


def may_register_needs(reader: Reader) -> bool:
    return reader.is_member
