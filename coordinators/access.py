"""Who is shown among coordinators."""

from datetime import datetime

from coordinators.models import Coordinator


def visible_coordinators(*, at: datetime, service: str = "") -> list[Coordinator]:
    """Coordinators in office, in kana order, with their fields; of one service if given.

    Services are a short JSON list on some sixty rows: filtering here keeps one code for every store.
    """
    rows = Coordinator.objects.in_office(at).select_related("user").prefetch_related("base_technologies")
    return [row for row in rows if not service or service in row.services]
