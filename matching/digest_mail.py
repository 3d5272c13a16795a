"""What a digest says, in the language that is active."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.access import digest_token
from matching.models import Match
from matching.news import News
from matching.reasons import Names, excerpt, shown_reasons, spans_in
from members.models import User
from tama_portal.common.reading import Reader
from tama_portal.mail import outbox

REASONS = 5


def write_mail(user: User, reader: Reader, news: News, *, at: datetime) -> None:
    token = digest_token(user)
    stop = settings.SITE_URL + reverse("digest_stop", args=[token])
    count = ngettext("%(n)d new match worth a look", "%(n)d new matches worth a look", news.good)
    outbox.enqueue(
        to=user.email,
        subject=count % {"n": news.good},
        body=body(user, reader, news, token),
        at=at,
        # RFC 8058: mail programs show a button that posts to this address.
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def body(user: User, reader: Reader, news: News, token: str) -> str:
    names = Names.read()
    parts = [_("%(name)s,") % {"name": user}]
    if news.for_needs:
        parts += [_("Found for your needs"), *(for_need(match, names) for match in news.for_needs)]
    if news.for_seeds:
        parts += [
            _("Asked for by others, and you could answer"),
            *(for_seed(match, names, reader) for match in news.for_seeds),
        ]
    parts += [
        *rest(news),
        _("All that is new:\n%(address)s") % {"address": address("dashboard")},
        _("Every morning, every Monday, or never? Choose here:\n%(address)s")
        % {"address": address("digest_rhythm", token)},
    ]
    return "\n\n".join(parts) + "\n"


def for_need(match: Match, names: Names) -> str:
    return entry(
        match,
        names,
        title=match.seed.title,
        about=[
            match.seed.get_kind_display(),
            match.seed.owner_name,
            _("Need: %(title)s") % {"title": match.need.title},
        ],
        text=excerpt(match.seed.text, spans_in(match.reasons, "seed", "body")).text,
        link=address("need_detail", match.need_id) + f"#match-{match.pk}",
    )


def for_seed(match: Match, names: Names, reader: Reader) -> str:
    return entry(
        match,
        names,
        title=match.need.title,
        about=[
            match.need.get_kind_display(),
            match.need.owner.name if match.need.shows_owner_to(reader) else _("Name hidden"),
            _("Seed: %(title)s") % {"title": match.seed.title},
        ],
        text=excerpt(match.need.text, spans_in(match.reasons, "need", "body")).text,
        link=address("match_list") + f"#match-{match.pk}",
    )


def entry(match: Match, names: Names, *, title: str, about: Sequence[str], text: str, link: str) -> str:
    """Grade and title, whose it is and what it answers, two lines of reasons, and the address."""
    words = " · ".join(reason.label for reason in shown_reasons(match, names)[:REASONS])
    lines = [
        f"{'━' * match.grade} {match.get_grade_display()}: {title}",
        " · ".join(filter(None, about)),
        _("Why: %(words)s") % {"words": words},
        " ".join(text.split()),
        link,
    ]
    return "\n   ".join(filter(None, lines))


def rest(news: News) -> Iterator[str]:
    if news.further:
        yield ngettext("And %(n)d more good match.", "And %(n)d more good matches.", news.further) % {
            "n": news.further
        }
    if news.possible:
        yield ngettext(
            "Besides, %(n)d possible match.", "Besides, %(n)d possible matches.", news.possible
        ) % {"n": news.possible}


def address(view_name: str, *args: object) -> str:
    return settings.SITE_URL + reverse(view_name, args=args)
