"""Beat's schedule: named in the settings, kept in the database, changed in the admin."""

from collections.abc import Mapping
from typing import Any

from django_celery_beat.schedulers import DatabaseScheduler


class Scheduler(DatabaseScheduler):  # type: ignore[misc]  # the library ships no types
    """Adds the settings' entries that are missing; one that the office changed stays as it is."""

    def update_from_dict(self, mapping: Mapping[str, Any]) -> None:
        known = set(self.Model.objects.filter(name__in=mapping).values_list("name", flat=True))
        super().update_from_dict({name: entry for name, entry in mapping.items() if name not in known})
