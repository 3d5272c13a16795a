"""What people did with pairs, as judgements: whose gain counts, and what is ranked to measure it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from matching.engine.backtest import Backtest
from matching.engine.config import Config
from matching.engine.glossary import Glossary
from matching.judged import GAINS, gains, judged_sets
from matching.models import DismissalReason, Judgement, Need, Seed, Side, Verdict
from tests.factories import NOW, NeedFactory, OrganisationFactory, SeedFactory

pytestmark = pytest.mark.django_db


def judge(need: Need, seed: Seed, reason: str = "", side: Side = Side.NEED) -> None:
    verdict = Verdict.DISMISSED if reason else Verdict.INTERESTED
    Judgement.objects.create(need=need, seed=seed, side=side, verdict=verdict, reason=reason, at=NOW)


def test_every_dismissal_has_a_gain_or_says_nothing_of_the_texts() -> None:
    assert set(DismissalReason.values) - GAINS.keys() == {"competitor", "other"}
    assert Verdict.INTERESTED in GAINS


def test_the_event_that_says_most_counts() -> None:
    need, liked, off, known, rival = NeedFactory.create(), *SeedFactory.create_batch(4)
    judge(need, liked)
    judge(need, liked, "off_topic", Side.SEED)
    judge(need, off, "off_topic")
    judge(need, known, "already_known")
    judge(need, rival, "competitor")
    assert gains() == {need.pk: {liked.pk: 2, off.pk: 0, known.pk: 1}}


def test_nothing_liked_makes_no_set() -> None:
    judge(NeedFactory.create(), SeedFactory.create(), "off_topic")
    assert judged_sets(at=NOW) == []


def test_sets_hold_judged_needs_and_all_seeds() -> None:
    judged, closed, other = NeedFactory.create_batch(3)
    liked, gone, dropped, unseen = SeedFactory.create_batch(4)
    Seed.objects.filter(pk__in=[gone.pk, dropped.pk]).update(withdrawn_at=NOW)
    Need.objects.filter(pk=closed.pk).update(withdrawn_at=NOW)
    judge(judged, liked)
    judge(closed, gone)
    everything, judged_only = judged_sets(at=NOW + timedelta(hours=1))
    assert [item.text.id for item in everything.needs] == [str(judged.pk), str(closed.pk)]
    assert [item.text.id for item in everything.seeds] == [str(seed.pk) for seed in (liked, gone, unseen)]
    assert [text.id for text in everything.background] == [str(other.pk)]
    assert everything.judgements == {str(judged.pk): {str(liked.pk): 2}, str(closed.pk): {str(gone.pk): 2}}
    assert (everything.is_judged_only, judged_only.is_judged_only) == (False, True)


def test_dismissed_pair_is_ranked_as_any_other_and_ones_own_is_not() -> None:
    """The night bars dismissed pairs; a backtest asks where the engine would have put them."""
    need = NeedFactory.create(title="アルミの切削", text="薄肉")
    liked = SeedFactory.create(title="切削", text="薄肉")
    off = SeedFactory.create(title="アルミの切削", text="薄肉")
    own = SeedFactory.create(title="アルミの切削", text="薄肉", owner=need.owner)
    judge(need, liked)
    judge(need, off, "off_topic")
    everything, judged_only = judged_sets(at=timezone.now())
    for labelled in (everything, judged_only):
        measured = Backtest(labelled, Glossary()).measure(Config())[str(need.pk)]
        assert measured.ndcg10 == pytest.approx(0.63093, abs=1e-5), own
        assert measured.recall10 == 1.0


def test_kinds_that_do_not_answer_are_not_ranked() -> None:
    need = NeedFactory.create(kind="money")
    judge(need, SeedFactory.create(title=need.title, owner=OrganisationFactory.create()))
    everything, _ = judged_sets(at=NOW)
    assert Backtest(everything, Glossary()).measure(Config())[str(need.pk)].recall100 == 0.0
