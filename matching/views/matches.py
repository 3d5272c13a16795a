"""Matches: on a need's page, for the seeds of the reader, and what each side says of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from matching import services
from matching.access import OwnMatch, get_own_match, get_visible_seed, visible_matches
from matching.forms import DismissForm
from matching.models import DismissalReason, Judgement, Match, MatchQuerySet, Need, SeedKind, Side, Verdict
from matching.reasons import Excerpt, Names, ShownReason, excerpt, shown_reasons, spans_in
from members.access import person_of, reader_of
from tama_portal.common.listing import cursor_page, facet
from tama_portal.common.models import Language

NEW_FOR = timedelta(days=7)
CHIPS = 6
ORDERINGS = {"": ("place", "-score", "seed_id"), "newest": ("-first_seen_at", "-score", "seed_id")}


@dataclass(frozen=True)
class Card:
    """A match as its card shows it."""

    match: Match
    side: Side
    reasons: list[ShownReason]
    need_text: Excerpt
    seed_text: Excerpt
    judgement: Judgement | None
    shows_owner: bool
    may_judge: bool

    @property
    def chips(self) -> list[str]:
        return [reason.label for reason in self.reasons[:CHIPS]]

    @property
    def is_new(self) -> bool:
        return self.match.first_seen_at >= timezone.now() - NEW_FOR


def card_of(match: Match, side: Side, names: Names, judgement: Judgement | None, **shown: bool) -> Card:
    need, seed = match.need, match.seed
    return Card(
        match,
        side,
        shown_reasons(match, names),
        excerpt(need.text, spans_in(match.reasons, "need", "body")),
        excerpt(seed.text, spans_in(match.reasons, "seed", "body")),
        judgement,
        shown.get("shows_owner", True),
        shown.get("may_judge", False),
    )


def judgements_of(matches: list[Match], side: Side) -> dict[tuple[int, int], Judgement]:
    pairs = {(match.need_id, match.seed_id) for match in matches}
    rows = Judgement.objects.filter(
        side=side, need__in=[need for need, _seed in pairs], seed__in=[seed for _need, seed in pairs]
    )
    return {(row.need_id, row.seed_id): row for row in rows if (row.need_id, row.seed_id) in pairs}


def matches_of_need(request: HttpRequest, need: Need, at: datetime) -> dict[str, Any]:
    """The matches part of a need's page: tabs with counts, filters, cards."""
    reader = reader_of(request)
    rows = visible_matches(reader, at).filter(need=need)
    tab = request.GET.get("tab", "")
    shown = in_tab(rows, tab, at)
    for name, choices in (("kind", SeedKind.values), ("language", Language.values)):
        chosen = [value for value in request.GET.getlist(name) if value in choices]
        if chosen:
            shown = shown.filter(**{f"seed__{name}__in": chosen})
    sort = request.GET.get("sort", "")
    page = cursor_page(request, shown, ordering=ORDERINGS.get(sort, ORDERINGS[""]))
    names, judged = Names.read(), judgements_of(page.rows, Side.NEED)
    is_own = need.is_owned_by(reader)
    return {
        "cards": [
            card_of(match, Side.NEED, names, judged.get((match.need_id, match.seed_id)), may_judge=is_own)
            for match in page.rows
        ],
        "page": page,
        "tabs": tabs(rows, tab, at),
        "tab": tab,
        "sort": sort,
        "facets": match_facets(request, rows),
        "chosen": sum(bool(value) for name in ("kind", "language") for value in request.GET.getlist(name)),
        "kept": {"tab": tab} if tab else {},
        "reasons_to_dismiss": DismissalReason.choices,
    }


def in_tab(rows: MatchQuerySet, tab: str, at: datetime) -> MatchQuerySet:
    match tab:
        case "new":
            return rows.undecided(Side.NEED).filter(first_seen_at__gte=at - NEW_FOR)
        case "interested" | "dismissed":
            return rows.judged(Side.NEED, Verdict(tab))
        case _:
            return rows.not_dismissed()


