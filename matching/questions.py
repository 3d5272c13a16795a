"""Why not? What rules a pair out, as far as the reader may know it, else a question to the engine."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Q

from matching.models import (
    ANSWERS,
    Judgement,
    Match,
    Need,
    NeedKind,
    PairQuestion,
    QuestionState,
    Seed,
    SeedKind,
    Side,
    Verdict,
)
from members.models import OrganisationLink
from tama_portal.common.models import Visibility
from tama_portal.common.reading import Reader


class Rule(StrEnum):
    """What keeps a pair from being compared at all."""

    NOT_OPEN = "not_open"
    OWN = "own"
    KIND = "kind"
    OFFICE_ONLY = "office_only"
    COMPETITOR = "competitor"
    DISMISSED = "dismissed"
    CONFIDENTIAL = "confidential"


@dataclass(frozen=True)
class RuledOut:
    """The rule, and the need side's own dismissal where that is it."""

    rule: Rule
    judgement: Judgement | None = None


def ruled_out(need: Need, seed: Seed, reader: Reader, *, at: datetime) -> RuledOut | None:
    """The first rule that keeps the pair apart, None if none does.

    What the other side declared or dismissed is told to office and coordinators only; others learn that there
    is a reason they may not know.
    """
    if not need.is_open(at):
        return RuledOut(Rule.NOT_OPEN)
    if seed.owner_id == need.owner_id:
        return RuledOut(Rule.OWN)
    if SeedKind(seed.kind) not in ANSWERS[NeedKind(need.kind)]:
        return RuledOut(Rule.KIND)
    if seed.visibility == Visibility.OFFICE:
        return RuledOut(Rule.OFFICE_ONLY)
    return rivals(need, seed, reader) or dismissal(need, seed, reader)


def knows_all(reader: Reader) -> bool:
    return reader.is_office or reader.is_coordinator


def rivals(need: Need, seed: Seed, reader: Reader) -> RuledOut | None:
    links = OrganisationLink.objects.filter(kind=OrganisationLink.Kind.COMPETITOR)
    by_need_side = Q(organisation=need.owner_id, other=seed.owner_id)
    by_seed_side = Q(organisation=seed.owner_id, other=need.owner_id)
    declared_by = set(links.filter(by_need_side | by_seed_side).values_list("organisation", flat=True))
    if need.owner_id in declared_by or (declared_by and knows_all(reader)):
        return RuledOut(Rule.COMPETITOR)
    return RuledOut(Rule.CONFIDENTIAL) if declared_by else None


def dismissal(need: Need, seed: Seed, reader: Reader) -> RuledOut | None:
    found = {
        row.side: row for row in Judgement.objects.filter(need=need, seed=seed, verdict=Verdict.DISMISSED)
    }
    if Side.NEED in found:
        return RuledOut(Rule.DISMISSED, found[Side.NEED])
    if Side.SEED in found:
        return (
            RuledOut(Rule.DISMISSED, found[Side.SEED]) if knows_all(reader) else RuledOut(Rule.CONFIDENTIAL)
        )
    return None


@transaction.atomic
def ask(*, need: Need, seed: Seed, at: datetime) -> PairQuestion:
    """Put the question to the engine, anew if it was answered, or has come to nothing."""
    PairQuestion.objects.outdated(at).delete()
    question, is_new = PairQuestion.objects.get_or_create(
        need=need, seed=seed, defaults={"asked_at": at, "touched_at": at}
    )
    ended = [QuestionState.DONE, QuestionState.FAILED]
    if not is_new and (question.state in ended or question.is_stuck(at)):
        again = {
            "state": QuestionState.WAITING,
            "asked_at": at,
            "touched_at": at,
            "progress": 0,
            "result": {},
        }
        PairQuestion.objects.filter(pk=question.pk).update(**again)
        question.refresh_from_db()
    return question


def question_of(need: Need, seed: Seed, *, at: datetime) -> PairQuestion | None:
    asked = PairQuestion.objects.filter(need=need, seed=seed)
    return asked.exclude(pk__in=PairQuestion.objects.outdated(at).values("pk")).first()


def match_of(need: Need, seed: Seed) -> Match | None:
    return Match.objects.filter(need=need, seed=seed).first()
