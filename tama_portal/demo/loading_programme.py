"""The demo's events and news, around the day the demo is filled."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from events.models import Event, News
from tama_portal.demo.records import Announcement, World

OPENING = time(13, 30)
NEWS_HOUR = time(9)


def fill_programme(world: World, at: datetime) -> None:
    Event.objects.bulk_create(event(record, at) for record in world.events)
    News.objects.bulk_create(news(record, at) for record in world.news)


def moment(record: Announcement, at: datetime, hour: time) -> datetime:
    day = timezone.localdate(at) + timedelta(days=record.day)
    return timezone.make_aware(datetime.combine(day, hour))


def event(record: Announcement, at: datetime) -> Event:
    starts = moment(record, at, OPENING)
    return Event(
        title=record.title,
        summary=record.text,
        language=record.language,
        starts_at=starts,
        ends_at=starts + timedelta(hours=record.hours),
        place=record.place,
    )


def news(record: Announcement, at: datetime) -> News:
    return News(
        title=record.title,
        body=record.text,
        language=record.language,
        published_at=moment(record, at, NEWS_HOUR),
    )
