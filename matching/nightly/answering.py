"""Answer what people ask of single pairs, with the whole market behind it: scores are as at night."""

from collections.abc import Sequence

import structlog
from django.db.models import QuerySet
from django.utils import timezone

from matching.engine.explanation import Explanation
from matching.engine.matcher import Matcher
from matching.engine.text import Text
from matching.models import Need, PairQuestion, QuestionState
from matching.nightly.execution import kept_seeds, matcher_of
from matching.nightly.glossary import stored_glossary
from matching.nightly.market import read_market, read_needs

log = structlog.get_logger(__name__)


def answer_questions() -> int:
    """Answer all questions that wait; returns how many. None if another process is at it: it takes these too.

    A question that this process takes and does not live to answer is to be had again after a silence.
    """
    if PairQuestion.objects.in_work(timezone.now()).exists():
        return 0
    matcher, answered = None, 0
    while taken := take_waiting():
        try:
            matcher = matcher or whole_market(taken)
            answered += sum(answer(question, matcher) for question in taken)
        except Exception:
            log.exception("questions not answered", questions=[question.pk for question in taken])
            held(taken).update(state=QuestionState.FAILED, touched_at=timezone.now())
            raise
    return answered


def take_waiting() -> list[PairQuestion]:
    """Claimed one by one with a conditional update: of two processes, one has each question."""
    at = timezone.now()
    free = PairQuestion.objects.to_be_had(at)
    return [
        question
        for question in free
        if free.filter(pk=question.pk).update(state=QuestionState.WORKING, touched_at=at)
    ]


def held(questions: Sequence[PairQuestion]) -> QuerySet[PairQuestion]:
    pks = [question.pk for question in questions]
    return PairQuestion.objects.filter(pk__in=pks, state=QuestionState.WORKING)


def whole_market(asked: Sequence[PairQuestion]) -> Matcher:
    """All seeds, indexed as in the night; tells those who wait how far it is."""

    def tell(done: int, total: int) -> None:
        held(asked).update(progress=0.95 * done / max(total, 1), touched_at=timezone.now())

    market, glossary = read_market(at=timezone.now()), stored_glossary()
    return matcher_of(market, glossary, kept_seeds(market, glossary), tell)


def answer(question: PairQuestion, matcher: Matcher) -> bool:
    """Write one answer; one whose seed has come since the market was read waits for the next process."""
    _, [need] = read_needs(Need.objects.filter(pk=question.need_id))
    explanation = explained(need, question.seed_id, matcher)
    state = QuestionState.DONE if explanation else QuestionState.FAILED
    held([question]).update(
        state=state, progress=1, touched_at=timezone.now(), result=as_dict(explanation) if explanation else {}
    )
    return explanation is not None


def explained(need: Text, seed_pk: int, matcher: Matcher) -> Explanation | None:
    try:
        return matcher.explain(need, str(seed_pk))
    except KeyError:
        return None


def as_dict(explanation: Explanation) -> dict[str, object]:
    return {
        "score": explanation.score,
        "coverage": explanation.coverage,
        "grade": int(explanation.grade),
        "short_of": explanation.short_of,
        "reasons": [reason.as_dict() for reason in explanation.reasons],
        "missing": [{"label": word.label, "weight": word.weight} for word in explanation.missing],
    }
