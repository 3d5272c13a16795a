"""What templates say in small words: dates, badges, icons, languages, the link line."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.http import HttpRequest, QueryDict
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from tama_portal.common import date_text

register = template.Library()

TONE_ICONS = {"info": "info", "success": "success", "warning": "warning", "error": "error"}
MESSAGE_TONES = {
    "debug": "info",
    "info": "info",
    "success": "success",
    "warning": "warning",
    "error": "error",
}

# Width of the line in a drawing 72 wide; dashes make the weakest readable without colour or comparison.
GRADES: Mapping[str, dict[str, Any]] = {
    "none": {"width": 2, "dashes": "1 6", "label": _("No good match yet")},
    "possible": {"width": 2, "dashes": "5 4", "label": _("Possible match")},
    "good": {"width": 4, "label": _("Good match")},
    "strong": {"width": 7, "label": _("Strong match")},
}


def active_language() -> str:
    return get_language() or "en"


@register.filter
def long_date(value: date | None) -> str:
    return date_text.long_date(value, active_language()) if value else ""


@register.filter
def long_time(value: datetime | None) -> str:
    return date_text.long_time(value, active_language()) if value else ""


@register.filter
def ago(value: date | None) -> str:
    return date_text.ago(value, active_language(), timezone.now()) if value else ""


@register.inclusion_tag("components/when.html")
def when(value: date | None, *, relative: bool = True) -> dict[str, Any]:
    """A date with the relative time beside it, marked up as <time>."""
    return {"value": value, "relative": relative, "has_time": isinstance(value, datetime)}


@register.filter
def lang_attr(code: str | None) -> str:
    """lang="ko" where the text's language is not the page's; put it inside the tag."""
    if not code or code == active_language():
        return ""
    return format_html('lang="{}"', code)


@register.filter
def language_name(code: str) -> str:
    """The language's name in the reader's language."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


@register.simple_tag
def icon(name: str, label: str = "", *, large: bool = False) -> SafeString:
    """A drawing from img/icons.svg; without a label it is decoration and hidden from readers."""
    css = "icon icon-large" if large else "icon"
    address = f"{static('img/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', css, label, address
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', css, address)


@register.inclusion_tag("components/badge.html")
def badge(text: str, tone: str = "", icon: str = "") -> dict[str, str]:
    """A state in words. Tones: info, success, warning, error; none is neutral."""
    return {"text": text, "tone": tone, "icon": icon or TONE_ICONS.get(tone, "")}


@register.inclusion_tag("components/link_line.html")
def link_line(grade: str | int = "none", *, label: bool = True) -> dict[str, Any]:
    """Need, line, seed; thicker with the grade: none, possible, good, strong, or 0 to 3."""
    name = list(GRADES)[grade] if isinstance(grade, int) else grade
    return {"grade": name, "with_label": label, **GRADES[name]}


@register.filter
def marked(text: str, spans: Iterable[tuple[int, int]]) -> SafeString:
    """The text with <mark> around the spans [start, end); they may touch and overlap."""
    parts, at = [], 0
    for start, end in sorted(spans):
        if end > at:
            begin = max(start, at)
            parts += [escape(text[at:begin]), format_html("<mark>{}</mark>", text[begin:end])]
            at = end
    return mark_safe("".join([*parts, escape(text[at:])]))  # noqa: S308 -- every part is escaped above


@register.filter
def tone(message_tags: str) -> str:
    """The tone of a Django message."""
    found = [MESSAGE_TONES[tag] for tag in message_tags.split() if tag in MESSAGE_TONES]
    return found[-1] if found else "info"


@register.inclusion_tag("components/nav_item.html", takes_context=True)
def nav_item(context: template.Context, view_name: str, text: str) -> dict[str, Any]:
    """A menu entry; nothing where the address does not exist, marked where the page lies under it."""
    try:
        url = reverse(view_name)
    except NoReverseMatch:
        return {"url": ""}
    request: HttpRequest | None = context.get("request")
    path = request.path if request else ""
    return {
        "url": url,
        "text": text,
        "is_page": path == url,
        "is_section": url != "/" and path.startswith(url),
    }


@register.inclusion_tag("components/crumb.html")
def crumb(text: str, view_name: str = "", *args: Any) -> dict[str, str]:
    """A step of the breadcrumb; without an address it is the page itself."""
    return {"text": text, "url": reverse(view_name, args=args) if view_name else ""}


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """This page's query string with some values changed; an empty value removes its name."""
    request: HttpRequest = context["request"]
    values: QueryDict = request.GET.copy()
    for name, value in changes.items():
        values.pop(name, None)
        if value not in (None, ""):
            values[name] = value
    return f"?{values.urlencode()}"
