"""Dates as people read them, in Japanese, Korean and English."""

from datetime import date, datetime, timedelta
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_timedelta, get_day_names
from django.utils import timezone
from django.utils.translation import gettext, override

# Babel's own long forms put the weekday in front or leave the year's letter out in places.
PATTERNS = {
    "ja": "y年M月d日（{weekday}）",
    "ko": "y년 M월 d일 ({weekday})",
    "en": "{weekday} d MMM y",
}


def long_date(value: date, language: str) -> str:
    """2026年11月24日（火）, 2026년 11월 24일 (화) or Tue 24 Nov 2026; a datetime is read in local time."""
    day = local_day(value)
    locale = locale_of(language)
    weekday = get_day_names("abbreviated", locale=locale)[day.weekday()]
    pattern = PATTERNS[locale.language].format(weekday=f"'{weekday}'")
    return format_date(day, pattern, locale=locale)


def long_time(value: datetime, language: str) -> str:
    """The long date with hours and minutes: 2026年11月24日（火）14:05."""
    gap = "" if locale_of(language).language == "ja" else " "
    return f"{long_date(value, language)}{gap}{timezone.localtime(value):%H:%M}"


def ago(value: date, language: str, at: datetime) -> str:
    """The distance from `at` in words, in either direction; a date without a time counts in days."""
    if isinstance(value, datetime):
        return distance(value - at, language, "second")
    if days := value - timezone.localdate(at):
        return distance(days, language, "day")
    with override(language):
        return gettext("today")


def distance(delta: timedelta, language: str, granularity: Literal["day", "second"]) -> str:
    locale = locale_of(language)
    text = format_timedelta(delta, granularity=granularity, add_direction=True, locale=locale)
    return text.replace(" ", "") if locale.language == "ja" else text


def local_day(value: date) -> date:
    return timezone.localdate(value) if isinstance(value, datetime) else value


def locale_of(language: str) -> Locale:
    code = language.split("-", maxsplit=1)[0]
    return Locale(code if code in PATTERNS else "en")
