"""Why not? A seed is picked for a need, and the page says why it is no match."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from matching import questions
from matching.access import get_need_to_explain, get_visible_seed
from matching.models import Need, PairQuestion, QuestionState, Seed
from matching.nightly.launch import launch_answers
from matching.reasons import Names, excerpt, shown_parts, spans_in
from members.access import reader_of
from tama_portal.common.listing import cursor_page


@login_required
def pair_search(request: HttpRequest, need_id: int) -> HttpResponse:
    """Seeds to pick from; nothing is listed until something is searched for."""
    reader, at = reader_of(request), timezone.now()
    need = get_need_to_explain(reader, need_id, at)
    query = request.GET.get("q", "")
    found = Seed.objects.visible_to(reader).matching_words(query) if query.strip() else Seed.objects.none()
    context = {"need": need, "q": query, "page": cursor_page(request, found)}
    return render(request, "matching/pair_search.html", context)


@login_required
def pair_answer(request: HttpRequest, need_id: int, seed_id: int) -> HttpResponse:
    """Shows what is known of the pair; posted, asks the engine, which answers on this page."""
    reader, at = reader_of(request), timezone.now()
    need, seed = get_need_to_explain(reader, need_id, at), get_visible_seed(reader, seed_id)
    ruled_out = questions.ruled_out(need, seed, reader, at=at)
    if request.method == "POST":
        if ruled_out is None:
            questions.ask(need=need, seed=seed, at=at)
            launch_answers()
        return redirect("pair_answer", need.pk, seed.pk)
    context: dict[str, Any] = {"need": need, "seed": seed, "ruled_out": ruled_out}
    context["match"] = questions.match_of(need, seed)
    if ruled_out is None:
        context |= answer_so_far(need, seed, questions.question_of(need, seed, at=at))
    return render(request, "matching/pair_answer.html", context)


def answer_so_far(need: Need, seed: Seed, question: PairQuestion | None) -> dict[str, Any]:
    if question is None:
        return {"state": "unasked"}
    if question.is_stuck(timezone.now()) or question.state == QuestionState.FAILED:
        return {"state": "failed"}
    if question.state != QuestionState.DONE:
        return {"state": "waiting", "percent": round(100 * question.progress)}
    result = question.result
    return {
        "state": "done",
        "question": question,
        "result": result,
        "percent": round(100 * result["coverage"]),
        "reasons": shown_parts(result["reasons"], Names.read()),
        "need_text": excerpt(need.text, spans_in(result["reasons"], "need", "body")),
        "seed_text": excerpt(seed.text, spans_in(result["reasons"], "seed", "body")),
    }
