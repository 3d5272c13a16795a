"""Answer what people ask of single pairs, with the engine's whole market behind it: scores are as at night."""

import structlog
from django.utils import timezone

from matching.configuration import engine_config, vector_model
from matching.engine.explanation import Explanation
from matching.engine.matcher import Matcher
from matching.engine.statistics import NeedStatistics
from matching.engine.text import Text
from matching.models import Need, PairQuestion, QuestionState, Seed
from matching.nightly.glossary import stored_glossary
from matching.nightly.market import read_needs, read_seeds
from matching.nightly.reading import crew_reader
from matching.nightly.tokens import StoredTokens

log = structlog.get_logger(__name__)


def answer_questions() -> int:
    """Answer all questions that wait; returns how many. Nothing if another process is at it: it takes these too.

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
            of(taken).update(state=QuestionState.FAILED, touched_at=timezone.now())
            raise
    return answered


def take_waiting() -> list[PairQuestion]:
    """Claimed one by one with a conditional update: of two processes, one has each question."""
    at, free = timezone.now(), PairQuestion.objects.to_be_had(timezone.now())
    taken = [
        question
        for question in free
        if free.filter(pk=question.pk).update(state=QuestionState.WORKING, touched_at=at)
    ]
    return taken


def of(questions: list[PairQuestion]):
    return PairQuestion.objects.filter(
        pk__in=[question.pk for question in questions], state=QuestionState.WORKING
    )


def whole_market(asked: list[PairQuestion]) -> Matcher:
    """All seeds, indexed as in the night; tells those who wait how far it is."""

    def tell(done: int, total: int) -> None:
        of(asked).update(progress=0.95 * done / max(total, 1), touched_at=timezone.now())

    glossary = stored_glossary()
    _, needs = read_needs(Need.objects.open(timezone.now()))
    _, seeds = read_seeds(Seed.objects.offered())
    return Matcher(
        seeds,
        engine_config(),
        glossary=glossary,
        statistics=NeedStatistics.of(crew_reader(glossary, progress=lambda done, total: None)(needs)),
        cache=StoredTokens(),
        model=vector_model(),
        read=crew_reader(glossary, progress=tell),
    )


def answer(question: PairQuestion, matcher: Matcher) -> bool:
    """Write one answer; one whose seed has come since the market was read waits for the next process."""
    _, [need] = read_needs(Need.objects.filter(pk=question.need_id))
    explanation = explained(need, question.seed_id, matcher)
    state = QuestionState.DONE if explanation else QuestionState.FAILED
    of([question]).update(
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
