"""Why not? From the question on the page to the engine's answer on it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from matching.models import (
    DismissalReason,
    Judgement,
    NeedKind,
    PairQuestion,
    QuestionState,
    Seed,
    Side,
    Verdict,
)
from matching.nightly.answering import answer_questions, take_waiting
from matching.nightly.seeds import sync_seeds
from matching.questions import Rule, ask, ruled_out
from members.models import OrganisationLink
from tama_portal.common.models import Visibility
from tama_portal.common.reading import Reader
from tests.factories import NeedFactory, PatentFactory, UserFactory
from tests.personas import member

pytestmark = pytest.mark.django_db
EVERYBODY = Reader()
OFFICE = Reader(is_office=True)


@pytest.fixture
def pair(db: None):
    """An open need, and a seed that has little in common with it."""
    need = NeedFactory.create()
    PatentFactory.create(title="薄肉アルミ部品の切削における歪みの抑制方法")
    patent = PatentFactory.create(title="アルミ缶の回収装置", abstract="使用済みの缶を集める装置を提供する。")
    sync_seeds(at=timezone.now())
    return need, Seed.objects.get(source_pk=patent.pk)


def rule_of(need, seed, reader=EVERYBODY) -> Rule | None:
    found = ruled_out(need, seed, reader, at=timezone.now())
    return found.rule if found else None


def dismiss(need, seed, side: Side) -> None:
    Judgement.objects.create(
        need=need,
        seed=seed,
        side=side,
        verdict=Verdict.DISMISSED,
        reason=DismissalReason.OFF_TOPIC,
        by=UserFactory.create(),
        at=timezone.now(),
    )


def test_a_pair_that_may_meet_is_not_ruled_out(pair):
    assert rule_of(*pair) is None


def test_each_rule_is_named(pair):
    need, seed = pair
    seed.visibility = Visibility.OFFICE
    assert rule_of(need, seed) == Rule.OFFICE_ONLY
    need.kind = NeedKind.MONEY
    assert rule_of(need, seed) == Rule.KIND
    seed.owner_id = need.owner_id
    assert rule_of(need, seed) == Rule.OWN
    need.withdrawn_at = timezone.now()
    assert rule_of(need, seed) == Rule.NOT_OPEN


def test_what_the_other_side_declared_or_dismissed_is_for_the_office_alone(pair):
    need, seed = pair
    dismiss(need, seed, Side.SEED)
    assert (rule_of(need, seed), rule_of(need, seed, OFFICE)) == (Rule.CONFIDENTIAL, Rule.DISMISSED)

    OrganisationLink.objects.create(
        organisation=seed.owner, other=need.owner, kind=OrganisationLink.Kind.COMPETITOR
    )
    assert (rule_of(need, seed), rule_of(need, seed, OFFICE)) == (Rule.CONFIDENTIAL, Rule.COMPETITOR)


def test_ones_own_dismissal_is_named(pair):
    need, seed = pair
    dismiss(need, seed, Side.NEED)
    assert rule_of(need, seed) == Rule.DISMISSED


def test_the_engine_answers_and_the_reasons_add_up(pair):
    need, seed = pair
    ask(need=need, seed=seed, at=timezone.now())

    assert answer_questions() == 1

    question = PairQuestion.objects.get()
    result = question.result
    assert question.state == QuestionState.DONE
    assert sum(reason["weight"] for reason in result["reasons"]) == pytest.approx(result["score"], abs=1e-6)
    assert result["missing"]
    assert result["short_of"] > 0
    assert answer_questions() == 0


def test_a_question_is_taken_once_and_again_from_the_silent(pair):
    need, seed = pair
    ask(need=need, seed=seed, at=timezone.now())
    assert len(take_waiting()) == 1
    assert take_waiting() == []

    PairQuestion.objects.update(touched_at=timezone.now() - settings.MATCHING_SILENCE - timedelta(seconds=1))
    assert len(take_waiting()) == 1


def test_questions_are_kept_for_a_day(pair):
    need, seed = pair
    ask(need=need, seed=seed, at=timezone.now() - timedelta(days=2))
    other = NeedFactory.create()
    ask(need=other, seed=seed, at=timezone.now())
    assert [question.need for question in PairQuestion.objects.all()] == [other]


@pytest.fixture
def own_pair(pair, client):
    """The same, with the need's owner logged in."""
    need, seed = pair
    alice = member("Alice")
    need.owner = alice.firm
    need.save()
    client.force_login(alice.user)
    return need, seed


def address(need, seed) -> str:
    return reverse("pair_answer", args=[need.pk, seed.pk])


def page(client: Client, need, seed) -> str:
    return str(client.get(address(need, seed)).content.decode())


def test_a_member_looks_for_a_seed_with_two_characters(client, own_pair):
    need, seed = own_pair
    found = client.get(reverse("pair_search", args=[need.pk]), {"q": "回収"})
    assert reverse("pair_answer", args=[need.pk, seed.pk]) in found.content.decode()


def test_a_member_asks_waits_and_reads_the_answer(client, own_pair):
    need, seed = own_pair
    assert "<progress" not in page(client, need, seed)

    client.post(address(need, seed))
    assert "<progress" in page(client, need, seed)

    answer_questions()
    shown = page(client, need, seed)
    missing = PairQuestion.objects.get().result["missing"][0]["label"]
    assert f">{missing}</td>" in shown
    assert "hx-get" not in shown


def test_a_question_nobody_answers_can_be_asked_again(client, own_pair):
    need, seed = own_pair
    client.post(address(need, seed))
    PairQuestion.objects.update(touched_at=timezone.now() - timedelta(hours=1))
    assert "<progress" not in page(client, need, seed)

    client.post(address(need, seed))
    assert "<progress" in page(client, need, seed)


def test_a_ruled_out_pair_is_not_put_to_the_engine(client, own_pair):
    need, seed = own_pair
    dismiss(need, seed, Side.NEED)
    client.post(address(need, seed))
    assert not PairQuestion.objects.exists()
    client.cookies["django_language"] = "ko"
    shown = page(client, need, seed)
    with override("ko"):
        assert str(DismissalReason.OFF_TOPIC.label) in shown
