from datetime import UTC, date, datetime

import pytest

from tama_portal.common.date_text import ago, long_date, long_time

DAY = date(2026, 11, 24)
LATE_IN_LONDON = datetime(2026, 11, 23, 16, 5, tzinfo=UTC)  # 24 November, 01:05 in Tokyo
NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "2026年11月24日（火）"),
        ("ko", "2026년 11월 24일 (화)"),
        ("en", "Tue 24 Nov 2026"),
        ("en-gb", "Tue 24 Nov 2026"),
        ("xx", "Tue 24 Nov 2026"),
    ],
)
def test_long_date_follows_the_language(language, text):
    assert long_date(DAY, language) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "2026年11月24日（火）01:05"),
        ("ko", "2026년 11월 24일 (화) 01:05"),
        ("en", "Tue 24 Nov 2026 01:05"),
    ],
)
def test_long_time_is_read_in_tokyo(language, text):
    assert long_time(LATE_IN_LONDON, language) == text


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (LATE_IN_LONDON, "ja", "11時間前"),
        (LATE_IN_LONDON, "ko", "11시간 전"),
        (LATE_IN_LONDON, "en", "11 hours ago"),
        (date(2026, 11, 27), "ja", "3日後"),
        (date(2026, 11, 21), "en", "3 days ago"),
        (DAY, "en", "today"),
    ],
)
def test_ago_counts_from_the_given_moment(value, language, text):
    assert ago(value, language, NOW) == text
