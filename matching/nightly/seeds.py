"""Bring the seeds in step with the rows they are made from."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from matching.models import Seed
from matching.plan import Plan, plan
from matching.sources import SeedText, all_seeds
from tama_portal.common.text import search_text

BATCH = 1_000
COPIED = [
    "kind",
    "owner_id",
    "owner_name",
    "title",
    "text",
    "language",
    "ipc",
    "municipality_id",
    "visibility",
    "licence",
    "credit",
    "source_url",
]
WRITTEN = [name.removesuffix("_id") for name in COPIED] + ["content_hash", "search_text", "withdrawn_at"]

Key = tuple[str, int]


@transaction.atomic
def sync_seeds(*, at: datetime) -> Plan[Key]:
    """Create, change and withdraw seeds; with nothing changed, nothing is written."""
    texts = {text.key: text for text in all_seeds()}
    proposed = {key: text.content_hash for key, text in texts.items()}
    stored = stored_hashes()
    found = plan(proposed, stored, kept=[key for key, digest in stored.items() if not digest])
    create_seeds([texts[key] for key in sorted(found.create)])
    update_seeds({key: texts[key] for key in found.update})
    withdraw_seeds(found.withdraw, at=at)
    return found


def stored_hashes() -> dict[Key, str]:
    """Hashes of all seeds; a withdrawn one has an empty hash, so that its return counts as a change."""
    rows = Seed.objects.values_list("source_model", "source_pk", "content_hash", "withdrawn_at")
    return {(model, pk): "" if withdrawn else digest for model, pk, digest, withdrawn in rows.iterator()}


def values_of(text: SeedText) -> dict[str, Any]:
    values = {name: getattr(text, name) for name in COPIED}
    folded = search_text(text.title, text.text, text.owner_name)
    return values | {"content_hash": text.content_hash, "search_text": folded, "withdrawn_at": None}


def create_seeds(texts: list[SeedText]) -> None:
    rows = [
        Seed(source_model=text.source_model, source_pk=text.source_pk, **values_of(text)) for text in texts
    ]
    created = Seed.objects.bulk_create(rows, batch_size=BATCH)
    set_technologies(zip(created, texts, strict=True))


def update_seeds(texts: dict[Key, SeedText]) -> None:
    changed = [
        row
        for row in seeds_of(texts)
        if row.withdrawn_at or row.content_hash != texts[key_of(row)].content_hash
    ]
    for row in changed:
        for name, value in values_of(texts[key_of(row)]).items():
            setattr(row, name, value)
    Seed.objects.bulk_update(changed, WRITTEN, batch_size=BATCH)
    Seed.base_technologies.through.objects.filter(seed__in=[row.pk for row in changed]).delete()
    set_technologies((row, texts[key_of(row)]) for row in changed)


def withdraw_seeds(keys: Iterable[Key], *, at: datetime) -> None:
    gone = set(keys)
    offered = Seed.objects.offered().values_list("pk", "source_model", "source_pk")
    pks = [pk for pk, *key in offered if tuple(key) in gone] if gone else []
    for start in range(0, len(pks), BATCH):
        Seed.objects.filter(pk__in=pks[start : start + BATCH]).update(withdrawn_at=at)


def seeds_of(keys: Iterable[Key]) -> list[Seed]:
    wanted = set(keys)
    if not wanted:
        return []
    return [row for row in Seed.objects.iterator() if key_of(row) in wanted]


def key_of(row: Seed) -> Key:
    return row.source_model, row.source_pk


def set_technologies(rows: Iterable[tuple[Seed, SeedText]]) -> None:
    through = Seed.base_technologies.through
    links = [
        through(seed_id=row.pk, basetechnology_id=code)
        for row, text in rows
        for code in text.base_technologies
    ]
    through.objects.bulk_create(links, batch_size=BATCH)
