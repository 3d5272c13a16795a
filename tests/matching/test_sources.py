from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factory.django import DjangoModelFactory

from matching.models import Seed, SeedKind
from matching.nightly.seeds import sync_seeds
from matching.sources import SHELVES, all_seeds, subclasses
from tests.factories import (
    NOW,
    BaseTechnologyFactory,
    PatentFactory,
    ProcessFactory,
    ProductFactory,
    ResearchThemeFactory,
)

pytestmark = pytest.mark.django_db
FACTORIES: list[type[DjangoModelFactory[Any]]] = [
    PatentFactory,
    ResearchThemeFactory,
    ProductFactory,
    ProcessFactory,
]


def test_each_kind_of_seed_has_one_shelf():
    assert sorted(shelf.kind for shelf in SHELVES) == sorted(SeedKind)


@pytest.mark.parametrize("factory", FACTORIES)
def test_a_row_becomes_one_seed_that_knows_its_source(factory):
    row = factory()

    [seed] = all_seeds()

    assert seed.key == (row._meta.label_lower, row.pk)
    assert (seed.owner_id, seed.owner_name) == (row.organisation.pk, row.organisation.name)
    assert seed.title
    assert seed.text


def test_reading_takes_as_many_queries_for_twenty_rows_as_for_two():
    technology = BaseTechnologyFactory.create()

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            list(all_seeds())
        return len(queries)

    def fill(number: int) -> None:
        for factory in FACTORIES:
            for row in factory.create_batch(number):
                if hasattr(row, "base_technologies"):
                    row.base_technologies.add(technology)

    fill(2)
    few = count()
    fill(18)
    assert count() == few


def test_any_change_of_a_seed_changes_its_hash():
    PatentFactory.create()
    [seed] = all_seeds()

    changed: Any = "something else"
    for field in fields(seed):
        assert replace(seed, **{field.name: changed}).content_hash != seed.content_hash


def test_text_moved_between_fields_changes_the_hash():
    PatentFactory.create()
    [seed] = all_seeds()

    one, other = replace(seed, title="ab", text="c"), replace(seed, title="a", text="bc")
    assert one.content_hash != other.content_hash


@pytest.mark.parametrize(
    ("symbols", "found"),
    [("", []), ("H01M 4/02; H01M 10/05", ["H01M"]), ("h01m4/02;B23C 3/00; ", ["B23C", "H01M"])],
)
def test_subclasses_of_ipc_symbols(symbols, found):
    assert subclasses(symbols) == found


def test_seeds_follow_their_rows():
    patent, product = PatentFactory.create(), ProductFactory.create()
    assert len(sync_seeds(at=NOW).create) == 2
    assert sync_seeds(at=NOW).is_empty

    patent.title = "積層造形による金型"
    patent.save()
    product.delete()
    found = sync_seeds(at=NOW + timedelta(days=1))

    assert (len(found.create), len(found.update), len(found.withdraw)) == (0, 1, 1)
    assert Seed.objects.offered().get().title == "積層造形による金型"
    assert Seed.objects.get(kind=SeedKind.PRODUCT).withdrawn_at == NOW + timedelta(days=1)
    assert sync_seeds(at=NOW + timedelta(days=2)).is_empty


def test_a_seed_withdrawn_returns_as_itself():
    patent = PatentFactory.create()
    sync_seeds(at=NOW)
    pk = Seed.objects.get().pk
    Seed.objects.update(withdrawn_at=NOW)

    sync_seeds(at=NOW)

    seed = Seed.objects.offered().get()
    assert (seed.pk, seed.source_pk) == (pk, patent.pk)
