"""The only loaders of events and news that take a request's id."""

from datetime import datetime

from django.shortcuts import get_object_or_404

from events.models import Event, News
from tama_portal.common.reading import Reader


def get_visible_event(reader: Reader, event_id: int) -> Event:
    return get_object_or_404(Event.objects.visible_to(reader), pk=event_id)


def get_visible_news(reader: Reader, news_id: int, at: datetime) -> News:
    return get_object_or_404(News.objects.visible_to(reader).published(at), pk=news_id)