def tabs(rows: MatchQuerySet, tab: str, at: datetime) -> list[dict[str, Any]]:
    labels = {
        "": _("All"),
        "new": _("New this week"),
        "interested": _("Interested"),
        "dismissed": _("Not interested"),
    }
    return [
        {
            "text": text,
            "url": f"?tab={name}" if name else "?",
            "count": in_tab(rows, name, at).count(),
            "current": name == tab,
        }
        for name, text in labels.items()
    ]


def match_facets(request: HttpRequest, rows: MatchQuerySet) -> list[dict[str, Any]]:
    options = {"kind": (_("Kind"), SeedKind.choices), "language": (_("Language"), Language.choices)}
    return [
        facet(
            rows,
            name=name,
            label=label,
            field=f"seed__{name}",
            names=choices,
            chosen=request.GET.getlist(name),
        )
        for name, (label, choices) in options.items()
    ]


@login_required
def match_list(request: HttpRequest) -> HttpResponse:
    """Needs that the reader's own seeds could answer."""
    reader, at = reader_of(request), timezone.now()
    rows = visible_matches(reader, at).filter(seed__owner__in=reader.organisation_ids)
    page = cursor_page(request, rows.not_dismissed(), ordering=("-first_seen_at", "-score", "pk"))
    names, judged = Names.read(), judgements_of(page.rows, Side.SEED)
    cards = [
        card_of(
            match,
            Side.SEED,
            names,
            judged.get((match.need_id, match.seed_id)),
            may_judge=True,
            shows_owner=match.need.shows_owner_to(reader),
        )
        for match in page.rows
    ]
    context = {"cards": cards, "page": page, "reasons_to_dismiss": DismissalReason.choices}
    return render(request, "matching/match_list.html", context)


def seed_detail(request: HttpRequest, seed_id: int) -> HttpResponse:
    """A seed, and the reader's own matches with it."""
    reader, at = reader_of(request), timezone.now()
    seed = get_visible_seed(reader, seed_id)
    own = Q(need__owner__in=reader.organisation_ids) | Q(seed__owner__in=reader.organisation_ids)
    rows = list(visible_matches(reader, at).filter(own, seed=seed).best_first()[:CHIPS])
    context = {"seed": seed, "matches": rows}
    return render(request, "matching/seed_detail.html", context)


def answer(
    request: HttpRequest, own: OwnMatch, at: datetime, form: DismissForm | None = None
) -> HttpResponse:
    """The judged card again for htmx, else back to the page it stands on."""
    if not request.htmx:  # type: ignore[attr-defined]  # set by the middleware
        return redirect("need_detail", own.match.need_id) if own.side == Side.NEED else redirect("match_list")
    match, reader = own.match, reader_of(request)
    judged = judgements_of([match], own.side).get((match.need_id, match.seed_id))
    shows_owner = match.need.shows_owner_to(reader)
    card = card_of(match, own.side, Names.read(), judged, may_judge=True, shows_owner=shows_owner)
    context = {"card": card, "reasons_to_dismiss": DismissalReason.choices, "form": form}
    return render(request, "matching/_match_card.html", context, status=422 if form else 200)


@login_required
@require_POST
def match_interested(request: HttpRequest, match_id: int) -> HttpResponse:
    at = timezone.now()
    own = get_own_match(reader_of(request), match_id, at)
    services.judge_pair(
        need=own.match.need,
        seed=own.match.seed,
        side=own.side,
        verdict=Verdict.INTERESTED,
        by=person_of(request),
        at=at,
    )
    return answer(request, own, at)


@login_required
@require_POST
def match_dismiss(request: HttpRequest, match_id: int) -> HttpResponse:
    at = timezone.now()
    own = get_own_match(reader_of(request), match_id, at)
    form = DismissForm(request.POST)
    if not form.is_valid():
        return answer(request, own, at, form)
    services.judge_pair(
        need=own.match.need,
        seed=own.match.seed,
        side=own.side,
        verdict=Verdict.DISMISSED,
        by=person_of(request),
        at=at,
        reason=form.cleaned_data["reason"],
        note=form.cleaned_data["note"],
    )
    return answer(request, own, at)


@login_required
@require_POST
def match_undo(request: HttpRequest, match_id: int) -> HttpResponse:
    at = timezone.now()
    own = get_own_match(reader_of(request), match_id, at)
    services.undo_judgement(need=own.match.need, seed=own.match.seed, side=own.side)
    return answer(request, own, at)
